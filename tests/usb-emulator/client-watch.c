/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded into the program that runs with an emulated probe, before umockdev's library: fills in
 * what UlEmuClient says. */
#include "ul-emu-client.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/futex.h>
#include <linux/usbdevice_fs.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND   1000000000ull
#define PATIENCE 20 /* times as long */

static UlEmuClient *client;
static __thread int32_t thread;
static uint64_t sender_began; /* on the machine's clock, when the probe's was at 0 */

/* These stand in for the C library's, whose declarations are in its headers */
int ioctl (int fd, unsigned long request, ...);
int clock_gettime (clockid_t clock, struct timespec *time);
int clock_nanosleep (clockid_t clock, int flags, const struct timespec *time,
                     struct timespec *left);
int gettimeofday (struct timeval *time, void *zone);
int nanosleep (const struct timespec *time, struct timespec *left);
int usleep (useconds_t us);
unsigned sleep (unsigned s);
long syscall (long number, ...);

__attribute__ ((constructor)) static void
find_page (void)
{
    const char *path = getenv (UL_EMU_CLIENT_ENV);

    if (path != NULL)
        client = ul_emu_client_map (path);
}

static uint64_t
to_ns (const struct timespec *time)
{
    return (uint64_t) time->tv_sec * SECOND + (uint64_t) time->tv_nsec;
}

static void
add (uint64_t ns)
{
    if (client != NULL)
        __atomic_fetch_add (&client->slept_ns, ns, __ATOMIC_SEQ_CST);
}

static uint64_t
virtual_ns (void)
{
    return __atomic_load_n (&client->now_ns, __ATOMIC_SEQ_CST) +
           __atomic_load_n (&client->slept_ns, __ATOMIC_SEQ_CST);
}

static uint64_t
real_ns (clockid_t clock)
{
    static int (*real) (clockid_t, struct timespec *);
    struct timespec time;

    if (real == NULL)
        real = dlsym (RTLD_NEXT, "clock_gettime");
    real (clock, &time);
    return to_ns (&time);
}

/* --- who sends --- */

static int32_t
get_thread (void)
{
    if (thread == 0)
        thread = (int32_t) syscall (SYS_gettid);
    return thread;
}

/* A thread's time goes on from where it was when it becomes the sender. Without the probe it is the
 * machine's again: people plug probes in by that. */
static void
become_sender (void)
{
    if (client->sender == get_thread ())
        return;
    sender_began = real_ns (CLOCK_MONOTONIC) - virtual_ns ();
    __atomic_store_n (&client->sender, thread, __ATOMIC_SEQ_CST);
}

int
ioctl (int fd, unsigned long request, ...)
{
    static int (*real) (int, unsigned long, ...);
    va_list arguments;
    void *argument;

    va_start (arguments, request);
    argument = va_arg (arguments, void *);
    va_end (arguments);
    if (real == NULL)
        real = dlsym (RTLD_NEXT, "ioctl");
    if (client != NULL && request == USBDEVFS_SUBMITURB)
        become_sender ();
    else if (client != NULL && request == USBDEVFS_RELEASEINTERFACE)
        __atomic_store_n (&client->sender, 0, __ATOMIC_SEQ_CST);
    return real (fd, request, argument);
}

/* --- clocks: for deadlines that are meant for a real probe's speed --- */

int
clock_gettime (clockid_t clock, struct timespec *time)
{
    uint64_t ns;

    if (client != NULL && client->virtual_clock && clock == CLOCK_MONOTONIC &&
        client->sender == get_thread ())
        ns = sender_began + virtual_ns ();
    else
        ns = real_ns (clock);
    *time = (struct timespec){ (time_t) (ns / SECOND), (long) (ns % SECOND) };
    return 0;
}

int
gettimeofday (struct timeval *time, void *zone)
{
    static uint64_t began;
    uint64_t ns = real_ns (CLOCK_REALTIME);

    if (client != NULL && client->virtual_day) {
        if (began == 0)
            began = ns;
        ns = began + virtual_ns ();
    }
    *time = (struct timeval){ (time_t) (ns / SECOND), (suseconds_t) (ns % SECOND / 1000) };
    return 0;
}

/* --- sleep --- */

int
clock_nanosleep (clockid_t clock, int flags, const struct timespec *time, struct timespec *left)
{
    static int (*real) (clockid_t, int, const struct timespec *, struct timespec *);
    uint64_t ns = to_ns (time);
    struct timespec now;
    int result;

    if (real == NULL)
        real = dlsym (RTLD_NEXT, "clock_nanosleep");
    if ((flags & TIMER_ABSTIME) != 0 && clock_gettime (clock, &now) == 0)
        ns = ns > to_ns (&now) ? ns - to_ns (&now) : 0;
    result = real (clock, flags, time, left);
    if (result == 0)
        add (ns);
    return result;
}

int
nanosleep (const struct timespec *time, struct timespec *left)
{
    int problem = clock_nanosleep (CLOCK_REALTIME, 0, time, left);

    if (problem != 0)
        errno = problem;
    return problem == 0 ? 0 : -1;
}

/* umockdev's library sleeps for no time after each ioctl, which costs more than the ioctl */
int
usleep (useconds_t us)
{
    struct timespec time = { us / 1000000, (long) (us % 1000000) * 1000 };

    return us == 0 ? 0 : nanosleep (&time, NULL);
}

unsigned
sleep (unsigned s)
{
    struct timespec time = { s, 0 };

    return nanosleep (&time, &time) == 0 ? 0 : (unsigned) time.tv_sec;
}

/* --- waiting for the probe --- */

static int
is_wait_of_sender (long number, const long *words)
{
    return client != NULL && client->virtual_clock && number == SYS_futex &&
           (words[1] & FUTEX_CMD_MASK) == FUTEX_WAIT && words[3] != 0 &&
           client->sender == get_thread ();
}

/* GLib's conditions wait by this. The probe's clock stands still while they do, and a machine that
 * is busy may let the emulator answer later than any probe would: only one that never does is to be
 * told to be silent. */
long
syscall (long number, ...)
{
    static long (*real) (long, ...);
    long words[6];
    struct timespec patient;
    va_list arguments;

    va_start (arguments, number);
    for (int i = 0; i < 6; i++)
        words[i] = va_arg (arguments, long);
    va_end (arguments);
    if (real == NULL)
        real = dlsym (RTLD_NEXT, "syscall");
    if (is_wait_of_sender (number, words)) {
        uint64_t ns = to_ns ((const struct timespec *) words[3]) * PATIENCE;

        patient = (struct timespec){ (time_t) (ns / SECOND), (long) (ns % SECOND) };
        words[3] = (long) &patient;
    }
    return real (number, words[0], words[1], words[2], words[3], words[4], words[5]);
}
