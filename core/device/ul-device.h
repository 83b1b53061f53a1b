/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum {
    UL_REGION_PROGRAM_FLASH,
    UL_REGION_DATA_FLASH,
    UL_REGION_EEPROM,
} UlRegionKind;

/** UlRegion: one kind of non-volatile memory at one address range */
typedef struct {
    UlRegionKind kind;
    guint32 start;       /* address on the bus */
    guint32 size;        /* bytes, a multiple of sector_size */
    guint32 sector_size; /* smallest erasable piece, bytes */
    guint32 unit;        /* smallest programmable piece, bytes */
} UlRegion;

typedef enum {
    UL_CONTROLLER_NONE, /* known by name, not programmable by us */
    UL_CONTROLLER_FTFA,
    UL_CONTROLLER_FTFL,
    UL_CONTROLLER_FTFE,
    UL_CONTROLLER_FTFC,
    UL_CONTROLLER_FTMRH,
    UL_CONTROLLER_FTMRE,
} UlController;

/** UlUnlockMethod: how a locked chip is erased and opened again */
typedef enum {
    UL_UNLOCK_METHOD_NONE,    /* there is no way, or none that this program knows */
    UL_UNLOCK_METHOD_MDM,     /* NXP: mass erase through the MDM-AP */
    UL_UNLOCK_METHOD_AAP,     /* Silicon Labs EFM32 with Cortex-M3 or M4: device erase by the AAP */
    UL_UNLOCK_METHOD_LM_PORT, /* TI/Luminary: switching the debug port to and fro in reset */
    UL_N_UNLOCK_METHODS
} UlUnlockMethod;

typedef enum {
    UL_CORE_UNKNOWN,
    UL_CORE_M0,
    UL_CORE_M0PLUS,
    UL_CORE_M3,
    UL_CORE_M4,
    UL_CORE_M7,
    UL_CORE_M23,
    UL_CORE_M33,
} UlCore;

typedef enum {
    UL_ACTION_IDENTIFY,
    UL_ACTION_ERASE,
    UL_ACTION_PROGRAM,
    UL_ACTION_UNLOCK,
    UL_ACTION_PROTECTION,
    UL_N_ACTIONS
} UlAction;

/** UlSupport: how far an action is known to work on a device */
typedef enum {
    UL_SUPPORT_NONE,
    UL_SUPPORT_ANALOGY,  /* same controller as an emulated one; never tried */
    UL_SUPPORT_EMULATED, /* tried on the simulated board of this very chip */
} UlSupport;

#define UL_MAX_REGIONS 6 /* two banks of three runs of sectors */

/** UlDevice: a microcontroller type; a row of the tables in data/, or such a row as one chip has
 *   divided its memory. Lives as long as the program. */
typedef struct _UlDevice UlDevice;
struct _UlDevice {
    const char *name; /* "MKL25Z128xxx4"; xxx stands for the package letters */
    const char *vendor;
    const char *family;
    UlCore core;
    const char *core_name;            /* as in the table */
    UlRegion regions[UL_MAX_REGIONS]; /* program flash first; none when only the chip can tell */
    guint n_regions;
    guint32 ram_start;
    guint32 ram_size;
    UlController controller;
    gboolean has_program_section;
    UlUnlockMethod unlock_method;
    guint32 fcf_address; /* of the flash configuration field; valid if has_fcf */
    gboolean has_fcf;
    guint mdm_ap; /* index of the MDM-AP */
    /* What the device is told by; mask 0: it cannot be. SDID, or for EFM32 the family and part
     * number of its DI page, for LM3S and its kin the class and part number (bits 23:16, 15:0). */
    guint32 sdid_mask;
    guint32 sdid_value;
    UlSupport support[UL_N_ACTIONS];
    const char *source; /* where the row comes from */
    /* Of a chip that is not in the built-in tables but described in a file (ul-chips.h): */
    const UlDevice *like;       /* (nullable): the built-in row that it works like */
    const char *described_in;   /* (nullable): that file */
    gboolean described_by_user; /* it is in the user's own folder */
    /* Of a device by ul_device_divide() alone: */
    const UlDevice *row;   /* (nullable): the row that it was made from */
    guint32 eeprom_backup; /* bytes of its FlexNVM that stand behind emulated EEPROM */
};

/** ul_device_is_ftmrx: whether its controller is FTMRH or FTMRE, of KE0x and KEA, which have other
 *   registers, commands and another configuration field than FTFx */
gboolean ul_device_is_ftmrx (const UlDevice *self);
/**
 * ul_device_divide:
 * @nvm_size: bytes of FlexNVM that the chip has; where the table was not sure of it, that counts
 * @eeprom_backup: bytes at its end that stand behind emulated EEPROM: they are no data flash
 * @eeprom_size: bytes of FlexRAM that are such EEPROM just now, a multiple of 32; 0: none. They
 *   become a region of eight sectors, which is what FEPROT protects
 *
 * Returns: @self, or another device like it, which is the same one for the same sizes; may be
 * called by any thread. Without a region of data flash it is @self
 */
const UlDevice *ul_device_divide (const UlDevice *self, guint32 nvm_size, guint32 eeprom_backup,
                                  guint32 eeprom_size);
/** ul_device_has_emulated: whether @region is EEPROM that FlexNVM and FlexRAM make together:
 * written through its RAM, and gone after a mass erase */
gboolean ul_device_has_emulated (const UlDevice *self, const UlRegion *region);
/** ul_device_find_emulated: Returns: (nullable): that region, where @self has one */
const UlRegion *ul_device_find_emulated (const UlDevice *self);
/** ul_device_get_row: the row of the table that @self was made from, or @self: the chip as a mass
 *   erase leaves it */
const UlDevice *ul_device_get_row (const UlDevice *self);
/** ul_device_get_split: what Program Partition is told beside the size of the EEPROM, so that its
 *   parts are equal
 * @code: (out)
 *
 * Returns: %FALSE where that is not known for certain */
gboolean ul_device_get_split (const UlDevice *self, guint8 *code);
/** ul_device_is_same_row: whether they are the same chip in the table, however it is divided */
gboolean ul_device_is_same_row (const UlDevice *a, const UlDevice *b);
/** ul_device_get_kin: the built-in row whose name and family tell where registers are and what
 *   surrounds them: @self but for a chip that is described in a file */
const UlDevice *ul_device_get_kin (const UlDevice *self);
/** ul_device_get_origin: Returns: (transfer full) (nullable): "described by you in
 *   /home/…/board.chips", translated; %NULL for a chip of the built-in tables */
char *ul_device_get_origin (const UlDevice *self);
/** ul_device_get_flash_size: bytes of all program flash regions; 0: not known without the chip */
guint32 ul_device_get_flash_size (const UlDevice *self);
/** ul_device_get_storage_size: bytes of all regions together */
guint32 ul_device_get_storage_size (const UlDevice *self);
/** ul_device_get_n_sectors: sectors of all regions, counted through in the order of regions */
guint ul_device_get_n_sectors (const UlDevice *self);
/** ul_device_get_sector: address and size of the @index-th of all sectors; any of the last three
 *   may be %NULL. @index must be below ul_device_get_n_sectors() */
void ul_device_get_sector (const UlDevice *self, guint index, guint32 *address, guint32 *size,
                           const UlRegion **region);
/** ul_device_has_mass_erase_bit: whether the MDM-AP of this family tells if mass erase is allowed;
 * on the others it always is
 * @self: (nullable): one that is not known yet counts as if it did */
gboolean ul_device_has_mass_erase_bit (const UlDevice *self);
/** ul_device_find_region: Returns: (nullable): the region that holds @address */
const UlRegion *ul_device_find_region (const UlDevice *self, guint32 address);
/** ul_device_find_sector: Returns: index of the sector that holds @address, or -1 */
int ul_device_find_sector (const UlDevice *self, guint32 address);
/** ul_device_get_obstacle: Returns: (nullable): why @action is not supported, as the words behind a
 *   colon, translated; %NULL where it is, or where there is no more to say */
const char *ul_device_get_obstacle (const UlDevice *self, UlAction action);
const char *ul_region_kind_to_title (UlRegionKind kind); /* translated: "Program flash" */
/** ul_device_get_label: "MKL25Z128": the name without the xxx and speed suffix, or the whole name
 *   where that would leave two devices alike. Caller frees */
char *ul_device_get_label (const UlDevice *self);

/**
 * ul_devices_get_all:
 * @n_devices: (out)
 *
 * Returns: (array length=n_devices) (transfer none): every row of the built-in tables and the chips
 *   of ul_devices_set_described(), sorted by name. Any thread may call it; an array stays as it is
 */
const UlDevice *const *ul_devices_get_all (guint *n_devices);

/**
 * ul_devices_set_described: the chips that are known beside the built-in ones from now on
 * @devices: (array length=n): each stays valid for the life of the program, also when it is not
 *   among those of a later call; no name may mean a built-in row, nor another one of them
 */
void ul_devices_set_described (const UlDevice *const *devices, guint n);

/**
 * ul_devices_find:
 * @name: as people type it: any case, package letters optional, with or without the M in
 *   front ("MKL25Z128VLK4", "mkl25z128xxx4", "MKL25Z128", "KL25Z128")
 *
 * Returns: (nullable): the row, or %NULL when none or more than one fits. A built-in row goes
 *   before a chip that is described in a file
 */
const UlDevice *ul_devices_find (const char *name);
/** ul_device_is_named: whether @name, as people type it, may mean @self */
gboolean ul_device_is_named (const UlDevice *self, const char *name);
/** ul_devices_find_all: Returns: (transfer container) (element-type UlDevice): the rows that @name
 *   fits best, as ul_devices_find() has it */
GPtrArray *ul_devices_find_all (const char *name);
/**
 * ul_devices_choose: what a person means by @name
 * @candidates: (out) (optional) (nullable): where several rows fit that are not the same to a job,
 *   their names, as "MK10DX256xxx10, MK10DX256xxx7"
 *
 * Returns: (nullable): the row; of rows with the same memory, registers and identification the one
 *   that was tried best
 */
const UlDevice *ul_devices_choose (const char *name, char **candidates);
/** ul_devices_search: Returns: (transfer container) (element-type UlDevice): rows whose name,
 * vendor or family contain all words of @text in any case (a full part number counts as its row's
 *   name); best match first, then what we support best, then by name. No words: every row. */
GPtrArray *ul_devices_search (const char *text);

G_END_DECLS
