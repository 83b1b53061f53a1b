/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-sim-board.h"

#include "ul-error.h"
#include "ul-protection.h"
#include "ul-sim-store.h"

#include <glib/gi18n.h>
#include <string.h>
#include <zlib.h>

#define LOWEST_SUPPLY_MV 1710 /* of the chips on these boards */
#define REGULATOR_MV     3300 /* what these boards make of 5 V */

struct _UlSimBoard {
    const UlSimBoardKind *kind;
    UlSimChip *chip;
    UlSimWire *wire;
    UlSimBoardFaults faults;
    gboolean powered;  /* by the probe */
    UlSimStore *store; /* (nullable): %NULL: kept nowhere */
    guint32 kept_crc;  /* of the flash, as it was kept last */
    gboolean kept;     /* nothing else has changed since */
};

static const UlSimBoardKind kinds[] = {
    { "frdm-kl25z", "FRDM-KL25Z", "MKL25Z128xxx4" },
    { "frdm-k64f", "FRDM-K64F", "MK64FN1M0xxx12" },
    { "frdm-ke02z", "FRDM-KE02Z40M", "MKE02Z64xxx4" },
    { "frdm-ke04z", "FRDM-KE04Z", "MKE04Z8xxx4" },
    { "frdm-ke06z", "FRDM-KE06Z", "MKE06Z128xxx4" },
    { "frdm-k22f", "FRDM-K22F", "MK22FN512xxx12" },
    { "twr-kv31f", "TWR-KV31F120M", "MKV31F512xxx12" },
    { "twr-kv58f", "TWR-KV58F220M", "MKV58F1M0xxx24" },
    { "k20dx256", "K20DX256", "MK20DX256xxx7" },
    { "s32k144evb", "S32K144EVB", "S32K144" },
    { "efm32g", "EFM32G Starter Kit", "EFM32G890F128" },
    { "lm3s", "LM3S6965 Evaluation Board", "LM3S6965" },
};

const UlSimBoardKind *
ul_sim_board_get_kinds (guint *n_kinds)
{
    *n_kinds = G_N_ELEMENTS (kinds);
    return kinds;
}

const UlSimBoardKind *
ul_sim_board_find_kind (const char *name)
{
    for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
        if (strcmp (kinds[i].name, name) == 0)
            return &kinds[i];
    return NULL;
}

/* --- what a board has in its flash --- */

/* Regions are kept one after the other. */
static guint8 *
find_cells (const UlDevice *device, guint32 address, gsize size, guint8 *flash)
{
    for (guint i = 0; i < device->n_regions; flash += device->regions[i++].size) {
        const UlRegion *region = &device->regions[i];

        if (address >= region->start && address - region->start < region->size &&
            size <= region->size - (address - region->start))
            return flash + (address - region->start);
    }
    return NULL;
}

static gboolean
put_image (const UlDevice *device, UlImage *image, guint8 *flash, GError **error)
{
    for (guint i = 0; i < ul_image_get_n_segments (image); i++) {
        const UlSegment *segment = ul_image_get_segment (image, i);
        guint8 *cells = find_cells (device, segment->address, segment->size, flash);

        if (cells == NULL) {
            g_set_error (error, UL_ERROR, UL_ERROR_IMAGE_DOES_NOT_FIT,
                         _ ("The file has bytes at 0x%08X, outside the flash of the %s"),
                         segment->address, device->name);
            return FALSE;
        }
        memcpy (cells, segment->data, segment->size);
    }
    return TRUE;
}

static gboolean
names_field (const UlSimBoardState *state)
{
    return state->have_fprot || state->fsec >= 0 || state->fopt >= 0;
}

static gboolean
put_field (const UlDevice *device, const UlSimBoardState *state, guint8 *flash, GError **error)
{
    guint8 *field = flash + (device->fcf_address - device->regions[0].start);
    guint fsec = ul_fcf_get_fsec_index (device);

    if (!device->has_fcf && names_field (state)) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("The %s has no configuration field in its flash"), device->name);
        return FALSE;
    }
    if (state->have_fprot && ul_device_is_ftmrx (device))
        field[fsec - 1] = state->fprot & 0xFF;
    else if (state->have_fprot)
        for (guint i = 0; i < 4; i++)
            field[fsec - 4 + i] = state->fprot >> (8 * i) & 0xFF;
    if (state->fsec >= 0)
        field[fsec] = state->fsec;
    if (state->fopt >= 0)
        field[fsec + 1] = state->fopt;
    return TRUE;
}

static gboolean
make_flash (const UlDevice *device, const UlSimBoardState *state, guint8 *flash, GError **error)
{
    ul_sim_chip_deliver (device, flash);
    if (state->image != NULL && !put_image (device, state->image, flash, error))
        return FALSE;
    if (state->locked)
        ul_sim_chip_lock (device, flash);
    return put_field (device, state, flash, error);
}

void
ul_sim_board_state_init (UlSimBoardState *state)
{
    *state = (UlSimBoardState){ .fsec = -1, .fopt = -1 };
}

static UlSimStore *
open_store (const UlSimBoardKind *kind, const UlDevice *device, GError **error)
{
    return ul_sim_store_open (kind->name, device->name, ul_sim_chip_get_storage_size (device),
                              error);
}

/* The board in the file, unless it is to be another one. */
static guint64
find_serial (UlSimStore *store, const UlDevice *device, gboolean new_chip)
{
    g_autofree guint8 *flash = g_malloc (ul_sim_chip_get_storage_size (device));
    g_auto (GStrv) words = NULL;
    guint64 serial = 0;

    ul_sim_store_load (store, flash, &serial, &words, NULL);
    return new_chip ? (guint64) g_random_int () << 32 | g_random_int () : serial;
}

gboolean
ul_sim_board_reset (const UlSimBoardKind *kind, const UlSimBoardState *state, GError **error)
{
    const UlDevice *device = ul_devices_find (kind->device);
    g_autofree guint8 *flash = g_malloc (ul_sim_chip_get_storage_size (device));
    g_auto (GStrv) words = NULL;
    g_autoptr (UlSimStore) store = NULL;
    UlSimBoardFaults none;

    ul_sim_board_faults_init (&none);
    words = ul_sim_board_faults_to_words (state->faults != NULL ? state->faults : &none);
    if (!make_flash (device, state, flash, error))
        return FALSE;
    store = open_store (kind, device, error);
    return store != NULL &&
           ul_sim_store_save (store, flash, find_serial (store, device, state->new_chip),
                              (const char *const *) words, error) &&
           ul_sim_store_set_mark (kind->name, FALSE, error);
}

/* --- a board in use --- */

UlSimBoard *
ul_sim_board_new (const UlSimBoardKind *kind)
{
    UlSimBoard *self = g_new0 (UlSimBoard, 1);

    self->kind = kind;
    self->chip = ul_sim_chip_new (ul_devices_find (kind->device));
    self->wire = ul_sim_wire_new (self->chip);
    ul_sim_board_faults_init (&self->faults);
    return self;
}

static guint8 *
get_flash (UlSimBoard *self)
{
    gsize size = 0;

    return ul_sim_chip_get_flash (self->chip, &size);
}

static guint32
get_crc (UlSimBoard *self)
{
    const UlDevice *device = ul_sim_chip_get_device (self->chip);

    return crc32 (0, get_flash (self), ul_sim_chip_get_storage_size (device));
}

static void
note_kept (UlSimBoard *self)
{
    self->kept_crc = get_crc (self);
    self->kept = TRUE;
}

static void
take_faults (UlSimBoard *self, char **words)
{
    UlSimBoardFaults faults;

    ul_sim_board_faults_init (&faults);
    for (guint i = 0; words[i] != NULL; i++) {
        g_autoptr (GError) error = NULL;

        if (!ul_sim_board_faults_parse (&faults, words[i], &error))
            g_warning ("%s: %s", self->kind->name, error->message);
    }
    ul_sim_board_set_faults (self, &faults);
}

/* Whatever is in the file, there is a board afterwards. */
static gboolean
load (UlSimBoard *self, GError **error)
{
    g_autoptr (GError) local = NULL;
    g_auto (GStrv) words = NULL;
    guint64 serial = 0;
    gboolean loaded = ul_sim_store_load (self->store, get_flash (self), &serial, &words, &local);

    ul_sim_chip_set_serial (self->chip, serial);
    if (loaded) {
        ul_sim_chip_flash_changed (self->chip);
        take_faults (self, words);
    } else if (g_error_matches (local, UL_ERROR, UL_ERROR_IMAGE_FORMAT))
        g_warning (_ ("%s. The simulated board starts as delivered."), local->message);
    else if (!g_error_matches (local, UL_ERROR, UL_ERROR_FILE_NOT_FOUND)) {
        note_kept (self);
        g_propagate_error (error, g_steal_pointer (&local));
        return FALSE;
    }
    note_kept (self);
    return TRUE;
}

UlSimBoard *
ul_sim_board_open (const UlSimBoardKind *kind, GError **error)
{
    g_autoptr (UlSimStore) store = NULL;
    g_autoptr (UlSimBoard) self = NULL;

    store = open_store (kind, ul_devices_find (kind->device), error);
    if (store == NULL)
        return NULL;
    self = ul_sim_board_new (kind);
    self->store = g_steal_pointer (&store);
    return load (self, error) ? g_steal_pointer (&self) : NULL;
}

gboolean
ul_sim_board_keep (UlSimBoard *self, GError **error)
{
    g_auto (GStrv) words = NULL;

    if (self->store == NULL || (self->kept && get_crc (self) == self->kept_crc))
        return TRUE;
    words = ul_sim_board_faults_to_words (&self->faults);
    if (!ul_sim_store_save (self->store, get_flash (self), ul_sim_chip_get_serial (self->chip),
                            (const char *const *) words, error))
        return FALSE;
    note_kept (self);
    return TRUE;
}

void
ul_sim_board_close (UlSimBoard *self)
{
    g_autoptr (GError) error = NULL;

    if (!ul_sim_board_keep (self, &error))
        g_warning (_ ("The simulated board could not be kept: %s"), error->message);
    ul_sim_wire_free (self->wire);
    ul_sim_chip_free (self->chip);
    g_clear_pointer (&self->store, ul_sim_store_close);
    g_free (self);
}

/* --- a board that is not there for a while --- */

gboolean
ul_sim_board_set_away (const UlSimBoardKind *kind, gboolean away, GError **error)
{
    return ul_sim_store_set_mark (kind->name, away, error);
}

gboolean
ul_sim_board_is_away (const UlSimBoardKind *kind)
{
    return ul_sim_store_has_mark (kind->name);
}

/* Its power fails first: what the flash was busy with stays half done. */
void
ul_sim_board_take_away (UlSimBoard *self)
{
    UlSimBoardFaults gone = self->faults;
    g_autoptr (GError) error = NULL;

    ul_sim_wire_settle (self->wire);
    ul_sim_chip_set_power (self->chip, FALSE);
    if (!ul_sim_board_keep (self, &error))
        g_warning (_ ("The simulated board could not be kept: %s"), error->message);
    g_clear_pointer (&self->store, ul_sim_store_close);
    gone.vtref_mv = 0;
    gone.wire.dead = TRUE;
    ul_sim_board_set_faults (self, &gone);
}

const UlSimBoardKind *
ul_sim_board_get_kind (UlSimBoard *self)
{
    return self->kind;
}

UlSimChip *
ul_sim_board_get_chip (UlSimBoard *self)
{
    return self->chip;
}

UlSimWire *
ul_sim_board_get_wire (UlSimBoard *self)
{
    return self->wire;
}

const UlSimBoardFaults *
ul_sim_board_get_faults (UlSimBoard *self)
{
    return &self->faults;
}

int
ul_sim_board_get_vtref_mv (UlSimBoard *self)
{
    return self->powered ? MAX (self->faults.vtref_mv, REGULATOR_MV) : self->faults.vtref_mv;
}

static void
update_supply (UlSimBoard *self)
{
    gboolean powered = ul_sim_board_get_vtref_mv (self) >= LOWEST_SUPPLY_MV;

    if (powered != ul_sim_chip_get_power (self->chip))
        ul_sim_chip_set_power (self->chip, powered);
}

void
ul_sim_board_set_powered (UlSimBoard *self, gboolean powered)
{
    self->powered = powered;
    update_supply (self);
}

void
ul_sim_board_set_faults (UlSimBoard *self, const UlSimBoardFaults *faults)
{
    self->faults = *faults;
    self->kept = FALSE;
    ul_sim_chip_set_faults (self->chip, &faults->chip);
    ul_sim_wire_set_faults (self->wire, &faults->wire);
    update_supply (self);
}
