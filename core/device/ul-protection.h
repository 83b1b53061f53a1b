/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include "ul-device.h"
#include "ul-image.h"

G_BEGIN_DECLS

typedef enum {
    UL_LOCK_UNKNOWN, /* not read yet */
    UL_LOCK_OPEN,
    UL_LOCK_SECURED,         /* mass erase allowed */
    UL_LOCK_SECURED_FOREVER, /* mass erase disabled */
    UL_LOCK_RESETTING,       /* blank or crashing: resets for ever */
    UL_LOCK_UNCLEAR,         /* the samples disagree */
} UlLockState;

#define UL_LOCK_N_SAMPLES 32 /* status reads behind a verdict */

/** UlSampleFlags: what one status read said */
typedef enum {
    UL_SAMPLE_READY = 1 << 0,
    UL_SAMPLE_SECURED = 1 << 1,
    UL_SAMPLE_IN_RESET = 1 << 2,
    UL_SAMPLE_MASS_ERASE = 1 << 3,
    UL_SAMPLE_BACKDOOR = 1 << 4,
} UlSampleFlags;

/** UlSampleKind: the lock state that a single read would show; a verdict takes many */
typedef enum {
    UL_SAMPLE_KIND_RESETTING, /* the flash was not ready: in or just after a reset */
    UL_SAMPLE_KIND_OPEN,
    UL_SAMPLE_KIND_LOCKED,
    UL_SAMPLE_KIND_LOCKED_FOREVER, /* secured, mass erase disabled */
    UL_N_SAMPLE_KINDS
} UlSampleKind;

/** UlLockSamples: MDM-AP status reads behind a verdict (facts: MDM-AP Status register) */
typedef struct {
    guint n;          /* at most UL_LOCK_N_SAMPLES */
    guint ready;      /* Flash Ready set */
    guint secured;    /* System Security set */
    guint in_reset;   /* System Reset reads 0 */
    guint mass_erase; /* Mass Erase Enable set */
    guint backdoor;   /* Backdoor Enable set, where that counts: ready and not in reset */
    guint32 last;     /* the last word read */
    guint8 flags[UL_LOCK_N_SAMPLES]; /* UlSampleFlags of each read, in their order */
} UlLockSamples;

/** ul_lock_samples_add: counts one more read; more than UL_LOCK_N_SAMPLES are not taken */
void ul_lock_samples_add (UlLockSamples *self, UlSampleFlags flags);
/** ul_lock_samples_get_kind: what the @index-th read alone would mean
 * @has_mass_erase_bit: as for ul_lock_judge() */
UlSampleKind ul_lock_samples_get_kind (const UlLockSamples *self, guint index,
                                       gboolean has_mass_erase_bit);
typedef enum {
    UL_KEY_UNKNOWN, /* found in reset too often, where the bit means nothing */
    UL_KEY_OFF,
    UL_KEY_ON, /* the chip's own firmware could still open it, given the backdoor key */
} UlKeyState;

/** ul_lock_judge_key: what the samples say of the backdoor key; needs a majority, as everything */
UlKeyState ul_lock_judge_key (const UlLockSamples *samples);

/**
 * ul_lock_judge:
 * @samples: usually 32; fewer than 8 are never enough for a verdict
 * @has_mass_erase_bit: %FALSE for families whose MDM has no Mass Erase Enable bit
 *
 * Returns: what the samples say. Of 32: "resetting" when more than 24 are not ready; "secured"
 *   when more than 24 say so and at most 8 are not ready; "open" when at most 8 say secured and at
 *   most 8 are not ready. Mass erase counts as disabled when at least 30 say so, as allowed when
 *   at most 10 do. Everything else is unclear.
 * Source: facts, MDM-AP "Reading the state correctly"
 */
UlLockState ul_lock_judge (const UlLockSamples *samples, gboolean has_mass_erase_bit);
/** ul_lock_may_be_empty: whether a chip that says secured was found in reset now and then, as one
 *   does whose flash is empty: erased flash means secured, and its core stops at once */
gboolean ul_lock_may_be_empty (UlLockState state, const UlLockSamples *samples);
/** ul_lock_describe: Returns: (transfer full) (nullable): the numbers behind @state in words,
 *   translated: "32 of 32 checks said secured; mass erase was allowed in 32"; %NULL without
 *   samples */
char *ul_lock_describe (UlLockState state, const UlLockSamples *samples);

/** ul_lock_list_ways: Returns: (transfer full): translated sentences: what can still be done with a
 *   secured chip, the backdoor key first */
GStrv ul_lock_list_ways (UlLockState state, const UlLockSamples *samples);

/** UlResetLine: whether pulling nRESET low kept the chip in reset */
typedef enum {
    UL_RESET_LINE_UNKNOWN, /* not tried, or the chip does not tell */
    UL_RESET_LINE_WORKS,
    UL_RESET_LINE_DEAD, /* not wired, or the firmware has switched the pin off */
} UlResetLine;

#define UL_FCF_SIZE 16 /* bytes of the flash configuration field */

/** UlProtection: what the chip says about itself */
typedef struct {
    UlLockState lock;
    UlLockSamples samples; /* of an MDM-AP; n is 0 without one */
    const char *reason;    /* (nullable) not owned, translated: what tells the lock without one */
    gboolean held; /* samples are from while the pin held the chip: let go, it resets for ever */
    UlResetLine reset_line;
    gboolean have_registers; /* the rest was read from the flash controller */
    guint8 fsec;
    guint8 fopt;
    guint32 fprot;  /* FTFx: bit n is 0: region n is protected; FTMRx: FPROT in bits 7:0 */
    guint8 fdprot;  /* data flash; 0xFF when there is none */
    guint8 feprot;  /* emulated EEPROM; FTMRx: EEPROT */
    guint8 fcf[16]; /* the flash configuration field as it stands in flash */
    gboolean have_fcf;
} UlProtection;

typedef enum {
    UL_PROTECTED_NONE,
    UL_PROTECTED_PART,
    UL_PROTECTED_FULL,
} UlProtectedState;

/** ul_protection_get_range: Returns: whether FPROT/FDPROT/EEPROT covers the range on @device; NONE
 *   when the registers were not read */
UlProtectedState ul_protection_get_range (const UlProtection *self, const UlDevice *device,
                                          guint32 address, guint32 size);
/** ul_protection_get_granule: Returns: bytes that are protected or free together; 0 where @device
 *   has no protection that we know */
guint32 ul_protection_get_granule (const UlDevice *device, const UlRegion *region);
/** ul_protection_count_sectors: sectors of the device that are wholly or partly protected */
guint ul_protection_count_sectors (const UlProtection *self, const UlDevice *device);
/**
 * ul_protection_find_run:
 * @from: sector to start looking at
 * @first: (out): @last: (out): sectors of the next run that is wholly or partly protected, within
 *   one region
 *
 * Returns: %FALSE when no protected sector is left
 */
gboolean ul_protection_find_run (const UlProtection *self, const UlDevice *device, guint from,
                                 guint *first, guint *last);

/** UlFcf: a decoded flash configuration field (FTFx layout; FTMRx where @device has it) */
typedef struct {
    guint8 raw[16];
    guint8 key[8];
    guint32 fprot;
    guint8 fsec;
    guint8 fopt;
    guint8 feprot;
    guint8 fdprot;
    gboolean secured;             /* FSEC.SEC other than 10b */
    gboolean mass_erase_disabled; /* FSEC.MEEN is 10b */
    gboolean backdoor_enabled;    /* FSEC.KEYEN is 10b */
    gboolean factory_access;      /* FSEC.FSLACC is 00b or 11b */
} UlFcf;

void ul_fcf_decode (const UlDevice *device, const guint8 raw[16], UlFcf *fcf);
/** ul_fcf_get_fsec_index: Returns: where FSEC is in the field: 12 (FTFx) or 14 (FTMRx) */
guint ul_fcf_get_fsec_index (const UlDevice *device);
typedef enum {
    UL_FCF_KEY,
    UL_FCF_FPROT,
    UL_FCF_FSEC,
    UL_FCF_FOPT,
    UL_FCF_FEPROT, /* FTMRx: EEPROT */
    UL_FCF_FDPROT, /* not in FTMRx */
} UlFcfPart;

/** ul_fcf_get_part: where @part is in the field: its first byte, and how many; @n is 0 where the
 *   layout of @device has none */
void ul_fcf_get_part (const UlDevice *device, UlFcfPart part, guint *first, guint *n);
/** ul_fcf_has_key: whether there is a backdoor key that the chip would take: one of all ones or all
 *   zeros it refuses */
gboolean ul_fcf_has_key (const UlFcf *fcf);
/** ul_fcf_get_protection: the write protection that @fcf brings at the next reset */
void ul_fcf_get_protection (const UlFcf *fcf, UlProtection *protection);

/** ul_fcf_describe: Returns: (transfer full): translated sentences, most serious first: "Secured:
 *   ...", "0x00000000–0x00000FFF is write-protected.", "The RESET pin ...", ...; at least one */
GStrv ul_fcf_describe (const UlDevice *device, const UlFcf *fcf);
/** ul_fsec_describe: Returns: (transfer full): one line: "unsecured, mass erase allowed, no
 * backdoor key" */
char *ul_fsec_describe (const UlDevice *device, guint8 fsec);
/** ul_fsec_is_at_risk: whether power that fails while @fsec is written to erased flash, or erased,
 *   can leave a byte that locks the chip for ever; see ul-lock-risk.c */
gboolean ul_fsec_is_at_risk (const UlDevice *device, guint8 fsec);
/** ul_fsec_make_safe: Returns: the byte with MEEN 11b, which allows mass erase and is not at risk;
 *   of a byte with MEEN 00b it changes nothing else */
guint8 ul_fsec_make_safe (guint8 fsec);
/** ul_fsec_describe_risk: Returns: (transfer full) (nullable): a translated sentence, where there
 *   is a risk */
char *ul_fsec_describe_risk (const UlDevice *device, guint8 fsec);
/** ul_fopt_describe: Returns: (transfer full): one line in words; facts section 1.5 by sub-family
 */
char *ul_fopt_describe (const UlDevice *device, guint8 fopt);
/** ul_fopt_get_n_fields: settings in FOPT of that sub-family; 0 where their meaning is not known */
guint ul_fopt_get_n_fields (const UlDevice *device);
const char *ul_fopt_get_field_nick (const UlDevice *device, guint index);  /* stable: "reset-pin" */
const char *ul_fopt_get_field_title (const UlDevice *device, guint index); /* translated */
/** ul_fopt_get_field_text: Returns: translated: "RESET pin enabled" */
const char *ul_fopt_get_field_text (const UlDevice *device, guint index, guint8 fopt);
/** ul_fopt_warn: Returns: (transfer full): sentences for what makes the chip start or connect in a
 *   way that surprises; may be empty */
GStrv ul_fopt_warn (const UlDevice *device, guint8 fopt);

typedef enum {
    UL_FORECAST_NO_CHANGE, /* the image does not touch the configuration field, or there is none */
    UL_FORECAST_OPEN,
    UL_FORECAST_PROTECTS,     /* open, but sectors will be write-protected */
    UL_FORECAST_LOCKS,        /* secured; mass erase undoes it */
    UL_FORECAST_LOCKS_FOREVER /* secured and mass erase disabled */
} UlForecastKind;

/** UlForecast: the state after the next reset, once an image is on the chip */
typedef struct {
    UlForecastKind kind;
    gboolean partial; /* the image covers some bytes of the field only */
    guint8 known[16]; /* 1 where the image defines the byte */
    UlFcf fcf;        /* what will stand in flash */
    guint n_protected_sectors;
    guint32 protected_start; /* lowest protected address, if any */
    guint32 protected_end;   /* last protected address, if any */
} UlForecast;

/** ul_forecast_field: what @raw in the configuration field makes of @device; known is all zero, the
 *   kind is never NO_CHANGE unless there is no field */
void ul_forecast_field (const UlDevice *device, const guint8 raw[16], UlForecast *forecast);

/**
 * ul_forecast_image:
 * @current: (nullable) (array fixed-size=16): the field as it stands on the chip, where known: it
 *   provides the bytes that the image leaves out and that are preserved; %NULL means erased (0xFF)
 *
 * Shows what @image would make of @device.
 */
void ul_forecast_image (const UlDevice *device, UlImage *image, const guint8 *current,
                        UlForecast *forecast);

G_END_DECLS
