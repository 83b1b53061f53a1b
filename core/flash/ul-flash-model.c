/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-flash-model.h"

#include "ul-error.h"
#include "ul-ftmrx.h"

#include <glib/gi18n.h>

#define KIB           1024u
#define FTFX_BASE     0x40020000u
#define DATA_FLASH    0x800000u /* command addresses of data flash start here */
#define SECTION_UNITS 256       /* in a sector, of what program-section counts in */

/* What surrounds the controller; the first row that fits. @core unknown: any. Sources: reference
 * manuals, chapters MCM, FMC, MSCM, COP, WDOG, SMC. */
typedef struct {
    const char *family; /* prefix, also of a name */
    UlCore core;
    guint32 cache, cache_bits;
    UlWatchdog watchdog;
    guint32 watchdog_base;
    enum {
        NO_SMC, /* or not known to be there */
        SMC,    /* with registers of a byte */
        SMC32,  /* ... of a word */
    } smc;
    guint32 crc_gate; /* register with the clock gate of the CRC unit; 0: has none */
    guint32 crc_gate_bit;
} SiteRow;

#define MCM_PLACR   0xF000300Cu
#define PLACR_CLEAR 0x00000400u /* CFCC */
#define FMC_PFB0CR  0x4001F004u
#define FMC_CLEAR   0x00F80000u /* all ways, and the speculation buffer */
#define FMC_FORGET  0x00080000u /* S_INV: KV5x has the speculation buffer only */
#define MSCM_OCMDR0 0x40001400u
#define OCMDR_STOP  0x30u
#define MSCM_OCMDR1 0x40001404u /* S32K14x: for its data flash */
#define SIM_COPC    0x40048100u
#define SMC_PMCTRL  0x4007E001u
#define SMC_PMSTAT  0x4007E003u
#define PMCTRL_32   0x4007E00Cu
#define PMSTAT_32   0x4007E014u
#define CRC_UNIT    0x40032000u
#define SIM_SCGC6   0x4004803Cu
#define SCGC6_CRC   (1u << 18)
#define PCC_CRC     0x400650C8u
#define PCC_CGC     (1u << 30)
#define SCGC_CRC    (1u << 10) /* KE0x: in the only gate register */
#define RESET_KHZ   20970u
#define FTMRX_KHZ   16777u

static const SiteRow site_rows[] = {
    { "KL28", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG32, 0x40076000, SMC32, 0,
      0 },
    { "K32L2A", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG32, 0x40076000, SMC32, 0,
      0 },
    { "S32K11", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG32, 0x40052000, SMC32, 0,
      0 },
    { "S32K14", UL_CORE_UNKNOWN, MSCM_OCMDR0, OCMDR_STOP, UL_WATCHDOG_WDOG32, 0x40052000, SMC32,
      PCC_CRC, PCC_CGC },
    { "KE1", UL_CORE_M4, MSCM_OCMDR0, OCMDR_STOP, UL_WATCHDOG_WDOG32, 0x40052000, SMC32, 0, 0 },
    { "KE1", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG32, 0x40052000, SMC32, 0, 0 },
    { "KE06", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG8, 0x40052000, NO_SMC,
      0x40048014, SCGC_CRC },
    { "MKE04Z64", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG8, 0x40052000, NO_SMC,
      0x40048014, SCGC_CRC },
    { "MKE04Z128", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG8, 0x40052000, NO_SMC,
      0x40048014, SCGC_CRC },
    { "SKEAZ64", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG8, 0x40052000, NO_SMC,
      0x40048014, SCGC_CRC },
    { "SKEAZ128", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG8, 0x40052000, NO_SMC,
      0x40048014, SCGC_CRC },
    { "KE", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG8, 0x40052000, NO_SMC,
      0x4004800C, SCGC_CRC },
    { "KV1", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_WDOG16, 0x40052000, SMC, 0, 0 },
    { "KV5", UL_CORE_UNKNOWN, FMC_PFB0CR, FMC_FORGET, UL_WATCHDOG_WDOG16, 0x40052000, SMC,
      SIM_SCGC6, SCGC6_CRC },
    { "KM", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_NONE, 0, NO_SMC, 0, 0 },
    { "KL", UL_CORE_UNKNOWN, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_COP, SIM_COPC, SMC, 0, 0 },
    { "KW", UL_CORE_M0PLUS, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_COP, SIM_COPC, SMC, 0, 0 },
    { "K32L", UL_CORE_M0PLUS, MCM_PLACR, PLACR_CLEAR, UL_WATCHDOG_COP, SIM_COPC, SMC, 0, 0 },
    { "K", UL_CORE_M4, FMC_PFB0CR, FMC_CLEAR, UL_WATCHDOG_WDOG16, 0x40052000, SMC, SIM_SCGC6,
      SCGC6_CRC },
};

static const SiteRow *
find_site (const UlDevice *device)
{
    const UlDevice *kin = ul_device_get_kin (device);

    for (guint i = 0; i < G_N_ELEMENTS (site_rows); i++)
        if ((g_str_has_prefix (kin->family, site_rows[i].family) ||
             g_str_has_prefix (kin->name, site_rows[i].family)) &&
            (site_rows[i].core == UL_CORE_UNKNOWN || site_rows[i].core == device->core))
            return &site_rows[i];
    return NULL;
}

static guint
crc_cycles_per_kib (const UlDevice *device, const SiteRow *site)
{
    if (site->crc_gate != 0)
        return 1100;
    return device->ram_size >= 8 * KIB ? 7200 : 13000; /* table of bytes, or of nibbles */
}

static const UlFlashDriver *
find_driver (const UlDevice *device)
{
    switch (device->controller) {
    case UL_CONTROLLER_FTFA:
    case UL_CONTROLLER_FTFL:
    case UL_CONTROLLER_FTFE:
    case UL_CONTROLLER_FTFC:
        return &ul_ftfx_driver;
    case UL_CONTROLLER_FTMRH:
    case UL_CONTROLLER_FTMRE:
        return &ul_ftmrx_driver;
    case UL_CONTROLLER_NONE:
        break;
    }
    return NULL;
}

static gboolean
has_driver (const UlDevice *device)
{
    return device->n_regions > 0 && device->support[UL_ACTION_PROGRAM] != UL_SUPPORT_NONE &&
           find_driver (device) != NULL;
}

static void
set_section (UlFlashModel *self, const UlDevice *device)
{
    if (!device->has_program_section || device->controller == UL_CONTROLLER_FTFA)
        return;
    /* It needs the RAM that is EEPROM just now, and shall be for all of the job. */
    if (ul_device_find_emulated (device) != NULL)
        return;
    for (guint i = 0; i < device->n_regions; i++) {
        guint unit = device->regions[i].sector_size / SECTION_UNITS;

        if (device->regions[i].kind == UL_REGION_DATA_FLASH)
            self->data_section_unit = unit;
        else
            self->section_unit = unit;
    }
    const char *family = ul_device_get_kin (device)->family;
    gboolean small = g_str_has_prefix (family, "KE1") || device->controller == UL_CONTROLLER_FTFC;
    self->section_size = small ? 512 : KIB;
    self->section_ram = g_str_has_prefix (family, "KV5") ? 0x18000000 : 0x14000000;
}

/* Where the controller's registers are, and how much it programs at once. */
static void
set_controller (UlFlashModel *self, const UlDevice *device)
{
    const UlFtmrxLayout *layout = ul_ftmrx_layout (device);

    self->driver = find_driver (device);
    if (ul_device_is_ftmrx (device)) {
        self->controller = UL_FTMRX_BASE + layout->fccobix;
        self->status = UL_FTMRX_BASE + layout->fstat;
        self->special = layout->fccoblo - layout->fccobix;
        self->unit = 4;
        self->max_unit = 8;
        return;
    }
    self->controller = self->status = FTFX_BASE;
    self->unit = self->max_unit = device->regions[0].unit;
    set_section (self, device);
    self->special = self->section_ram;
}

static gboolean
refuse (const UlDevice *device, GError **error)
{
    g_autofree char *label = ul_device_get_label (device);
    const char *obstacle = ul_device_get_obstacle (device, UL_ACTION_PROGRAM);

    if (obstacle != NULL)
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                     _ ("This program cannot erase or program the flash of %s: %s"), label,
                     obstacle);
    else if (device->support[UL_ACTION_UNLOCK] != UL_SUPPORT_NONE)
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                     _ ("This program can unlock %s, which erases it, but not program it yet"),
                     label);
    else
        g_set_error (error, UL_ERROR, UL_ERROR_NOT_SUPPORTED,
                     _ ("This program cannot erase or program the flash of %s"), label);
    return FALSE;
}

gboolean
ul_flash_check (const UlDevice *device, GError **error)
{
    UlFlashModel model;

    return ul_flash_model_init (&model, device, error);
}

gboolean
ul_flash_model_init (UlFlashModel *self, const UlDevice *device, GError **error)
{
    const SiteRow *site = find_site (device);

    *self = (UlFlashModel){ 0 };
    if (!has_driver (device) || site == NULL)
        return refuse (device, error);
    set_controller (self, device);
    self->cache = site->cache;
    self->cache_bits = site->cache_bits;
    self->watchdog = site->watchdog;
    self->watchdog_base = site->watchdog_base;
    self->power_mode = site->smc == SMC ? SMC_PMSTAT : site->smc == SMC32 ? PMSTAT_32 : 0;
    self->power_control = site->smc == SMC32 ? PMCTRL_32 : SMC_PMCTRL;
    self->power_size = site->smc == SMC32 ? UL_MEM_WORD : UL_MEM_BYTE;
    self->data_cache =
        g_str_has_prefix (ul_device_get_kin (device)->family, "S32K14") ? MSCM_OCMDR1 : 0;
    self->crc_unit = site->crc_gate != 0 ? CRC_UNIT : 0;
    self->crc_gate = site->crc_gate;
    self->crc_gate_bit = site->crc_gate_bit;
    ul_flash_get_times (device, &self->times);
    self->times.crc_kib_us = crc_cycles_per_kib (device, site) * 1000 /
                             (ul_device_is_ftmrx (device) ? FTMRX_KHZ : RESET_KHZ);
    return TRUE;
}

gboolean
ul_flash_model_command_address (const UlDevice *device, guint32 address, guint32 size,
                                guint32 *command_address)
{
    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];

        if (address < region->start ||
            (guint64) address + size > (guint64) region->start + region->size)
            continue;
        *command_address = address - region->start;
        if (region->kind == UL_REGION_DATA_FLASH)
            *command_address += DATA_FLASH;
        return TRUE;
    }
    return FALSE;
}

guint
ul_flash_model_get_section_unit (const UlFlashModel *self, guint32 command_address)
{
    return command_address >= DATA_FLASH ? self->data_section_unit : self->section_unit;
}

guint32
ul_flash_model_bus_address (const UlDevice *device, guint32 command_address)
{
    gboolean data = command_address >= DATA_FLASH;
    guint32 offset = command_address - (data ? DATA_FLASH : 0);

    for (guint i = 0; i < device->n_regions; i++) {
        const UlRegion *region = &device->regions[i];

        if (region->kind == (data ? UL_REGION_DATA_FLASH : UL_REGION_PROGRAM_FLASH) &&
            offset < region->size)
            return region->start + offset;
    }
    return 0xFFFFFFFF;
}
