/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * map-watch PROGRAM [ARG...]: starts the program and prints its process id and the microseconds
 * from just before the fork until its first window is mapped. Waits for the X server's event
 * instead of polling. Windows of less than 50 pixels (GTK's helpers) do not count. The program is
 * left running.
 */
#include <X11/Xlib.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { DEADLINE_MS = 20000, SMALLEST = 50 };

static long long
now_us (void)
{
    struct timespec now;

    clock_gettime (CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static int
is_real_window (Display *display, Window window)
{
    XWindowAttributes attributes;

    return XGetWindowAttributes (display, window, &attributes) && attributes.class == InputOutput &&
           attributes.width >= SMALLEST && attributes.height >= SMALLEST;
}

/* A window may be gone before it is asked after: that is no failure. */
static int
on_x_error (Display *display, XErrorEvent *event)
{
    return 0;
}

static int
wait_until_mapped (Display *display, long long started)
{
    struct pollfd connection = { .fd = ConnectionNumber (display), .events = POLLIN };
    XEvent event;

    for (;;) {
        while (XPending (display)) {
            XNextEvent (display, &event);
            if (event.type == MapNotify && is_real_window (display, event.xmap.window))
                return 1;
        }
        long long left = DEADLINE_MS - (now_us () - started) / 1000;
        if (left <= 0 || poll (&connection, 1, (int) left) <= 0)
            return 0;
    }
}

int
main (int argc, char **argv)
{
    Display *display = XOpenDisplay (NULL);
    long long started;
    pid_t child;

    if (display == NULL || argc < 2) {
        fprintf (stderr, "usage: map-watch PROGRAM [ARG...], on a display\n");
        return 1;
    }
    XSetErrorHandler (on_x_error);
    XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
    XSync (display, False);

    started = now_us ();
    child = fork ();
    if (child == 0) {
        close (ConnectionNumber (display));
        if (freopen ("/dev/null", "w", stdout) != NULL)
            execvp (argv[1], argv + 1);
        _exit (127);
    }
    if (child < 0 || !wait_until_mapped (display, started)) {
        fprintf (stderr, "map-watch: %s mapped no window\n", argv[1]);
        if (child > 0)
            kill (child, SIGKILL);
        return 1;
    }
    printf ("%ld %lld\n", (long) child, now_us () - started);
    XCloseDisplay (display);
    return 0;
}
