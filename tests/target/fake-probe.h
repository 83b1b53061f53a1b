/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-probe.h"

G_BEGIN_DECLS

/**
 * FakeProbe:
 *
 * A debug port with a MEM-AP (index 0) on some RAM and an MDM-AP (index 1), at the level of
 * batches. Everything is written down; failures come when asked for.
 */
#define FAKE_TYPE_PROBE (fake_probe_get_type ())
G_DECLARE_FINAL_TYPE (FakeProbe, fake_probe, FAKE, PROBE, GObject)

#define FAKE_RAM_START 0x20000000u
#define FAKE_RAM_SIZE  8192u

typedef struct _FakeChip FakeChip;

/** FakeAccess: one word that went over the wire */
typedef struct {
    gboolean ap, write;
    guint8 reg;     /* with the bank, for an AP register */
    guint ap_index; /* as SELECT said */
    guint32 value;
} FakeAccess;

struct _FakeProbe {
    GObject parent_instance;
    UlProbeInfo info;

    guint32 dpidr;
    guint32 power_ack; /* CTRL/STAT bits that follow a power-up request */
    gboolean dormant;  /* answers after the wake-up only */
    gboolean dead;     /* never answers */
    int vtref_mv;
    guint speed_khz;        /* as it was set last */
    guint garble_above_khz; /* faster, data arrives garbled; 0: never */
    guint n_clean;          /* ... after so many words since it was set */

    guint fail_at; /* the access, from 1, that fails; 0: none */
    guint fail_times;
    int fail_code;  /* UL_ERROR_TARGET_... */
    guint32 sticky; /* shown in CTRL/STAT after it */

    guint32 mdm_status[8]; /* shown in turn */
    guint n_mdm_status;
    guint8 ram[FAKE_RAM_SIZE];

    int open_code; /* UL_ERROR_PROBE_... that opening it fails with; -1: none */
    gboolean gone; /* unplugged: nothing works any more */
    void (*on_batch) (FakeProbe *self, gpointer data); /* (nullable): on the job's thread */
    gpointer on_batch_data;

    FakeChip *chip; /* (nullable): behind the ports instead of the RAM above; fake-chip.h */

    GArray *log; /* of FakeAccess; not with a chip */
    guint n_batches, n_sends, n_opens, n_closes;
    gboolean reset_low; /* what set_reset() was told last */
    gint64 now_us;

    /* private */
    gboolean awake;
    guint n_accesses;
    guint n_at_speed;
    guint32 select, ctrl, csw, tar, mdm_control;
};

FakeProbe *fake_probe_new (void);
void fake_probe_forget (FakeProbe *self); /* empties the log */
/** fake_probe_count: words that went to or from an AP register */
guint fake_probe_count (FakeProbe *self, guint ap_index, guint8 reg, gboolean write);

G_END_DECLS
