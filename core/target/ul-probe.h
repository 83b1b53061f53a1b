/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-batch.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
    UL_PROBE_KIND_SIMULATED,
    UL_PROBE_KIND_JLINK,
    UL_PROBE_KIND_CMSIS_DAP,
} UlProbeKind;

/** UlProbeInfo: what can be known without opening the probe */
typedef struct {
    UlProbeKind kind;
    const char *id;          /* "sim:frdm-kl25z", "jlink:801012345": what --probe takes */
    const char *name;        /* as shown: "Simulated FRDM-KL25Z", "J-Link" */
    const char *serial;      /* nullable */
    const char *location;    /* nullable: bus and port, tells equal serials apart */
    const char *device_hint; /* nullable: device soldered to it; believed of locked chips */
    const char *trouble;     /* nullable: why it cannot be used now: "no permission", translated */
    gboolean empty;          /* known to have no board: of simulated ones only */
    gboolean raw_stream;     /* SWD goes out as a blind bit stream: needs CTRL/STAT.ORUNDETECT */
} UlProbeInfo;

/** UlProbeStatus: what an open probe tells */
typedef struct {
    char firmware[128];
    int vtref_mv;         /* target supply; -1: cannot measure */
    guint speed_khz;      /* SWCLK in use; 0 before connect */
    gboolean can_power;   /* has a supply for boards, see ul_probe_set_power() */
    gboolean gives_power; /* it is on, whoever switched it on */
} UlProbeStatus;

/**
 * UlProbe:
 *
 * A debug probe. All functions but get_info() block and belong to one thread at a time: a job's.
 * Errors are %UL_ERROR_PROBE_* for the probe and %UL_ERROR_TARGET_* for the wire.
 */
#define UL_TYPE_PROBE (ul_probe_get_type ())
G_DECLARE_INTERFACE (UlProbe, ul_probe, UL, PROBE, GObject)

struct _UlProbeInterface {
    GTypeInterface parent;

    const UlProbeInfo *(*get_info) (UlProbe *self);
    gboolean (*open) (UlProbe *self, GCancellable *cancellable, GError **error);
    void (*close) (UlProbe *self);
    gboolean (*get_status) (UlProbe *self, UlProbeStatus *status, GError **error);
    gboolean (*connect_swd) (UlProbe *self, guint speed_khz, GError **error);
    gboolean (*send_bits) (UlProbe *self, const guint8 *bits, guint n_bits, GError **error);
    gboolean (*run_batch) (UlProbe *self, const UlBatch *batch, guint *n_done,
                           GCancellable *cancellable, GError **error);
    gboolean (*set_reset) (UlProbe *self, gboolean asserted, GError **error);
    gboolean (*get_reset) (UlProbe *self, gboolean *asserted, GError **error); /* NULL: cannot */
    gboolean (*set_power) (UlProbe *self, gboolean on, GError **error);        /* NULL: cannot */
    gint64 (*get_time_us) (UlProbe *self); /* NULL: the machine's monotonic clock */
    gboolean (*sleep_us) (UlProbe *self, guint64 us, GCancellable *cancellable,
                          GError **error); /* NULL: on the machine's clock */
};

const UlProbeInfo *ul_probe_get_info (UlProbe *self);
gboolean ul_probe_is_simulated (UlProbe *self);

/** ul_probe_open: Returns: %FALSE with %UL_ERROR_PROBE_PERMISSION, _BUSY, _GONE, _SILENT */
gboolean ul_probe_open (UlProbe *self, GCancellable *cancellable, GError **error);
/** ul_probe_close: releases nRESET and the probe; harmless when it is not open or was unplugged */
void ul_probe_close (UlProbe *self);
gboolean ul_probe_get_status (UlProbe *self, UlProbeStatus *status, GError **error);
/** ul_probe_connect_swd: selects SWD at the speed, or the next lower one the probe has */
gboolean ul_probe_connect_swd (UlProbe *self, guint speed_khz, GError **error);
/** ul_probe_send_bits: drives SWDIO with @bits, bit 0 of byte 0 first: line reset and its kind */
gboolean ul_probe_send_bits (UlProbe *self, const guint8 *bits, guint n_bits, GError **error);

/**
 * ul_probe_run_batch:
 * @n_done: (out) (optional): items known to have succeeded; also set on failure
 *
 * Stops at the first access that fails; later ones had no effect. Sticky flags are left as they
 * are: the debug port clears them. Honours @cancellable within 100 ms, between accesses.
 *
 * Returns: %FALSE with %UL_ERROR_TARGET_NO_ACK, _PARITY, _WAIT, _FAULT, %UL_ERROR_TARGET_TIMEOUT
 *   (a poll never matched), %UL_ERROR_PROBE_GONE, _SILENT, _FAILED or %G_IO_ERROR_CANCELLED
 */
gboolean ul_probe_run_batch (UlProbe *self, const UlBatch *batch, guint *n_done,
                             GCancellable *cancellable, GError **error);

/** ul_probe_set_reset: pulls nRESET low, or lets it go */
gboolean ul_probe_set_reset (UlProbe *self, gboolean asserted, GError **error);
/** ul_probe_get_reset: level of nRESET as the probe reads it; %FALSE with %UL_ERROR_NOT_SUPPORTED
 *   where it cannot */
gboolean ul_probe_get_reset (UlProbe *self, gboolean *asserted, GError **error);

/**
 * ul_probe_set_power: switches the probe's supply for boards, often 5 V on a pin of their own
 *
 * Only for a person who asked for it: a board with a supply of its own must not get a second one.
 * Lasts until the probe is unplugged, also when it is closed; no probe keeps it for longer.
 *
 * Returns: %FALSE with %UL_ERROR_NOT_SUPPORTED where the status says that it cannot
 */
gboolean ul_probe_set_power (UlProbe *self, gboolean on, GError **error);
/** ul_probe_refuse_power: Returns: %FALSE with %UL_ERROR_NOT_SUPPORTED, for drivers */
gboolean ul_probe_refuse_power (GError **error);

/** ul_probe_get_time_us: the clock that deadlines and timings of this probe's jobs use. The
 *   virtual clock on simulated boards. Only differences mean anything. */
gint64 ul_probe_get_time_us (UlProbe *self);
/** ul_probe_sleep_us: waits on that clock; %FALSE with %G_IO_ERROR_CANCELLED */
gboolean ul_probe_sleep_us (UlProbe *self, guint64 us, GCancellable *cancellable, GError **error);

/** UlScenario: a story that a source can play with a probe of its own; static */
typedef struct {
    const char *name;     /* "locked": stable, for the command line */
    const char *title;    /* not translated yet: "A locked chip" */
    const char *story;    /* not translated yet: what there is to see, a sentence or two */
    const char *probe_id; /* of the probe that it is played with */
} UlScenario;

/**
 * UlProbeSource:
 *
 * Finds probes. A #GListModel of #UlProbe, changed on the main thread only as probes come and go.
 * The app joins one per driver; ui and the command line see a single list.
 */
#define UL_TYPE_PROBE_SOURCE (ul_probe_source_get_type ())
G_DECLARE_INTERFACE (UlProbeSource, ul_probe_source, UL, PROBE_SOURCE, GListModel)

struct _UlProbeSourceInterface {
    GTypeInterface parent;
    void (*rescan) (UlProbeSource *self); /* NULL: finds changes by itself */
    /* NULL both: has no stories to play */
    const UlScenario *(*get_scenario) (UlProbeSource *self, guint index);
    GPtrArray *(*prepare_scenario) (UlProbeSource *self, const UlScenario *scenario,
                                    GError **error);
};

void ul_probe_source_rescan (UlProbeSource *self);

/** ul_probe_id_is_called: whether @name is the probe's @id or says less: "jlink" any of its kind,
 *   "jlink:801012345" that one at whatever place */
gboolean ul_probe_id_is_called (const char *id, const char *name);

/**
 * ul_probe_source_find:
 * @id: "jlink", "jlink:SERIAL", "sim:BOARD", ...
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_NO_PROBE, or with %UL_ERROR_USAGE when @id
 * leaves open which of several is meant: the wrong board would be worse than no board
 */
UlProbe *ul_probe_source_find (UlProbeSource *self, const char *id, GError **error);

/** ul_probe_source_get_scenario: Returns: (nullable) (transfer none): %NULL past the last one */
const UlScenario *ul_probe_source_get_scenario (UlProbeSource *self, guint index);
/**
 * ul_probe_source_prepare_scenario:
 * @scenario: one of @self
 *
 * Puts the board of the story into the state in which it begins; what the board held is lost.
 * Blocks; any thread, but not while a job runs on the board.
 *
 * Returns: (transfer full) (element-type GFile): the firmware files that belong to it, or %NULL
 *   with %UL_ERROR_PROBE_BUSY, %UL_ERROR_FILE_IO or %UL_ERROR_FILE_NOT_FOUND
 */
GPtrArray *ul_probe_source_prepare_scenario (UlProbeSource *self, const UlScenario *scenario,
                                             GError **error);

G_END_DECLS
