/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which bytes of the configuration field free which sectors. */
#include "ul-lift.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define FTMR_FPROT_RESERVED  0x40 /* RNV6 stays as it is */
#define FTMR_EEPROT_RESERVED 0x78

/** Search: for the setting of a FTMRx register that frees what is chosen and little more */
typedef struct {
    const UlDevice *device;
    const guint8 *chosen;
    const guint8 *before; /* by sector: protected now */
    gboolean eeprom;      /* the sectors of EEPROT, not those of FPROT */
} Search;

static gboolean
is_protected (const UlProtection *protection, const UlDevice *device, guint sector)
{
    guint32 address = 0, size = 0;

    ul_device_get_sector (device, sector, &address, &size, NULL);
    return ul_protection_get_range (protection, device, address, size) != UL_PROTECTED_NONE;
}

static guint8 *
list_protected (const UlProtection *protection, const UlDevice *device)
{
    guint n = ul_device_get_n_sectors (device);
    guint8 *list = g_new0 (guint8, n);

    for (guint i = 0; i < n; i++)
        list[i] = is_protected (protection, device, i);
    return list;
}

/* Sectors that @candidate leaves protected; -1 when it protects what it must not. */
static int
rate (const Search *self, const UlProtection *candidate)
{
    guint n = ul_device_get_n_sectors (self->device);
    const UlRegion *region = NULL;
    int count = 0;

    for (guint i = 0; i < n; i++) {
        ul_device_get_sector (self->device, i, NULL, NULL, &region);
        if ((region->kind == UL_REGION_EEPROM) != self->eeprom ||
            !is_protected (candidate, self->device, i))
            continue;
        if (self->chosen[i] || !self->before[i])
            return -1;
        count++;
    }
    return count;
}

static int
rate_value (const Search *self, guint value)
{
    UlProtection candidate = { .have_registers = TRUE,
                               .fprot = self->eeprom ? 0xFF : value,
                               .feprot = self->eeprom ? value : 0xFF };

    return rate (self, &candidate);
}

/* The register has fewer settings than there are wishes: all of them are tried. Of those that are
 * alike the highest is taken: where nothing is left to protect that is 0xFF, as erased. */
static guint8
search (const Search *self, guint8 now, guint8 reserved)
{
    guint8 best = 0xFF;
    int most = -1;

    if (rate_value (self, now) >= 0)
        return now;
    for (guint value = 0; value <= 0xFF; value++) {
        int rating = (value & reserved) == (guint) (now & reserved) ? rate_value (self, value) : -1;

        if (rating < 0 || rating < most)
            continue;
        most = rating;
        best = value;
    }
    return best;
}

static void
set_ftmrx (UlLift *self, const UlDevice *device, const guint8 *chosen, const guint8 *before)
{
    Search flash = { device, chosen, before, FALSE }, eeprom = { device, chosen, before, TRUE };
    guint at = 0, n = 0;

    ul_fcf_get_part (device, UL_FCF_FPROT, &at, &n);
    self->field[at] = search (&flash, self->field[at], FTMR_FPROT_RESERVED);
    ul_fcf_get_part (device, UL_FCF_FEPROT, &at, &n);
    if (n > 0)
        self->field[at] = search (&eeprom, self->field[at], FTMR_EEPROT_RESERVED);
}

static UlFcfPart
part_of (const UlRegion *region)
{
    if (region->kind == UL_REGION_EEPROM)
        return UL_FCF_FEPROT;
    return region->kind == UL_REGION_DATA_FLASH ? UL_FCF_FDPROT : UL_FCF_FPROT;
}

/* A set bit frees its granule: FPROT of 32 in four bytes, FDPROT and FEPROT of eight in one. */
static void
set_bits (UlLift *self, const UlDevice *device, guint sector)
{
    const UlRegion *region = NULL;
    guint32 address = 0, size = 0, granule;
    guint at = 0, n = 0;

    ul_device_get_sector (device, sector, &address, &size, &region);
    ul_fcf_get_part (device, part_of (region), &at, &n);
    granule = ul_protection_get_granule (device, region);
    guint first = (address - region->start) / granule;
    guint last = (address - region->start + (size - 1)) / granule;
    for (guint bit = first; bit <= last && bit < n * 8; bit++)
        self->field[at + bit / 8] |= 1u << bit % 8;
}

static void
set_ftfx (UlLift *self, const UlDevice *device, const guint8 *chosen, const guint8 *before)
{
    for (guint i = 0; i < ul_device_get_n_sectors (device); i++)
        if (chosen[i] && before[i])
            set_bits (self, device, i);
}

/* The same place of the chip as it is going to be; -1: there is no such place any more. */
static int
find_again (const UlLift *self, const UlDevice *becomes, guint sector)
{
    guint32 address = 0;

    ul_device_get_sector (self->device, sector, &address, NULL, NULL);
    return ul_device_find_sector (becomes, address);
}

static void
count (UlLift *self, const UlDevice *becomes, const guint8 *chosen, const guint8 *before)
{
    UlProtection after;
    UlFcf fcf;

    ul_fcf_decode (self->device, self->field, &fcf);
    ul_fcf_get_protection (&fcf, &after);
    self->n_freed = self->n_along = self->n_left = 0;
    for (guint i = 0; i < ul_device_get_n_sectors (self->device); i++) {
        int again = find_again (self, becomes, i);
        gboolean stays = again >= 0 ? is_protected (&after, becomes, (guint) again)
                                    : is_protected (&after, self->device, i);

        self->freed[i] = before[i] && !stays;
        self->n_freed += self->freed[i];
        self->n_along += self->freed[i] && !chosen[i];
        self->n_left += stays && again >= 0;
    }
}

/* Where the mass erase takes the division of the FlexNVM away, the bits of its data flash stand for
 * more than before. What finishes a lift that was cut may divide it again: so a bit that protects
 * is right for both. */
static void
expect_erased (UlLift *self, const guint8 *chosen, const guint8 *before)
{
    const UlDevice *erased = ul_device_get_row (self->device);
    const UlRegion *region = NULL;
    guint32 address = 0;

    if (erased == self->device)
        return;
    for (guint i = 0; i < ul_device_get_n_sectors (erased); i++) {
        ul_device_get_sector (erased, i, &address, NULL, &region);
        int now = ul_device_find_sector (self->device, address);
        if (region->kind == UL_REGION_DATA_FLASH && (now < 0 || !before[now] || self->freed[now]))
            set_bits (self, erased, i);
    }
    count (self, erased, chosen, before);
}

static gboolean
check_mass_erase (const UlLift *self, const UlDevice *device, GError **error)
{
    UlFcf fcf;

    ul_fcf_decode (device, self->field, &fcf);
    if (!self->by_mass_erase || !fcf.mass_erase_disabled)
        return TRUE;
    g_set_error (error, UL_ERROR, UL_ERROR_CANNOT_LIFT,
                 _ ("The configuration field at 0x%08X says what is protected. Its own sector is "
                    "protected too, and mass erase is switched off on this chip."),
                 device->fcf_address);
    if (error == NULL)
        return FALSE;
    ul_error_set_where (*error, device->fcf_address, UL_FCF_SIZE);
    ul_error_add_detail (*error, "FSEC", "0x%02X", fcf.fsec);
    return FALSE;
}

static gboolean
check_known (const UlDevice *device, const UlProtection *protection, GError **error)
{
    if (!device->has_fcf) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                             _ ("What protects the sectors of this chip is not known"));
        return FALSE;
    }
    if (!protection->have_registers || !protection->have_fcf) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                             _ ("The protection settings of the chip were not read"));
        return FALSE;
    }
    return TRUE;
}

gboolean
ul_lift_init (UlLift *self, const UlDevice *device, const UlProtection *protection,
              const guint8 *chosen, GError **error)
{
    *self = (UlLift){ .device = device };
    if (!check_known (device, protection, error))
        return FALSE;

    g_autofree guint8 *before = list_protected (protection, device);
    int config = ul_device_find_sector (device, device->fcf_address);

    memcpy (self->field, protection->fcf, sizeof self->field);
    self->freed = g_new0 (guint8, ul_device_get_n_sectors (device));
    if (ul_device_is_ftmrx (device))
        set_ftmrx (self, device, chosen, before);
    else
        set_ftfx (self, device, chosen, before);
    count (self, device, chosen, before);
    self->by_mass_erase = self->n_freed > 0 && config >= 0 && before[config];
    if (self->by_mass_erase)
        expect_erased (self, chosen, before);
    if (check_mass_erase (self, device, error))
        return TRUE;
    ul_lift_clear (self);
    return FALSE;
}

void
ul_lift_clear (UlLift *self)
{
    g_clear_pointer (&self->freed, g_free);
}

/* --- in words --- */

static void
add (GPtrArray *lines, char *line)
{
    g_ptr_array_add (lines, line);
}

/* A run of neighbours within one region. */
static guint
find_end (const UlLift *self, guint first)
{
    const UlDevice *device = self->device;
    const UlRegion *region = NULL, *next = NULL;
    guint n = ul_device_get_n_sectors (device), last = first;

    ul_device_get_sector (device, first, NULL, NULL, &region);
    while (last + 1 < n && self->freed[last + 1]) {
        ul_device_get_sector (device, last + 1, NULL, NULL, &next);
        if (next != region)
            break;
        last++;
    }
    return last;
}

static void
describe_freed (GPtrArray *lines, const UlLift *self)
{
    const UlDevice *device = self->device;
    guint n = ul_device_get_n_sectors (device);

    for (guint i = 0; i < n; i++) {
        guint32 start = 0, end = 0, size = 0;

        if (!self->freed[i])
            continue;
        guint last = find_end (self, i), n_run = last - i + 1;
        ul_device_get_sector (device, i, &start, NULL, NULL);
        ul_device_get_sector (device, last, &end, &size, NULL);
        add (lines,
             g_strdup_printf (ngettext ("Protection ends for 0x%08X–0x%08X (%u sector).",
                                        "Protection ends for 0x%08X–0x%08X (%u sectors).", n_run),
                              start, end + (size - 1), n_run));
        i = last;
    }
}

static void
describe_along (GPtrArray *lines, const UlLift *self)
{
    if (self->n_along > 0)
        add (lines,
             g_strdup_printf (
                 ngettext ("Sectors share protection bits: %u that was not chosen is lifted "
                           "together with those that were.",
                           "Sectors share protection bits: %u that were not chosen are lifted "
                           "together with those that were.",
                           self->n_along),
                 self->n_along));
    if (self->n_left > 0)
        add (lines, g_strdup_printf (ngettext ("%u other sector stays protected.",
                                               "%u other sectors stay protected.", self->n_left),
                                     self->n_left));
}

static void
describe_way (GPtrArray *lines, const UlLift *self)
{
    const UlDevice *device = self->device;
    int sector = ul_device_find_sector (device, device->fcf_address);
    guint32 start = 0, size = 0;

    ul_device_get_sector (device, sector, &start, &size, NULL);
    if (!self->by_mass_erase) {
        add (lines, g_strdup_printf (_ ("Only sector %d (0x%08X–0x%08X) is rewritten, where the "
                                        "setting stands; its other bytes are put back."),
                                     sector, start, start + (size - 1)));
        return;
    }
    add (lines, g_strdup_printf (_ ("The setting stands in sector %d, which is protected itself. "
                                    "So everything is read and saved, the chip is erased as a "
                                    "whole, and everything is put back without the protection."),
                                 sector));
    if (device->eeprom_backup != 0)
        add (lines, g_strdup (_ ("The emulated EEPROM cannot be put back: what it holds is lost, "
                                 "and the division of the FlexNVM with it.")));
}

GStrv
ul_lift_describe (const UlLift *self)
{
    GPtrArray *lines = g_ptr_array_new ();

    if (self->n_freed > 0) {
        describe_freed (lines, self);
        describe_along (lines, self);
        describe_way (lines, self);
    }
    g_ptr_array_add (lines, NULL);
    return (GStrv) g_ptr_array_free (lines, FALSE);
}
