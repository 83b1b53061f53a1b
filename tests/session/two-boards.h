/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cases that run on two kinds of board. */
#pragma once

#define KL25Z "frdm-kl25z"
#define K64F  "frdm-k64f"

/** ON_BOTH: two cases of a list; *state is the board */
#define ON_BOTH(test)                                                                              \
    { #test " (KL25Z)", test, NULL, NULL, (void *) KL25Z },                                        \
    {                                                                                              \
#test " (K64F)", test, NULL, NULL, (void *) K64F                                           \
    }
