/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Loaded into the program that runs with an emulated probe: adds up how long it sleeps, for the
 * probe's clock, which cannot tell a pause from a slow machine. The sum, in nanoseconds, is at the
 * beginning of the file that UNLATCH_EMULATOR_SLEPT names. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000ull

static uint64_t *sum;

/* These stand in for the C library's, whose declarations are in its headers */
int clock_nanosleep (clockid_t clock, int flags, const struct timespec *time,
                     struct timespec *left);
int nanosleep (const struct timespec *time, struct timespec *left);
int usleep (useconds_t us);
unsigned sleep (unsigned s);

__attribute__ ((constructor)) static void
find_sum (void)
{
    const char *path = getenv ("UNLATCH_EMULATOR_SLEPT");
    int fd = path != NULL ? open (path, O_RDWR | O_CLOEXEC) : -1;
    void *page;

    if (fd < 0)
        return;
    page = mmap (NULL, sizeof *sum, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close (fd);
    if (page != MAP_FAILED)
        sum = page;
}

static uint64_t
to_ns (const struct timespec *time)
{
    return (uint64_t) time->tv_sec * SECOND + (uint64_t) time->tv_nsec;
}

static void
add (uint64_t ns)
{
    if (sum != NULL)
        __atomic_fetch_add (sum, ns, __ATOMIC_SEQ_CST);
}

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

int
usleep (useconds_t us)
{
    struct timespec time = { us / 1000000, (long) (us % 1000000) * 1000 };

    return nanosleep (&time, NULL);
}

unsigned
sleep (unsigned s)
{
    struct timespec time = { s, 0 };

    return nanosleep (&time, &time) == 0 ? 0 : (unsigned) time.tv_sec;
}
