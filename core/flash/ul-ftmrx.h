/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"

G_BEGIN_DECLS

#define UL_FTMRX_BASE 0x40020000u

/** UlFtmrxLayout: where FTMRH and FTMRE have their registers, from %UL_FTMRX_BASE on. Source: the
 *   reference manuals of KE02 and KE06, chapters FTMRH and FTMRE */
typedef struct {
    guint8 fclkdiv, fccobix, fstat, fccobhi, fccoblo;
} UlFtmrxLayout;

const UlFtmrxLayout *ul_ftmrx_layout (const UlDevice *device);

G_END_DECLS
