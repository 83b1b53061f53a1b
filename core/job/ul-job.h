/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A job while it runs; private to core/job. Everything here belongs to the worker's thread. */
#pragma once

#include "ul-backup.h"
#include "ul-flash.h"
#include "ul-worker.h"

G_BEGIN_DECLS

/** UlConfigState: what is known of the configuration field, which must not stay erased */
typedef enum {
    UL_CONFIG_UNTOUCHED,
    UL_CONFIG_AT_RISK, /* its sector may be erased */
    UL_CONFIG_WRITTEN, /* as the plan wants it */
    UL_CONFIG_SAVED,   /* FSEC 0xFE was written after a failure */
    UL_CONFIG_LOST,    /* it may be erased, and nothing could be done */
} UlConfigState;

/** UlUndivided: the chip as it still is, in a job that is planned for another division of its
 *   FlexNVM, which a mass erase or Program Partition gives it; both erase all of the FlexNVM */
typedef struct {
    const UlDevice *device; /* (nullable): %NULL: it is what the job is planned for, or has become
                               it */
    UlSectorFacts *facts;   /* owned */
    guint n_facts;
} UlUndivided;

typedef struct {
    /* what was asked for */
    UlRun *run;      /* not owned */
    UlJobSpec *spec; /* owned: unlock_first is set when the chip turns out to be locked */
    UlProbe *probe;  /* not owned; (nullable) */
    UlWorker *worker;
    UlProgress *progress; /* not owned */

    /* what was found */
    gboolean opened; /* the probe */
    UlCatchCounts caught;
    UlTarget *target;
    UlFlash *flash;
    const UlDevice *device;
    UlChip *chip;         /* owned: being made */
    char *chip_id;        /* (nullable) owned: of the single chip, once it has said so */
    gboolean open;        /* the chip is not secured */
    UlSectorFacts *facts; /* (nullable) owned: one for each sector of device */
    guint n_facts;
    UlPlan *plan;
    UlSectorFacts *before; /* (nullable) owned: facts when the plan was made */
    UlUndivided undivided; /* device and facts are those of the chip as it is going to be */
    gboolean divides;      /* that is still to be done */

    /* how far it has come */
    gboolean mute;            /* the chip has not answered at all */
    gboolean asked_for_power; /* a person was, during an unlock */
    gboolean used_flash;      /* the core is not in its program: needs a reset */
    gboolean stopped;         /* the program, as it resets the chip: it runs on at the end */
    gboolean in_doubt;        /* something was begun, and nobody saw how it ended */
    UlBackup *finisher;       /* (nullable) owned: UNPROTECT: what completes it, should it be cut */
    UlConfigState config;
    gboolean entered[UL_N_PHASES]; /* the phases so far */
    UlUnit *unit;                  /* (nullable) owned: the board, in a series */
    GError *reset_failure;         /* (nullable) owned: why the last reset failed */
    gint64 ended_us;               /* before the probe was closed, which may end its clock */
    guint64 compared;              /* bytes, of COMPARE */
    UlJobResult *result;
} UlJob;

/* --- ul-job-run.c --- */

/** ul_job_run: Returns: (transfer full): never %NULL */
UlJobResult *ul_job_run (UlRun *run, UlWorker *worker);

/* --- ul-job-end.c: its steps, in their order --- */

/** ul_job_restore: makes the chip safe and resets it. @failure: (nullable) how the job failed */
void ul_job_restore (UlJob *job, const GError *failure);
/** ul_job_let_go: after this the probe can be used by anybody, and the next job starts afresh */
void ul_job_let_go (UlJob *job);
/** ul_job_settle: makes the result complete. @error: (nullable) how the job failed */
void ul_job_settle (UlJob *job, const GError *error);

/* --- ul-job-connect.c --- */

/** ul_job_connect: opens the probe, connects, identifies, reads the protection. Fails for a chip
 *   that the job cannot work with; job->chip says why */
gboolean ul_job_connect (UlJob *job, GError **error);
/** ul_job_power: the board, where that was asked for; the probe is open (ul-job-power.c) */
gboolean ul_job_power (UlJob *job, GError **error);
/** ul_job_await: for a board at the open probe, as long as it takes (ul-job-await.c) */
gboolean ul_job_await (UlJob *job, GError **error);
/** ul_job_explain: whether @error (inout) came of a chip that keeps resetting; and the status reads
 *   of a chip that could not be looked at closer, for people to see */
void ul_job_explain (UlJob *job, GError **error);
/** ul_job_explain_end: the same for a chip that was met, when the job has ended. Returns: whether
 *   @error was changed */
gboolean ul_job_explain_end (UlJob *job, GError **error);

/* --- ul-job-lock.c --- */

/** ul_job_read_protection: again, as it is after a reset; of an open chip the id, too */
gboolean ul_job_read_protection (UlJob *job, GError **error);
/** ul_job_take_lock: has job->chip tell its lock state. Returns: %FALSE with the reason when the
 *   chip is not open */
gboolean ul_job_take_lock (UlJob *job, GError **error);
/** ul_job_check_lock: Returns: %FALSE with the reason when the chip is not open, and the job may
 * not open it */
gboolean ul_job_check_lock (UlJob *job, GError **error);

/* --- ul-job-chip-id.c --- */

/** ul_job_read_chip_id: for job->chip_id and the chip's ids; nothing to do for a chip that is
 * closed, or known already */
gboolean ul_job_read_chip_id (UlJob *job, GError **error);
/** ul_job_check_chip: Returns: %FALSE with %UL_ERROR_BACKUP_OTHER_CHIP when the job is for another
 *   single chip than the one on the board */
gboolean ul_job_check_chip (UlJob *job, GError **error);

/* --- ul-job-look.c --- */

/** ul_job_look: opens the flash and has the chip check every sector: job->facts */
gboolean ul_job_look (UlJob *job, GError **error);
/** ul_job_look_again: after a failure that leaves in doubt what was done: facts and activities as
 *   the chip itself says */
void ul_job_look_again (UlJob *job);
/** ul_job_open_flash: resets the chip into its first instruction */
gboolean ul_job_open_flash (UlJob *job, GError **error);

/* --- ul-job-facts.c --- */

/** ul_job_set_unlocked_facts: what a mass erase leaves */
void ul_job_set_unlocked_facts (UlJob *job);
/** ul_job_is_fresh_config: whether the sector of the configuration field holds FSEC 0xFE alone */
gboolean ul_job_is_fresh_config (const UlDevice *device, const UlSectorFacts *facts, guint sector);
void ul_job_set_fact (UlJob *job, guint sector, UlContent content, gboolean have_crc, guint32 crc);

/* --- ul-job-show.c: what the window sees --- */

void ul_job_log (UlJob *job, const char *format, ...) G_GNUC_PRINTF (2, 3);
gint64 ul_job_now (UlJob *job);
void ul_job_enter (UlJob *job, UlPhase phase, guint64 total);
void ul_job_advance (UlJob *job, UlPhase phase, guint64 done);
/** ul_job_show_sectors: by facts, protection and plan: queued, skipped or nothing to do */
void ul_job_show_sectors (UlJob *job);
/** ul_job_show_all: all sectors at once */
void ul_job_show_all (UlJob *job, UlActivity activity, guint8 fraction);

/* --- the kinds of jobs, once the chip is connected --- */

gboolean ul_job_do_change (UlJob *job, GError **error); /* ul-job-change.c: PROGRAM and ERASE */
gboolean ul_job_do_unlock (UlJob *job, GError **error); /* ul-job-unlock.c */
gboolean ul_job_do_verify (UlJob *job, GError **error); /* ul-job-verify.c */
gboolean ul_job_do_read (UlJob *job, GError **error);   /* ul-job-read.c */
gboolean ul_job_do_blank_check (UlJob *job, GError **error); /* ul-job-blank-check.c */
gboolean ul_job_do_unprotect (UlJob *job, GError **error);   /* ul-job-unprotect.c */

/* --- ul-job-series.c: what a board of a series gets besides --- */

/** ul_job_begin_unit: its serial number goes into job->spec->image */
gboolean ul_job_begin_unit (UlJob *job, GError **error);
/** ul_job_count_unit: after the last reset; a board that is done uses its number up. @error
 * (inout): how the job has ended so far */
void ul_job_count_unit (UlJob *job, GError **error);
/** ul_job_record_unit: when the result is complete, which may become a failure */
void ul_job_record_unit (UlJob *job);

/* --- ul-job-division.c: the FlexNVM as a mass erase leaves it, or as a backup needs it --- */

/** ul_job_become: the job is about @device, which the chip is going to be; it may be the same after
 *   a mass erase */
void ul_job_become (UlJob *job, const UlDevice *device);
/** ul_job_choose_division: before the plan, which is then for the chip as it is going to be; %FALSE
 *   with %UL_ERROR_BACKUP_DIVISION */
gboolean ul_job_choose_division (UlJob *job, GError **error);
/** ul_job_divide: where that was chosen: proven after a reset; the flash is open afterwards */
gboolean ul_job_divide (UlJob *job, GError **error);
/** ul_job_lose_division: a mass erase has made data flash of all of the FlexNVM */
void ul_job_lose_division (UlJob *job);
/** ul_job_leave_undivided: after a failure before that was done: the job is about the chip as it is
 */
void ul_job_leave_undivided (UlJob *job);

/* --- their parts --- */

/** ul_job_make_plan: job->plan, with what must be preserved read from the chip */
gboolean ul_job_make_plan (UlJob *job, GError **error);
/** ul_job_carry_out: what the plan says, unlocking first where it has to (ul-job-change.c) */
gboolean ul_job_carry_out (UlJob *job, GError **error);
/** ul_job_prove_unprotected: whether the chip, as it was read after the last reset, has let go what
 *   the plan frees; %FALSE with %UL_ERROR_FLASH_PROTECTED */
gboolean ul_job_prove_unprotected (UlJob *job, GError **error);
/** ul_job_point_to_finisher: after an UNPROTECT that was cut: its problem says how it is finished
 */
void ul_job_point_to_finisher (UlJob *job);
/** ul_job_drop_finisher: after a job that ended well: an UNPROTECT, or one that has restored such a
 *   backup */
void ul_job_drop_finisher (UlJob *job);
/** ul_job_unlock: mass erase and proof; job->facts are what it leaves */
gboolean ul_job_unlock (UlJob *job, GError **error);
/** ul_job_flash: erases, writes and checks what the plan says (ul-job-flash.c) */
gboolean ul_job_flash (UlJob *job, GError **error);
/** ul_job_audit: after that: %FALSE with %UL_ERROR_FLASH_COLLATERAL when sectors that the plan does
 *   not change are not as they were when it was made (ul-job-audit.c) */
gboolean ul_job_audit (UlJob *job, GError **error);
/** ul_job_back_up: keeps what the plan takes away (ul-job-backup.c) */
gboolean ul_job_back_up (UlJob *job, GError **error);
/** ul_job_remember: what was written is known, and need not be read again for a backup */
void ul_job_remember (UlJob *job);
/** ul_job_read_flash: in pieces, with the progress of COMPARE */
gboolean ul_job_read_flash (UlJob *job, guint32 address, guint8 *data, gsize size, GError **error);
/** ul_job_fail_verify: %FALSE with %UL_ERROR_VERIFY_MISMATCH: reads the sector of @step back to
 * name the first byte that differs; @n_differ sectors do */
gboolean ul_job_fail_verify (UlJob *job, const UlStep *step, guint n_differ, GError **error);
/** ul_job_count_read_back: Returns: bytes; 0 where nobody asked for it (ul-job-read-back.c) */
guint64 ul_job_count_read_back (UlJob *job);
/** ul_job_read_back: reads what the plan wants on the chip, and compares it. @done: bytes of VERIFY
 *   so far. Returns: as ul_job_fail_verify() */
gboolean ul_job_read_back (UlJob *job, guint64 done, GError **error);
/** ul_job_save_config: after a failure: the configuration field must not stay erased
 *   (ul-job-config.c) */
void ul_job_save_config (UlJob *job);
/** ul_job_would_lock: whether the configuration field stands erased in a chip that is still open,
 * as a job that was cut off leaves it: the next reset would lock it */
gboolean ul_job_would_lock (UlJob *job);
/** ul_job_rescue: makes the field of such a chip safe, without a reset */
gboolean ul_job_rescue (UlJob *job, GError **error);
/** ul_job_describe_state: Returns: (nullable) (transfer full): what the chip is left as, after a
 *   failure */
char *ul_job_describe_state (UlJob *job);

G_END_DECLS
