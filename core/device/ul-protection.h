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

/** UlLockSamples: MDM-AP status reads behind a verdict (facts: MDM-AP Status register) */
typedef struct {
    guint n;
    guint ready;      /* Flash Ready set */
    guint secured;    /* System Security set */
    guint in_reset;   /* System Reset reads 0 */
    guint mass_erase; /* Mass Erase Enable set */
    guint backdoor;   /* Backdoor Enable set */
    guint32 last;     /* the last word read */
} UlLockSamples;

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

#define UL_FCF_SIZE 16 /* bytes of the flash configuration field */

/** UlProtection: what the chip says about itself */
typedef struct {
    UlLockState lock;
    UlLockSamples samples;   /* of an MDM-AP; n is 0 without one */
    const char *reason;      /* (nullable) not owned, translated: what tells the lock without one */
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
/** ul_fcf_get_protection: the write protection that @fcf brings at the next reset */
void ul_fcf_get_protection (const UlFcf *fcf, UlProtection *protection);

/** ul_fcf_describe: Returns: (transfer full): translated sentences, most serious first: "Secured:
 *   ...", "0x00000000–0x00000FFF is write-protected.", "The RESET pin ...", ...; at least one */
GStrv ul_fcf_describe (const UlDevice *device, const UlFcf *fcf);
/** ul_fsec_describe: Returns: (transfer full): one line: "unsecured, mass erase allowed, no
 * backdoor key" */
char *ul_fsec_describe (const UlDevice *device, guint8 fsec);
/** ul_fopt_describe: Returns: (transfer full): one line in words; facts section 1.5 by sub-family
 */
char *ul_fopt_describe (const UlDevice *device, guint8 fopt);
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
