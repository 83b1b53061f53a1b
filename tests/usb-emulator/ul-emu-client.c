/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-client.h"

#include <fcntl.h>
#include <linux/futex.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CONTENDED 2u /* what a lock reads while somebody waits for it */

UlEmuClient *
ul_emu_client_map (const char *path)
{
    int fd = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    void *page = MAP_FAILED;

    if (fd < 0)
        return NULL;
    if (ftruncate (fd, sizeof (UlEmuClient)) == 0)
        page = mmap (NULL, sizeof (UlEmuClient), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close (fd);
    return page != MAP_FAILED ? page : NULL;
}

void
ul_emu_client_unmap (UlEmuClient *self)
{
    munmap (self, sizeof *self);
}

/* Source: proc(5), /proc/pid/syscall: "running", or number, arguments, stack and program counter */
static int
is_at_work (const char *text)
{
    unsigned long word[4];
    long call;

    if (strncmp (text, "running", 7) == 0)
        return 1;
    if (sscanf (text, "%ld %lx %lx %lx %lx", &call, &word[0], &word[1], &word[2], &word[3]) != 5)
        return strncmp (text, "-1 ", 3) == 0; /* in no call, waiting for a page */
    /* conditions are waited for with a deadline, or with another word */
    return call == SYS_futex && (word[1] & FUTEX_CMD_MASK) == FUTEX_WAIT && word[2] == CONTENDED &&
           word[3] == 0;
}

int
ul_emu_client_may_send (const UlEmuClient *self)
{
    int thread = __atomic_load_n (&self->sender, __ATOMIC_SEQ_CST), fd;
    char path[64], text[256];
    ssize_t n;

    snprintf (path, sizeof path, "/proc/%d/syscall", thread);
    fd = thread != 0 ? open (path, O_RDONLY | O_CLOEXEC) : -1;
    if (fd < 0)
        return 0;
    n = read (fd, text, sizeof text - 1);
    close (fd);
    text[n > 0 ? n : 0] = '\0';
    return is_at_work (text);
}
