/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <stdint.h>

/**
 * UlEmuClient:
 *
 * What the program that runs with an emulated probe tells of itself and is told, in a page that it
 * shares with the emulator. Its own machine may be slow or busy, which is nothing to the probe's
 * clock: what it sleeps is time for the chip, and while the thread that sends is at work, nothing
 * that lies in the clock's future is told to the program.
 */
typedef struct {
    uint64_t slept_ns; /* by all threads so far */
    int32_t sender;    /* the thread that was the latest to submit a transfer; 0: none yet */

    /* from the emulator */
    int32_t virtual_day;   /* whether the time of day goes on by the probe's clock ... */
    int32_t virtual_clock; /* ... and whether the sender's monotonic clock does, ... */
    uint64_t now_ns;       /* ... which is here, without the program's own sleep */
} UlEmuClient;

/* The environment's variable that names the file of the page */
#define UL_EMU_CLIENT_ENV "UNLATCH_EMULATOR_CLIENT"

/** ul_emu_client_map: the page in the file at @path, which is made if there is none. Returns: NULL
 *   with errno */
UlEmuClient *ul_emu_client_map (const char *path);
void ul_emu_client_unmap (UlEmuClient *self);
/** ul_emu_client_may_send: whether the sender is at work, or held up by a lock only. A thread that
 *   waits for anything else sends nothing before it is told something. */
int ul_emu_client_may_send (const UlEmuClient *self);
