/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-config-table.h"
#include "ul-device.h"
#include "ul-division.h"
#include "ul-image.h"
#include "ul-lift.h"
#include "ul-protection.h"
#include "ul-series.h"

G_BEGIN_DECLS

typedef enum {
    UL_JOB_CONNECT, /* look at the chip: identify, protection, contents */
    UL_JOB_UNLOCK,
    UL_JOB_ERASE,
    UL_JOB_PROGRAM,
    UL_JOB_VERIFY,
    UL_JOB_READ,
    UL_JOB_BLANK_CHECK, /* whether everything in the scope is erased */
    UL_JOB_UNPROTECT,   /* frees sectors of their write protection and keeps all else */
} UlJobKind;

typedef enum {
    UL_SCOPE_NEEDED,  /* the sectors that the image needs; their other bytes are preserved.
                         UNPROTECT: everything that is protected, as with ALL */
    UL_SCOPE_RANGE,   /* erase the sectors of a range as well, whole; ERASE: these alone */
    UL_SCOPE_ALL,     /* erase everything else as well */
    UL_SCOPE_SECTORS, /* the job is about the chosen sectors alone; of the image: what lies there */
} UlScope;

typedef enum {
    UL_LOCK_BYTES_ASK,     /* an image that would lock the chip stops with %UL_ERROR_WOULD_LOCK, one
                              that might with %UL_ERROR_MIGHT_LOCK_FOREVER */
    UL_LOCK_BYTES_AS_FILE, /* confirmed: write what the file says */
    UL_LOCK_BYTES_KEEP_UNLOCKED, /* write FSEC 0xFE instead; MEEN 11b where only that is at risk */
} UlLockBytes;

/** UlAwait: for whom a job waits before it begins */
typedef enum {
    UL_AWAIT_NOBODY,
    UL_AWAIT_BOARD, /* until there is a board */
    UL_AWAIT_NEXT,  /* the same, after the present one has gone: it was done already */
} UlAwait;

/** UlJobSpec: what a person asks for */
typedef struct {
    UlJobKind kind;
    UlImage *image; /* PROGRAM, VERIFY; (nullable) otherwise */
    UlScope scope;
    guint32 range_start; /* ERASE, READ, BLANK_CHECK, UNPROTECT and UL_SCOPE_RANGE */
    guint32 range_size;
    guint8 *sectors; /* (nullable) owned: UL_SCOPE_SECTORS: n_sectors, 1 for each that is chosen */
    guint n_sectors;
    gboolean unlock_first;     /* PROGRAM: unlock (mass erase) before; confirmed by the person */
    gboolean patient;          /* a mass erase gets a minute more than it should need */
    gboolean unlock_if_locked; /* PROGRAM, ERASE: only when certainly locked; profile setting */
    gboolean skip_protected;   /* leave protected sectors out instead of failing */
    UlLockBytes lock_bytes;
    char *only_chip; /* PROGRAM (nullable) owned: id of the single chip that it is for; any other
                        one is refused. A chip that cannot tell is taken for the right one */
    char *backup;    /* PROGRAM (nullable) owned: id of the backup that the image is of */
    UlDivision division; /* PROGRAM: of the FlexNVM that the image is for; a chip that has not been
                            given one gets it first, one that has another is refused */
    gboolean lock_forever_confirmed; /* the typed confirmation was given */
    gboolean no_verify;
    gboolean read_back; /* PROGRAM, VERIFY: every byte is read as well, not the checksums alone */
    gboolean no_backup; /* what the job takes away need not be kept; confirmed by the person */
    gboolean quiet;   /* READ: a look in passing: nothing of it is logged or shown, and the session
                         does not count as busy */
    UlSeries *series; /* (nullable) owned: PROGRAM: the board is one of it; @image has some serial
                         number where it gives any, and the job puts in that of the board */
    UlAwait await;    /* CONNECT */
    GPtrArray *files; /* (nullable) owned: of UlImage: what the image was made of, for records */
    gboolean halt_after; /* leave the core halted instead of letting the program run */
} UlJobSpec;

UlJobSpec *ul_job_spec_new (UlJobKind kind);
UlJobSpec *ul_job_spec_copy (const UlJobSpec *spec);
/** ul_job_spec_set_sectors: sets the scope as well; copies @sectors */
void ul_job_spec_set_sectors (UlJobSpec *spec, const guint8 *sectors, guint n_sectors);
/** ul_job_spec_has_sector: Returns: whether UL_SCOPE_SECTORS has chosen it */
gboolean ul_job_spec_has_sector (const UlJobSpec *spec, guint sector);
void ul_job_spec_free (UlJobSpec *spec);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlJobSpec, ul_job_spec_free)

typedef enum {
    UL_STEP_NONE,    /* outside the job, or only looked at: all steps of VERIFY, READ
                        and BLANK_CHECK */
    UL_STEP_SKIP,    /* already as wanted, or protected and left out: see reason */
    UL_STEP_ERASE,   /* erase only */
    UL_STEP_PROGRAM, /* program without erase: the sector is blank */
    UL_STEP_REWRITE, /* erase and program */
} UlStepKind;

typedef enum {
    UL_REASON_NONE,
    UL_REASON_IN_FILE,
    UL_REASON_MATCHES,   /* content already as wanted */
    UL_REASON_BLANK,     /* already blank */
    UL_REASON_RANGE,     /* asked for by range or whole chip */
    UL_REASON_PROTECTED, /* left out on request */
    UL_REASON_CONFIG,    /* erased, so FSEC 0xFE is written: an erased one locks the chip */
    UL_REASON_UNPROTECT, /* holds the protection setting, which is written anew */
    UL_REASON_KEPT,      /* erased with all the rest, and put back as it was */
} UlStepReason;

/** ul_step_reason_to_text: Returns: (transfer none): translated: "already matches" */
const char *ul_step_reason_to_text (UlStepReason reason);

/** UlStep: one sector of the plan */
typedef struct {
    guint sector; /* index on the device */
    guint32 address;
    guint32 size;
    UlStepKind kind;
    UlStepReason reason;
    gboolean preserves; /* holds bytes that the image does not define and that are kept */
    gboolean has_fcf;   /* holds the configuration field */
    gboolean was_protected;
    gboolean by_block;  /* erased together with the rest of its block, before anything else */
    const guint8 *data; /* (nullable) size bytes the sector shall hold: own, or the image's */
    guint8 *own;        /* (nullable) owned by the plan; the configuration field's are always own */
    guint32 data_crc;   /* CRC-32 of data */
    guint32 bytes;      /* to program: of units that are not blank */
    guint32 predicted_us;
    gboolean unsure; /* kind is the worst case: its other bytes were not looked at for this plan */
} UlStep;

void ul_step_drop_data (UlStep *step);

/** UlSectorFacts: what is known of a sector's content before the job */
typedef enum {
    UL_CONTENT_UNKNOWN,
    UL_CONTENT_BLANK,
    UL_CONTENT_DATA,
} UlContent;

typedef struct {
    UlContent content;
    gboolean have_crc;
    guint32 crc; /* CRC-32 of the sector */
} UlSectorFacts;

/** UlLockRisk: what could lock the chip for ever if power failed at that moment */
typedef enum {
    UL_LOCK_RISK_NONE = 0,
    UL_LOCK_RISK_ERASE = 1 << 0, /* the lock byte that is on the chip is erased */
    UL_LOCK_RISK_WRITE = 1 << 1, /* the new one is written */
} UlLockRisk;

/**
 * UlPlan: exactly what a job would do to each sector, and why
 *
 * With @erase_all the chip is erased at once before anything else; kinds still say ERASE and
 * REWRITE, and sectors that already matched are written again. For an UNLOCK it stands for the mass
 * erase.
 *
 * An UNPROTECT rewrites the sector of the configuration field and nothing else, unless
 * lift.by_mass_erase: then @unlocks is set and there is a step for each sector that holds data.
 */
typedef struct {
    const UlDevice *device;   /* not owned */
    UlImage *image;           /* (nullable) steps point into its bytes */
    GArray *steps;            /* of UlStep: one for each sector the job concerns, by sector */
    gboolean erase_all;       /* Erase All is predicted faster than sector erases and is allowed */
    gboolean unlocks;         /* the mass erase comes before all steps */
    gboolean loses_division;  /* ... and takes away how the chip has divided its FlexNVM: device is
                                 the one that it becomes */
    gboolean divides;         /* ... and after it Program Partition, see ul_plan_divide_first() */
    UlDivision division;      /* that it gives */
    guint n_blocks;           /* erased as such */
    guint n_skip;             /* already as wanted */
    guint n_erase;            /* ERASE and REWRITE */
    guint n_program;          /* PROGRAM and REWRITE */
    guint n_preserve;         /* sectors changed with bytes kept */
    guint n_protected;        /* left out */
    guint n_unsure;           /* counted as the worst case above */
    guint64 bytes_to_program; /* of units that are not blank */
    guint32 predicted_us;     /* by ul_session_preview() with ul_plan_predict_reading() */
    UlForecast forecast;
    UlLift lift; /* UNPROTECT; else all zero */
    UlLockRisk risk;
    guint8 fsec_now; /* on the chip; valid with UL_LOCK_RISK_ERASE */
} UlPlan;

/**
 * UlReadFunc: fetches the present content of sectors whose other bytes are to be preserved.
 * Returns: %FALSE with an error
 */
typedef gboolean (*UlReadFunc) (guint32 address, guint8 *data, gsize size, gpointer user_data,
                                GError **error);

/**
 * ul_plan_new:
 * @protection: (nullable): as read from the chip; %NULL when there is none to ask
 * @facts: (nullable) (array): one for each sector of the device; %NULL when nothing is known
 * @read: (nullable): reads bytes to preserve; without it they are taken as unknown and the plan
 *   is only a preview (steps that preserve have no data)
 *
 * unlock_first plans for the chip as the mass erase leaves it: nothing protected, blank but for
 * FSEC 0xFE. It takes a @device that has divided its FlexNVM, with the facts of that, and plans for
 * the one that the mass erase makes of it; a spec with a division, which comes next, takes the one
 * that it is going to be. The same goes for UNLOCK and for an UNPROTECT by mass erase. An erased
 * FSEC that nobody defines becomes 0xFE (reason CONFIG where nothing else in its sector is
 * written); a field that the image defines in part keeps the chip's other bytes.
 *
 * Returns: (transfer full): or %NULL with %UL_ERROR_IMAGE_DOES_NOT_FIT (where: the first stray
 *   range; image and range alike), %UL_ERROR_WOULD_LOCK, %UL_ERROR_WOULD_LOCK_FOREVER and
 *   %UL_ERROR_MIGHT_LOCK_FOREVER (where: FSEC; see UlLockBytes), %UL_ERROR_FLASH_PROTECTED (where:
 *   the first protected run; details "protected" and "sectors"; unless skip_protected or
 *   unlock_first), %UL_ERROR_USAGE (nothing to work on), those of ul_lift_init(), or what @read
 *   failed with
 */
UlPlan *ul_plan_new (const UlDevice *device, const UlJobSpec *spec, const UlProtection *protection,
                     const UlSectorFacts *facts, UlReadFunc read, gpointer user_data,
                     GError **error);
void ul_plan_free (UlPlan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UlPlan, ul_plan_free)
/**
 * ul_plan_predict_reading:
 * @facts: (nullable): as for ul_plan_new(), of the chip as it is
 * @keeps: a backup is made
 * @speed_khz: of SWCLK
 *
 * Returns: microseconds that an UNPROTECT still reads for, which predicted_us of the plan does not
 *   have: the steps whose data was not read for the plan and, for the backup, all else of the chip
 *   that is not blank. At most: bytes that are known from an earlier backup are not read
 */
guint32 ul_plan_predict_reading (const UlPlan *self, const UlSectorFacts *facts, gboolean keeps,
                                 guint speed_khz);
/** ul_plan_carry_facts: Returns: (transfer full) (array): of each sector of @to, which is @from as
 * it is when its FlexNVM has just been divided; @facts: (nullable): of @from */
UlSectorFacts *ul_plan_carry_facts (const UlDevice *from, const UlSectorFacts *facts,
                                    const UlDevice *to);
/** ul_plan_divide_first: @self was made for a chip that gets @division before all steps: that takes
 * its time, too */
void ul_plan_divide_first (UlPlan *self, const UlDivision *division);
/**
 * ul_plan_get_order:
 *
 * Returns: (transfer full) (element-type guint): indexes into steps of those that change their
 *   sector, as they are to be done. The sector of the configuration field is erased as late and
 *   written as early as possible: last where it is rewritten, its erase directly before its
 *   programming; first where it is blank already or with Erase All.
 */
GArray *ul_plan_get_order (const UlPlan *self);
/** ul_plan_describe_risk: Returns: (transfer full) (nullable): translated sentences for the risks
 * of
 *   @which that the plan has, with what to do about them */
char *ul_plan_describe_risk (const UlPlan *self, UlLockRisk which);
/** ul_plan_summarize: Returns: (transfer full): translated: "Will erase 12 sectors and write
 *   11.2 KiB; 3 already match; 113 are not touched" */
char *ul_plan_summarize (const UlPlan *self);

/**
 * ul_plan_take_config:
 * @chip: (nullable): as read from the chip
 * @columns: (out) (array fixed-size=UL_N_CONFIG_COLUMNS): for ul_config_table_new()
 *
 * What the file says of the configuration field, what will stand there, and what stands there now.
 */
void ul_plan_take_config (const UlPlan *self, const UlProtection *chip, UlConfigColumn *columns);

G_END_DECLS
