/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-batch.h"

G_BEGIN_DECLS

/** UlBatchCursor: a place in a batch, up to which it was sent; all zero: the start */
typedef struct {
    guint item;
    guint word; /* of a READ, WRITE or IDLE item */
} UlBatchCursor;

G_END_DECLS
