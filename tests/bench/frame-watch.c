/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * frame-watch PROGRAM [ARG...]: starts the program and prints its process id and the microseconds
 * from just before the fork until its first window has been drawn into. Waits for the X server's
 * events instead of polling. Windows and drawings of less than 50 pixels (GTK's helpers) do not
 * count. The program is left running.
 */
#include <X11/Xlib.h>
#include <X11/extensions/Xdamage.h>
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

/* GTK draws a frame elsewhere and copies it into the window as a whole. */
static int
is_frame (const XDamageNotifyEvent *event)
{
    return event->area.width >= SMALLEST && event->area.height >= SMALLEST;
}

static int
wait_until_drawn (Display *display, int damage_event, long long started)
{
    int mapped = 0;
    struct pollfd connection = { .fd = ConnectionNumber (display), .events = POLLIN };
    XEvent event;

    for (;;) {
        while (XPending (display)) {
            XNextEvent (display, &event);
            if (event.type == MapNotify && is_real_window (display, event.xmap.window))
                mapped = 1;
            if (mapped && event.type == damage_event && is_frame ((XDamageNotifyEvent *) &event))
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
    int damage_base, error_base;
    long long started;
    pid_t child;

    if (display == NULL || argc < 2 ||
        !XDamageQueryExtension (display, &damage_base, &error_base)) {
        fprintf (stderr, "usage: frame-watch PROGRAM [ARG...], on a display\n");
        return 1;
    }
    XSetErrorHandler (on_x_error);
    XSelectInput (display, DefaultRootWindow (display), SubstructureNotifyMask);
    XDamageCreate (display, DefaultRootWindow (display), XDamageReportRawRectangles);
    XSync (display, False);

    started = now_us ();
    child = fork ();
    if (child == 0) {
        close (ConnectionNumber (display));
        if (freopen ("/dev/null", "w", stdout) != NULL)
            execvp (argv[1], argv + 1);
        _exit (127);
    }
    if (child < 0 || !wait_until_drawn (display, damage_base + XDamageNotify, started)) {
        fprintf (stderr, "frame-watch: %s has drawn no window\n", argv[1]);
        if (child > 0)
            kill (child, SIGKILL);
        return 1;
    }
    printf ("%ld %lld\n", (long) child, now_us () - started);
    XCloseDisplay (display);
    return 0;
}
