/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The configuration field of the file, of the plan and of the chip side by side, in words. */
#include "ul-config-table.h"
#include "ul-words.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_RANGES 3 /* told in one cell */

/* --- columns --- */

void
ul_config_column_take (UlConfigColumn *self, const guint8 *raw)
{
    memset (self, 0, sizeof *self);
    if (raw == NULL)
        return;
    memcpy (self->raw, raw, UL_FCF_SIZE);
    memset (self->known, 1, UL_FCF_SIZE);
}

void
ul_config_column_take_image (UlConfigColumn *self, const UlDevice *device, UlImage *image)
{
    memset (self, 0, sizeof *self);
    memset (self->raw, 0xFF, UL_FCF_SIZE);
    if (device->has_fcf && image != NULL)
        ul_image_read (image, device->fcf_address, UL_FCF_SIZE, self->raw, self->known);
}

const char *
ul_config_column_to_title (UlConfigColumnId id)
{
    static const char *const titles[UL_N_CONFIG_COLUMNS] = {
        [UL_CONFIG_FILE] = N_ ("In the file"),
        [UL_CONFIG_PLANNED] = N_ ("To be written"),
        [UL_CONFIG_CHIP] = N_ ("On the chip now"),
    };

    return _ (titles[id]);
}

guint
ul_config_count_altered (const UlConfigColumn *file, const UlConfigColumn *planned)
{
    guint n = 0;

    for (guint i = 0; i < UL_FCF_SIZE; i++)
        n += file->known[i] && planned->known[i] && file->raw[i] != planned->raw[i];
    return n;
}

/* --- what is told of each setting --- */

static char *
describe_security (const UlDevice *device, const UlFcf *fcf)
{
    /* Translators: FSEC is a register; %02X its value */
    return g_strdup_printf (
        fcf->secured ? _ ("secured (FSEC 0x%02X)") : _ ("unsecured (FSEC 0x%02X)"), fcf->fsec);
}

static char *
describe_mass_erase (const UlDevice *device, const UlFcf *fcf)
{
    return g_strdup (fcf->mass_erase_disabled ? _ ("switched off") : _ ("allowed"));
}

static char *
describe_backdoor (const UlDevice *device, const UlFcf *fcf)
{
    return g_strdup (fcf->backdoor_enabled ? _ ("enabled") : _ ("not enabled"));
}

static char *
describe_key (const UlDevice *device, const UlFcf *fcf)
{
    return g_strdup (ul_fcf_has_key (fcf) ? _ ("a key is set") : _ ("none that works"));
}

static char *
describe_factory (const UlDevice *device, const UlFcf *fcf)
{
    return g_strdup (fcf->factory_access ? _ ("granted") : _ ("denied"));
}

/* The protected ranges of one kind of memory: "0x00000000–0x00000FFF, …" */
static char *
list_ranges (const UlDevice *device, const UlFcf *fcf, UlRegionKind kind)
{
    UlProtection protection;
    g_autoptr (GPtrArray) ranges = g_ptr_array_new_with_free_func (g_free);
    guint first = 0, last = 0, n = 0;

    ul_fcf_get_protection (fcf, &protection);
    for (guint from = 0; ul_protection_find_run (&protection, device, from, &first, &last);
         from = last + 1) {
        const UlRegion *region = NULL;
        guint32 start = 0, end = 0, size = 0;
        ul_device_get_sector (device, first, &start, NULL, &region);
        ul_device_get_sector (device, last, &end, &size, NULL);
        if (region->kind == kind && n++ < MOST_RANGES)
            g_ptr_array_add (ranges, g_strdup_printf ("0x%08X–0x%08X", start, end + (size - 1)));
    }
    if (n == 0)
        return g_strdup (C_ ("protected ranges", "none"));
    g_autofree char *list = ul_words_list (ranges);
    if (n <= MOST_RANGES)
        return g_steal_pointer (&list);
    guint more = n - MOST_RANGES;
    /* Translators: a list of ranges of addresses, and how many are not named */
    return g_strdup_printf (ngettext ("%s and %u more", "%s and %u more", more), list, more);
}

static char *
describe_program_flash (const UlDevice *device, const UlFcf *fcf)
{
    return list_ranges (device, fcf, UL_REGION_PROGRAM_FLASH);
}

static char *
describe_data_flash (const UlDevice *device, const UlFcf *fcf)
{
    return list_ranges (device, fcf, UL_REGION_DATA_FLASH);
}

static char *
describe_eeprom (const UlDevice *device, const UlFcf *fcf)
{
    return list_ranges (device, fcf, UL_REGION_EEPROM);
}

static char *
describe_options (const UlDevice *device, const UlFcf *fcf)
{
    if (ul_fopt_get_n_fields (device) > 0)
        return g_strdup_printf ("0x%02X", fcf->fopt);
    g_autofree char *words = ul_fopt_describe (device, fcf->fopt);
    return g_strdup_printf ("0x%02X: %s", fcf->fopt, words);
}

/* --- which settings there are --- */

static gboolean
has_region (const UlDevice *device, UlRegionKind kind)
{
    for (guint i = 0; i < device->n_regions; i++)
        if (device->regions[i].kind == kind)
            return TRUE;
    return FALSE;
}

static gboolean
has_data_flash (const UlDevice *device)
{
    return has_region (device, UL_REGION_DATA_FLASH);
}

static gboolean
has_eeprom (const UlDevice *device)
{
    return has_region (device, UL_REGION_EEPROM);
}

typedef struct {
    const char *nick, *title;
    UlFcfPart part;
    char *(*describe) (const UlDevice *device, const UlFcf *fcf);
    gboolean (*is_there) (const UlDevice *device); /* NULL: always */
    gboolean bytes_count; /* columns that say the same differ where their bytes do */
} Setting;

static const Setting settings[] = {
    { "security", N_ ("Security"), UL_FCF_FSEC, describe_security, NULL, FALSE },
    { "mass-erase", N_ ("Mass erase"), UL_FCF_FSEC, describe_mass_erase,
      ul_device_has_mass_erase_bit, FALSE },
    { "backdoor", N_ ("Backdoor access"), UL_FCF_FSEC, describe_backdoor, NULL, FALSE },
    { "key", N_ ("Backdoor key"), UL_FCF_KEY, describe_key, NULL, TRUE },
    { "factory-access", N_ ("Factory access"), UL_FCF_FSEC, describe_factory,
      ul_device_has_mass_erase_bit, FALSE },
    { "program-flash", N_ ("Write-protected"), UL_FCF_FPROT, describe_program_flash, NULL, FALSE },
    { "data-flash", N_ ("… of the data flash"), UL_FCF_FDPROT, describe_data_flash, has_data_flash,
      FALSE },
    { "eeprom", N_ ("… of the EEPROM"), UL_FCF_FEPROT, describe_eeprom, has_eeprom, FALSE },
    { "options", N_ ("Options (FOPT)"), UL_FCF_FOPT, describe_options, NULL, FALSE },
};

/* --- rows --- */

void
ul_config_row_free (UlConfigRow *self)
{
    g_free (self->title);
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++)
        g_free (self->cells[i]);
    g_free (self);
}

static gboolean
is_known (const UlDevice *device, const UlConfigColumn *column, UlFcfPart part)
{
    guint first = 0, n = 0;

    ul_fcf_get_part (device, part, &first, &n);
    for (guint i = first; i < first + n; i++)
        if (!column->known[i])
            return FALSE;
    return n > 0;
}

static gboolean
bytes_differ (const UlDevice *device, const UlConfigColumn *a, const UlConfigColumn *b,
              UlFcfPart part)
{
    guint first = 0, n = 0;

    ul_fcf_get_part (device, part, &first, &n);
    return memcmp (a->raw + first, b->raw + first, n) != 0;
}

static gboolean
differ (const UlConfigRow *row, guint a, guint b)
{
    return row->cells[a] != NULL && row->cells[b] != NULL &&
           !g_str_equal (row->cells[a], row->cells[b]);
}

static void
compare (UlConfigRow *row)
{
    row->altered = differ (row, UL_CONFIG_FILE, UL_CONFIG_PLANNED);
    row->changes = differ (row, UL_CONFIG_PLANNED, UL_CONFIG_CHIP);
}

static UlConfigRow *
make_row (const UlDevice *device, const UlConfigColumn *columns, const Setting *setting)
{
    UlConfigRow *row = g_new0 (UlConfigRow, 1);

    row->nick = setting->nick;
    row->title = g_strdup (_ (setting->title));
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++) {
        UlFcf fcf;
        ul_fcf_decode (device, columns[i].raw, &fcf);
        if (is_known (device, &columns[i], setting->part))
            row->cells[i] = setting->describe (device, &fcf);
    }
    compare (row);
    if (!setting->bytes_count)
        return row;
    if (row->cells[UL_CONFIG_PLANNED] != NULL && row->cells[UL_CONFIG_FILE] != NULL)
        row->altered = bytes_differ (device, &columns[UL_CONFIG_PLANNED], &columns[UL_CONFIG_FILE],
                                     setting->part);
    if (row->cells[UL_CONFIG_PLANNED] != NULL && row->cells[UL_CONFIG_CHIP] != NULL)
        row->changes = bytes_differ (device, &columns[UL_CONFIG_PLANNED], &columns[UL_CONFIG_CHIP],
                                     setting->part);
    return row;
}

static UlConfigRow *
make_option_row (const UlDevice *device, const UlConfigColumn *columns, guint field)
{
    UlConfigRow *row = g_new0 (UlConfigRow, 1);

    row->nick = ul_fopt_get_field_nick (device, field);
    row->title = g_strdup (ul_fopt_get_field_title (device, field));
    for (guint i = 0; i < UL_N_CONFIG_COLUMNS; i++) {
        UlFcf fcf;
        ul_fcf_decode (device, columns[i].raw, &fcf);
        if (is_known (device, &columns[i], UL_FCF_FOPT))
            row->cells[i] = g_strdup (ul_fopt_get_field_text (device, field, fcf.fopt));
    }
    compare (row);
    return row;
}

GPtrArray *
ul_config_table_new (const UlDevice *device, const UlConfigColumn *columns)
{
    GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) ul_config_row_free);

    if (!device->has_fcf)
        return rows;
    for (guint i = 0; i < G_N_ELEMENTS (settings); i++)
        if (settings[i].is_there == NULL || settings[i].is_there (device))
            g_ptr_array_add (rows, make_row (device, columns, &settings[i]));
    for (guint i = 0; i < ul_fopt_get_n_fields (device); i++)
        g_ptr_array_add (rows, make_option_row (device, columns, i));
    return rows;
}

gboolean
ul_config_table_is_altered (GPtrArray *rows)
{
    for (guint i = 0; i < rows->len; i++)
        if (((const UlConfigRow *) rows->pdata[i])->altered)
            return TRUE;
    return FALSE;
}
