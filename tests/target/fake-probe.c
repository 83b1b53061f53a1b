/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake-probe.h"

#include "fake-chip.h"
#include "ul-error.h"

#include <string.h>

#define LINE 1024u /* the address counts up within such a line only */

static void fake_probe_init_iface (UlProbeInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeProbe, fake_probe, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE, fake_probe_init_iface))

static const UlProbeInfo *
get_info (UlProbe *probe)
{
    return &FAKE_PROBE (probe)->info;
}

static gboolean
refuse (int code, GError **error)
{
    g_set_error (error, UL_ERROR, code, "the fake was asked to fail");
    return FALSE;
}

static gboolean
open_probe (UlProbe *probe, GCancellable *cancellable, GError **error)
{
    FakeProbe *self = FAKE_PROBE (probe);

    if (self->gone || self->open_code >= 0)
        return refuse (self->gone ? UL_ERROR_PROBE_GONE : self->open_code, error);
    self->n_opens++;
    return TRUE;
}

static void
close_probe (UlProbe *probe)
{
    FAKE_PROBE (probe)->n_closes++;
}

static gboolean
get_status (UlProbe *probe, UlProbeStatus *status, GError **error)
{
    *status = (UlProbeStatus){ .vtref_mv = FAKE_PROBE (probe)->vtref_mv,
                               .speed_khz = FAKE_PROBE (probe)->speed_khz };
    return TRUE;
}

static gboolean
connect_swd (UlProbe *probe, guint speed_khz, GError **error)
{
    if (FAKE_PROBE (probe)->gone)
        return refuse (UL_ERROR_PROBE_GONE, error);
    FAKE_PROBE (probe)->speed_khz = speed_khz;
    FAKE_PROBE (probe)->n_at_speed = 0;
    return TRUE;
}

static gboolean
has_bytes (const guint8 *bits, guint n_bits, const guint8 *wanted, guint n)
{
    for (guint i = 0; i + n <= n_bits / 8; i++)
        if (memcmp (bits + i, wanted, n) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
send_bits (UlProbe *probe, const guint8 *bits, guint n_bits, GError **error)
{
    static const guint8 to_swd[] = { 0x9E, 0xE7 };
    static const guint8 alert[] = { 0x92, 0xF3, 0x09, 0x62, 0x95, 0x2D, 0x85, 0x86,
                                    0xE9, 0xAF, 0xDD, 0xE3, 0xA2, 0x0E, 0xBC, 0x19 };
    FakeProbe *self = FAKE_PROBE (probe);

    self->n_sends++;
    if (self->dormant ? has_bytes (bits, n_bits, alert, sizeof alert)
                      : has_bytes (bits, n_bits, to_swd, sizeof to_swd))
        self->awake = !self->dead;
    return TRUE;
}

/* --- registers --- */

static guint8 *
ram_at (FakeProbe *self, guint32 address)
{
    return address >= FAKE_RAM_START && address - FAKE_RAM_START <= FAKE_RAM_SIZE - 4
               ? self->ram + (address & ~3u) - FAKE_RAM_START
               : NULL;
}

static void
count_up (FakeProbe *self)
{
    guint size = 1u << (self->csw & 7);

    if ((self->csw & 0x30) != 0)
        self->tar = (self->tar & ~(LINE - 1)) | ((self->tar + size) & (LINE - 1));
}

static gboolean
access_mem (FakeProbe *self, guint8 reg, gboolean write, guint32 *value)
{
    guint32 address = reg == 0x0C ? self->tar : (self->tar & ~0xFu) + (reg - 0x10);
    guint size = reg == 0x0C ? 1u << (self->csw & 7) : 4;
    guint8 *word = ram_at (self, address);

    if (self->chip != NULL) {
        if (!fake_chip_access (self->chip, address, size, write, value))
            return FALSE;
        if (reg == 0x0C)
            count_up (self);
        return TRUE;
    }
    if (word == NULL || address % size != 0)
        return FALSE;
    if (write)
        for (guint i = address & 3; i < (address & 3) + size; i++)
            word[i] = *value >> (8 * i);
    else {
        memset (value, 0, sizeof *value);
        for (guint i = 0; i < 4; i++) /* other lanes are not to be trusted */
            *value |= (guint32) (i >= (address & 3) && i < (address & 3) + size ? word[i] : 0xEE)
                      << (8 * i);
    }
    if (reg == 0x0C)
        count_up (self);
    return TRUE;
}

static gboolean
access_mem_ap (FakeProbe *self, guint8 reg, gboolean write, guint32 *value)
{
    switch (reg) {
    case 0x00:
        if (write)
            self->csw = *value;
        else
            *value = self->csw;
        return TRUE;
    case 0x04:
        if (write)
            self->tar = *value;
        else
            *value = self->tar;
        return TRUE;
    case 0xFC:
        *value = 0x04770031;
        return TRUE;
    default:
        return access_mem (self, reg, write, value);
    }
}

static gboolean
access_mdm_ap (FakeProbe *self, guint8 reg, gboolean write, guint32 *value)
{
    if (self->chip != NULL && reg <= 0x04)
        fake_chip_mdm (self->chip, reg, write, value);
    else if (reg == 0x00 && !write)
        *value = self->mdm_status[self->n_mdm_status++ % G_N_ELEMENTS (self->mdm_status)];
    else if (reg == 0x04 && write)
        self->mdm_control = *value;
    else if (reg == 0x04)
        *value = self->mdm_control;
    else
        *value = reg != 0xFC ? 0 : self->dpidr == 0x2BA01477 ? 0x001C0000 : 0x001C0020;
    return TRUE;
}

static gboolean
access_dp (FakeProbe *self, guint8 reg, gboolean write, guint32 *value)
{
    if (write && reg == 0x0)
        self->sticky &= (*value & 0x1E) != 0 ? 0 : ~0u;
    else if (write && reg == 0x4)
        self->ctrl = *value;
    else if (write)
        self->select = *value;
    else if (reg == 0x0)
        *value = self->dpidr;
    else if (reg == 0x4)
        *value = self->ctrl | ((self->ctrl & 0x50000000) != 0 ? self->power_ack : 0) | self->sticky;
    else
        *value = 0;
    return TRUE;
}

static gboolean
access_word (FakeProbe *self, const UlBatchItem *item, gboolean write, guint32 *value)
{
    FakeAccess access = { item->ap, write, item->reg, self->select >> 24, *value };
    gboolean ok = TRUE;

    if (item->ap)
        access.reg |= self->select & 0xF0;
    if (!item->ap)
        ok = access_dp (self, item->reg, write, value);
    else if (access.ap_index == 0)
        ok = access_mem_ap (self, access.reg, write, value);
    else if (access.ap_index == 1)
        ok = access_mdm_ap (self, access.reg, write, value);
    else if (!write)
        *value = 0;
    access.value = *value;
    if (self->chip == NULL)
        g_array_append_val (self->log, access);
    self->now_us += 12;
    return ok;
}

static gboolean
one_access (FakeProbe *self, const UlBatchItem *item, gboolean write, guint32 *value,
            GError **error)
{
    self->n_accesses++;
    if (!self->awake)
        return refuse (UL_ERROR_TARGET_NO_ACK, error);
    if (self->garble_above_khz != 0 && self->speed_khz > self->garble_above_khz &&
        ++self->n_at_speed > self->n_clean)
        return refuse (UL_ERROR_TARGET_PARITY, error);
    if (self->fail_times > 0 && self->n_accesses >= self->fail_at) {
        self->fail_times--;
        self->fail_at = self->n_accesses + 1;
        return refuse (self->fail_code, error);
    }
    if (access_word (self, item, write, value))
        return TRUE;
    self->sticky |= 0x20;
    return refuse (UL_ERROR_TARGET_FAULT, error);
}

static gboolean
run_item (FakeProbe *self, const UlBatchItem *item, GError **error)
{
    const guint32 *out = ul_batch_item_out (item);
    guint32 value = 0;

    if (self->chip != NULL && self->chip->timed)
        fake_chip_run (self->chip);
    switch (item->kind) {
    case UL_BATCH_READ:
        for (guint i = 0; i < item->count; i++)
            if (!one_access (self, item, FALSE, &item->in[i], error))
                return FALSE;
        return TRUE;
    case UL_BATCH_WRITE:
        for (guint i = 0; i < item->count; i++) {
            value = out[i];
            if (!one_access (self, item, TRUE, &value, error))
                return FALSE;
        }
        return TRUE;
    case UL_BATCH_POLL:
        for (guint i = 0; i < 3; i++) {
            if (self->chip != NULL)
                fake_chip_run (self->chip);
            if (!one_access (self, item, FALSE, &value, error))
                return FALSE;
            if (item->in != NULL)
                *item->in = value;
            if ((value & item->mask) == item->match)
                return TRUE;
        }
        return refuse (UL_ERROR_TARGET_TIMEOUT, error);
    case UL_BATCH_IDLE:
        return TRUE;
    }
    return TRUE;
}

static gboolean
run_batch (UlProbe *probe, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
           GError **error)
{
    FakeProbe *self = FAKE_PROBE (probe);

    self->n_batches++;
    self->now_us += 250;
    if (self->on_batch != NULL)
        self->on_batch (self, self->on_batch_data);
    if (self->gone)
        return refuse (UL_ERROR_PROBE_GONE, error);
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
    for (*n_done = 0; *n_done < ul_batch_get_n_items (batch); ++*n_done)
        if (!run_item (self, ul_batch_get_item (batch, *n_done), error))
            return FALSE;
    if (self->chip != NULL)
        fake_chip_run (self->chip);
    return TRUE;
}

static gboolean
set_reset (UlProbe *probe, gboolean asserted, GError **error)
{
    FAKE_PROBE (probe)->reset_low = asserted;
    if (FAKE_PROBE (probe)->gone)
        return refuse (UL_ERROR_PROBE_GONE, error);
    if (FAKE_PROBE (probe)->chip != NULL)
        fake_chip_set_pin (FAKE_PROBE (probe)->chip, asserted);
    return TRUE;
}

static gint64
get_time_us (UlProbe *probe)
{
    return FAKE_PROBE (probe)->now_us;
}

static gboolean
sleep_us (UlProbe *probe, guint64 us, GCancellable *cancellable, GError **error)
{
    FAKE_PROBE (probe)->now_us += us;
    if (FAKE_PROBE (probe)->chip != NULL)
        fake_chip_run (FAKE_PROBE (probe)->chip);
    return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static void
fake_probe_init_iface (UlProbeInterface *iface)
{
    iface->get_info = get_info;
    iface->open = open_probe;
    iface->close = close_probe;
    iface->get_status = get_status;
    iface->connect_swd = connect_swd;
    iface->send_bits = send_bits;
    iface->run_batch = run_batch;
    iface->set_reset = set_reset;
    iface->get_time_us = get_time_us;
    iface->sleep_us = sleep_us;
}

static void
fake_probe_finalize (GObject *object)
{
    g_clear_pointer (&FAKE_PROBE (object)->chip, fake_chip_free);
    g_array_unref (FAKE_PROBE (object)->log);
    G_OBJECT_CLASS (fake_probe_parent_class)->finalize (object);
}

static void
fake_probe_class_init (FakeProbeClass *class)
{
    G_OBJECT_CLASS (class)->finalize = fake_probe_finalize;
}

static void
fake_probe_init (FakeProbe *self)
{
    self->info = (UlProbeInfo){ .kind = UL_PROBE_KIND_SIMULATED, .id = "fake", .name = "Fake" };
    self->log = g_array_new (FALSE, FALSE, sizeof (FakeAccess));
    self->dpidr = 0x0BC11477;
    self->power_ack = 0xA0000000;
    self->vtref_mv = 3300;
    self->open_code = -1;
    for (guint i = 0; i < G_N_ELEMENTS (self->mdm_status); i++)
        self->mdm_status[i] = 0x3A; /* ready, running, mass erase allowed */
}

FakeProbe *
fake_probe_new (void)
{
    return g_object_new (FAKE_TYPE_PROBE, NULL);
}

void
fake_probe_forget (FakeProbe *self)
{
    g_array_set_size (self->log, 0);
    self->n_batches = self->n_sends = self->n_accesses = 0;
}

guint
fake_probe_count (FakeProbe *self, guint ap_index, guint8 reg, gboolean write)
{
    guint n = 0;

    for (guint i = 0; i < self->log->len; i++) {
        const FakeAccess *access = &g_array_index (self->log, FakeAccess, i);

        n += access->ap && access->ap_index == ap_index && access->reg == reg &&
             access->write == write;
    }
    return n;
}
