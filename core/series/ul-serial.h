/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-image.h"

G_BEGIN_DECLS

typedef enum {
    UL_SERIAL_LITTLE_ENDIAN, /* a number */
    UL_SERIAL_BIG_ENDIAN,
    UL_SERIAL_DECIMAL, /* text: ASCII digits, with zeros in front, after a prefix */
    UL_SERIAL_HEX,     /* the same with 0-9 and A-F */
} UlSerialFormat;

#define UL_SERIAL_MAX_WIDTH  16
#define UL_SERIAL_MAX_PREFIX 32 /* characters */

/** UlSerial: how boards of a series get their serial numbers */
typedef struct {
    guint32 address; /* of its first byte */
    UlSerialFormat format;
    guint width;       /* bytes of a number, digits of a text: 1 to %UL_SERIAL_MAX_WIDTH */
    char *prefix;      /* (nullable) of a text: printable ASCII; owned */
    guint64 first;     /* number of the first board */
    guint64 step;      /* from board to board, at least 1 */
    gboolean replaces; /* goes before bytes that a file has there, instead of being refused */
} UlSerial;

UlSerial *ul_serial_copy (const UlSerial *self);
void ul_serial_free (UlSerial *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlSerial, ul_serial_free)

/** ul_serial_check: Returns: %FALSE with %UL_ERROR_USAGE when that is no way to number boards, one
 *   sentence */
gboolean ul_serial_check (const UlSerial *self, GError **error);
/** ul_serial_get_size: Returns: bytes that it fills */
gsize ul_serial_get_size (const UlSerial *self);

/** ul_serial_to_text: Returns: (transfer full): as people know it: "SN-000123"; a number: "123" */
char *ul_serial_to_text (const UlSerial *self, guint64 number);

/**
 * ul_serial_new_image:
 *
 * Returns: (transfer full): its bytes where they go, called "Serial number SN-000123", or %NULL
 *   with %UL_ERROR_SERIAL_NUMBER when the number does not fit into them
 */
UlImage *ul_serial_new_image (const UlSerial *self, guint64 number, GError **error);

/**
 * ul_serial_join:
 * @image: of the files
 *
 * Returns: (transfer full): @image with the serial number in it, or %NULL with
 *   %UL_ERROR_SERIAL_NUMBER, or with %UL_ERROR_IMAGE_OVERLAP (where) when @image has bytes of its
 *   own there, whatever their values, unless it replaces them
 */
UlImage *ul_serial_join (const UlSerial *self, UlImage *image, guint64 number, GError **error);

/** ul_serial_renew: as ul_serial_join(), for an @image that has a serial number already */
UlImage *ul_serial_renew (const UlSerial *self, UlImage *image, guint64 number, GError **error);

G_END_DECLS
