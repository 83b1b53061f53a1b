/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which chip is it? By core, SDID and flash size, against the rows of the device table. */
#include "ul-aap.h"
#include "ul-target-private.h"

#include "ul-error.h"
#include "ul-fcfg.h"

#include <glib/gi18n.h>
#include <string.h>

#define CPUID     0xE000ED00u
#define SIM_SDID  0x40048024u
#define SIM_SRSID 0x40048000u
#define SIM_FCFG1 0x4004804Cu
#define SIM_FCFG2 0x40048050u

/* Where families keep their identification; the first row whose prefix fits. KE0x and KEA call the
 * register SRSID; what is at the usual place of others, the divider of the bus clock, is no sign of
 * anything. Source: the SIM chapters of the reference manuals. */
static const struct {
    const char *family;
    guint32 address;
    gboolean has_fcfg;  /* flash size registers at their usual place */
    guint depart_shift; /* of DEPART in FCFG1 */
} id_places[] = {
    { "KE0", SIM_SRSID, FALSE, 0 },  { "KEA", SIM_SRSID, FALSE, 0 },
    { "KM", 0x4003F024, FALSE, 0 },  { "KL28", 0x40075024, FALSE, 0 },
    { "S32K", SIM_SDID, FALSE, 12 }, { "K", SIM_SDID, TRUE, 8 },
};

static guint
find_place (const UlDevice *device)
{
    const char *family = ul_device_get_kin (device)->family;

    for (guint i = 0; i < G_N_ELEMENTS (id_places); i++)
        if (g_str_has_prefix (family, id_places[i].family))
            return i;
    return G_N_ELEMENTS (id_places);
}

static UlCore
core_of_cpuid (guint32 cpuid)
{
    switch ((cpuid >> 4) & 0xFFF) {
    case 0xC20:
        return UL_CORE_M0;
    case 0xC60:
        return UL_CORE_M0PLUS;
    case 0xC23:
        return UL_CORE_M3;
    case 0xC24:
        return UL_CORE_M4;
    case 0xC27:
        return UL_CORE_M7;
    case 0xD20:
        return UL_CORE_M23;
    case 0xD21:
        return UL_CORE_M33;
    default:
        return UL_CORE_UNKNOWN;
    }
}

static gboolean
core_fits (const UlDevice *device, UlCore core)
{
    return core == UL_CORE_UNKNOWN || device->core == UL_CORE_UNKNOWN || device->core == core;
}

/* Early K64 report sub-family 2 instead of 4 (erratum), K63 1 instead of 3. */
static gboolean
sdid_fits (const UlDevice *device, guint32 sdid)
{
    static const struct {
        guint32 tabled, also;
    } errata[] = { { 0x62000000, 0x64000000 }, { 0x61000000, 0x63000000 } };

    if ((sdid & device->sdid_mask) == device->sdid_value)
        return TRUE;
    for (guint i = 0; i < G_N_ELEMENTS (errata); i++)
        if (device->sdid_value == errata[i].tabled && (sdid & device->sdid_mask) == errata[i].also)
            return TRUE;
    return FALSE;
}

/* As the table has it. */
static guint32
data_flash_size (const UlDevice *device)
{
    const UlDevice *row = device->row != NULL ? device->row : device;

    for (guint i = 0; i < row->n_regions; i++)
        if (row->regions[i].kind == UL_REGION_DATA_FLASH)
            return row->regions[i].size;
    return 0;
}

static gboolean
size_fits (const UlDevice *device, guint32 size)
{
    return size == 0 || ul_device_get_flash_size (device) == size;
}

/* The register's content; 0 when the chip has nothing there. */
static gboolean
read_or_zero (UlTarget *self, guint32 address, guint32 *value, GError **error)
{
    g_autoptr (GError) local = NULL;

    *value = 0;
    if (ul_target_read32 (self, address, value, &local) ||
        g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT))
        return TRUE;
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* All in one flush; where one address does not exist on this chip, one by one. */
static gboolean
read_usual_ids (UlTarget *self, GError **error)
{
    UlTargetIds *ids = &self->ids;
    g_autoptr (GError) local = NULL;

    ul_mem_ap_queue_read (&self->ahb, CPUID, &ids->cpuid, 1);
    ul_mem_ap_queue_read (&self->ahb, SIM_SDID, &ids->sdid, 1);
    ul_mem_ap_queue_read (&self->ahb, SIM_FCFG1, &ids->fcfg1, 1);
    ul_mem_ap_queue_read (&self->ahb, SIM_FCFG2, &ids->fcfg2, 1);
    if (ul_debug_port_flush (self->port, &local))
        return TRUE;
    if (!g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_FAULT)) {
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    return ul_target_read32 (self, CPUID, &ids->cpuid, error) &&
           read_or_zero (self, SIM_SDID, &ids->sdid, error) &&
           read_or_zero (self, SIM_FCFG1, &ids->fcfg1, error) &&
           read_or_zero (self, SIM_FCFG2, &ids->fcfg2, error);
}

static gboolean
is_place_of (const UlDevice *device, guint place)
{
    guint own = find_place (device);

    return own < G_N_ELEMENTS (id_places) && id_places[own].address == id_places[place].address &&
           id_places[own].has_fcfg == id_places[place].has_fcfg;
}

#define EESIZE 16 /* in FCFG1: the size of emulated EEPROM */

typedef struct {
    guint place;
    UlCore core;
    guint32 sdid;
    guint32 size; /* of the program flash; 0: not known */
    guint32 fcfg1, fcfg2;
} Found;

static guint32
found_nvm_size (const UlDevice *device, const Found *found)
{
    /* S32K1 do not say: each has one size only. */
    if (!id_places[found->place].has_fcfg)
        return data_flash_size (device);
    return ul_fcfg_get_nvm_size (found->fcfg1, found->fcfg2, device->regions[0].sector_size);
}

static gboolean
fits (const UlDevice *device, const Found *found)
{
    return device->sdid_mask != 0 && is_place_of (device, found->place) &&
           core_fits (device, found->core) && sdid_fits (device, found->sdid) &&
           size_fits (device, found->size);
}

static gboolean
same_layout (const UlDevice *a, const UlDevice *b)
{
    return a->controller == b->controller && a->n_regions == b->n_regions &&
           memcmp (a->regions, b->regions, sizeof a->regions) == 0 &&
           a->ram_start == b->ram_start && a->ram_size == b->ram_size;
}

/* @described: among the chips of files, not the built-in ones. @strict: its FlexNVM is of the size
 * found as well. */
static const UlDevice *
find_fitting (const Found *found, gboolean described, gboolean strict, gboolean *unique)
{
    const UlDevice *best = NULL;
    guint n = 0;
    const UlDevice *const *all = ul_devices_get_all (&n);

    *unique = TRUE;
    for (guint i = 0; i < n; i++) {
        if ((all[i]->described_in != NULL) != described || !fits (all[i], found) ||
            (strict && data_flash_size (all[i]) != found_nvm_size (all[i], found)))
            continue;
        if (best == NULL)
            best = all[i];
        else if (!same_layout (best, all[i]))
            *unique = FALSE;
    }
    return best;
}

/* The row of the table for what was found; %NULL when none fits. @unique is FALSE when rows of
 * different memories fit. The table is not sure of some sizes of FlexNVM. What a file describes is
 * found only where no built-in row fits: it is never taken for one of those. */
static const UlDevice *
find_row (const Found *found, gboolean *unique)
{
    const UlDevice *row = NULL;

    for (guint i = 0; i < 4 && row == NULL; i++)
        row = find_fitting (found, i >= 2, i % 2 == 0, unique);
    return row;
}

/* As the chip has divided its FlexNVM. */
static gboolean
divide (UlTarget *self, const UlDevice *row, const Found *found, const UlDevice **device,
        GError **error)
{
    guint shift =
        found->place < G_N_ELEMENTS (id_places) ? id_places[found->place].depart_shift : 0;
    guint32 nvm_size = 0, eeprom_size = 0;

    *device = row;
    self->ids.division.known = FALSE;
    if (shift != 0 && data_flash_size (row) != 0 && found->fcfg1 != 0 && found->fcfg1 != 0xFFFFFFFF)
        nvm_size = found_nvm_size (row, found);
    if (nvm_size == 0)
        return TRUE; /* none, or against the table: there is nothing to go by */
    self->ids.division = (UlDivision){ .known = TRUE,
                                       .eeprom = found->fcfg1 >> EESIZE & 0xF,
                                       .depart = found->fcfg1 >> shift & 0xF };
    if (!ul_target_read_eeprom_size (self, self->ids.division.eeprom, &eeprom_size, error))
        return FALSE;
    *device = ul_device_divide (
        row, nvm_size, ul_fcfg_get_backup (self->ids.division.depart, nvm_size), eeprom_size);
    return TRUE;
}

static gboolean
read_found (UlTarget *self, guint place, Found *found, GError **error)
{
    UlTargetIds *ids = &self->ids;
    guint32 sdid = ids->sdid;

    if (id_places[place].address != SIM_SDID &&
        !read_or_zero (self, id_places[place].address, &sdid, error))
        return FALSE;
    *found = (Found){ .place = place,
                      .core = core_of_cpuid (ids->cpuid),
                      .sdid = sdid,
                      .fcfg1 = ids->fcfg1,
                      .fcfg2 = ids->fcfg2 };
    if (id_places[place].has_fcfg)
        found->size = ul_fcfg_get_flash_size (ids->fcfg1, ids->fcfg2, found->core == UL_CORE_M7);
    return TRUE;
}

/* Tries every place in which some family identifies itself. */
static gboolean
find_any (UlTarget *self, Found *found, const UlDevice **device, gboolean *unique, GError **error)
{
    *device = NULL;
    for (guint i = G_N_ELEMENTS (id_places); i-- > 0 && *device == NULL;) {
        if (!read_found (self, i, found, error))
            return FALSE;
        *device = found->sdid != 0 ? find_row (found, unique) : NULL;
    }
    return *device != NULL || ul_target_find_other (self, NULL, device, error);
}

static void
add_id_details (UlTarget *self, GError *error)
{
    ul_error_add_detail (error, "DPIDR", "0x%08X", self->ids.dpidr);
    ul_error_add_detail (error, "CPUID", "0x%08X", self->ids.cpuid);
    ul_error_add_detail (error, "SDID", "0x%08X", self->ids.sdid);
    ul_error_add_detail (error, "FCFG1", "0x%08X", self->ids.fcfg1);
    ul_error_add_detail (error, "FCFG2", "0x%08X", self->ids.fcfg2);
}

/* Some chips do not tell which one of their family they are. */
static char *
describe_wrong_chip (UlTarget *self, const UlDevice *expected, const UlDevice *found,
                     gboolean unique)
{
    g_autofree char *chosen = ul_device_get_label (expected);

    if (found == NULL)
        return g_strdup_printf (_ ("The chip on the board is another one (CPUID 0x%08X, SDID "
                                   "0x%08X), but %s was chosen"),
                                self->ids.cpuid, self->ids.sdid, chosen);
    if (!unique) /* Translators: the first %s is a family of chips: "KE02" */
        return g_strdup_printf (_ ("The chip on the board is a %s, but %s was chosen"),
                                found->family, chosen);
    g_autofree char *actual = ul_device_get_label (found);
    return g_strdup_printf (_ ("The chip on the board is %s, but %s was chosen"), actual, chosen);
}

static gboolean
set_wrong_chip (UlTarget *self, const UlDevice *expected, const UlDevice *found, gboolean unique,
                GError **error)
{
    g_autofree char *message = describe_wrong_chip (self, expected, found, unique);
    g_autoptr (GError) local = g_error_new_literal (UL_ERROR, UL_ERROR_TARGET_WRONG_CHIP, message);

    add_id_details (self, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static gboolean
is_told_elsewhere (const UlDevice *device)
{
    return device->sdid_mask != 0 && device->unlock_method != UL_UNLOCK_METHOD_MDM;
}

static gboolean
identify_other (UlTarget *self, const UlDevice *expected, GError **error)
{
    const UlDevice *found = NULL;

    if (!ul_target_find_other (self, expected, &found, error))
        return FALSE;
    return found == expected || set_wrong_chip (self, expected, found, TRUE, error);
}

static gboolean
identify_expected (UlTarget *self, const UlDevice *expected, const UlDevice **device,
                   GError **error)
{
    guint place = find_place (expected);
    Found found = { .place = place, .core = core_of_cpuid (self->ids.cpuid) };
    const UlDevice *other = NULL;
    gboolean unique;

    if (place < G_N_ELEMENTS (id_places) && !read_found (self, place, &found, error))
        return FALSE;
    if (is_told_elsewhere (expected))
        return identify_other (self, expected, error);
    if (core_fits (expected, found.core) && size_fits (expected, found.size) &&
        (expected->sdid_mask == 0 || sdid_fits (expected, found.sdid))) {
        if (place < G_N_ELEMENTS (id_places))
            self->ids.sdid = found.sdid;
        return divide (self, expected, &found, device, error);
    }
    if (!find_any (self, &found, &other, &unique, error))
        return FALSE;
    self->ids.sdid = found.sdid;
    return set_wrong_chip (self, expected, other, unique, error);
}

static gboolean
identify_unknown (UlTarget *self, const UlDevice **device, GError **error)
{
    gboolean unique = TRUE;
    const UlDevice *row = NULL;
    Found found;

    if (!find_any (self, &found, &row, &unique, error))
        return FALSE;
    if (row != NULL && unique) {
        if (found.sdid != 0)
            self->ids.sdid = found.sdid;
        return divide (self, row, &found, device, error);
    }
    g_autoptr (GError) local =
        row == NULL ? g_error_new (UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP,
                                   _ ("The chip on the board is not in the device table"))
                    : g_error_new (UL_ERROR, UL_ERROR_TARGET_UNKNOWN_CHIP,
                                   _ ("The chip could be %s or a relative of other memory size"),
                                   row->name);
    add_id_details (self, local);
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

/* A closed chip shows only its ports: enough to refuse a device of another core. */
static gboolean
identify_closed (UlTarget *self, const UlDevice *expected, UlLockState state, GError **error)
{
    guint32 kind = self->ids.mdm_idr & 0xF0;
    gboolean small = expected != NULL && expected->core == UL_CORE_M0PLUS;

    if (expected == NULL && state == UL_LOCK_RESETTING) {
        g_set_error (error, UL_ERROR, UL_ERROR_TARGET_RESETTING,
                     _ ("The chip keeps resetting and does not show what it is: its flash was "
                        "ready in %u of %u checks"),
                     self->samples.ready, self->samples.n);
        return FALSE;
    }
    if (expected == NULL && state == UL_LOCK_SECURED_FOREVER && kind == 0x20) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_CHIP_LOCK_UNCLEAR,
                             _ ("The chip is secured and hides what it is. Whether it can be "
                                "unlocked depends on its family: KE0x and KEA chips can, others "
                                "that say the same cannot. Choose the device"));
        return FALSE;
    }
    if (expected == NULL) {
        g_set_error_literal (error, UL_ERROR,
                             state == UL_LOCK_SECURED           ? UL_ERROR_CHIP_LOCKED
                             : state == UL_LOCK_SECURED_FOREVER ? UL_ERROR_CHIP_LOCKED_FOREVER
                                                                : UL_ERROR_CHIP_LOCK_UNCLEAR,
                             _ ("The chip hides what it is: choose the device"));
        return FALSE;
    }
    if ((self->ids.dpidr == 0x0BC11477 && !small) || (kind == 0x00 && small) ||
        (kind == 0x20 && !small))
        return set_wrong_chip (self, expected, NULL, TRUE, error);
    return TRUE;
}

/* An AAP says no more than what it is. */
static gboolean
identify_by_aap (UlTarget *self, const UlDevice *expected, GError **error)
{
    if (expected == NULL) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_CHIP_LOCKED,
                             _ ("It is a locked EFM32 that hides which one: choose the device"));
        return FALSE;
    }
    return expected->unlock_method == UL_UNLOCK_METHOD_AAP ||
           set_wrong_chip (self, expected, NULL, TRUE, error);
}

/* Not even an AAP: there is nothing that could be asked. */
static gboolean
identify_without_ports (const UlDevice *expected, GError **error)
{
    if (expected != NULL && expected->unlock_method == UL_UNLOCK_METHOD_AAP)
        return TRUE;
    g_set_error_literal (error, UL_ERROR, UL_ERROR_CHIP_LOCK_UNCLEAR,
                         _ ("The chip answers, but shows none of its access ports"));
    return FALSE;
}

gboolean
ul_target_identify (UlTarget *self, const UlDevice *expected, const UlDevice **device,
                    GError **error)
{
    UlLockState state = ul_lock_judge (&self->samples, ul_device_has_mass_erase_bit (expected));

    *device = expected;
    if (ul_aap_is_idr (self->ids.ahb_idr))
        return identify_by_aap (self, expected, error);
    if (self->ids.ahb_idr == 0 && self->mdm.idr == 0)
        return identify_without_ports (expected, error);
    if (!ul_target_bus_is_open (self))
        return identify_closed (self, expected, state, error);
    if (!read_usual_ids (self, error)) {
        g_prefix_error (error, _ ("Identifying the chip: "));
        return FALSE;
    }
    return expected != NULL ? identify_expected (self, expected, device, error)
                            : identify_unknown (self, device, error);
}
