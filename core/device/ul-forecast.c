/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-protection.h"

#include <string.h>

static void
count_protected (const UlDevice *device, UlForecast *forecast)
{
    UlProtection protection;
    guint first = 0, last = 0;

    ul_fcf_get_protection (&forecast->fcf, &protection);
    for (guint from = 0; ul_protection_find_run (&protection, device, from, &first, &last);
         from = last + 1) {
        guint32 start = 0, end = 0, size = 0;
        ul_device_get_sector (device, first, &start, NULL, NULL);
        ul_device_get_sector (device, last, &end, &size, NULL);
        end += size - 1;
        gboolean is_first = forecast->n_protected_sectors == 0;
        forecast->protected_start = is_first ? start : MIN (start, forecast->protected_start);
        forecast->protected_end = is_first ? end : MAX (end, forecast->protected_end);
        forecast->n_protected_sectors += last - first + 1;
    }
}

static UlForecastKind
judge (const UlForecast *forecast)
{
    if (forecast->fcf.secured)
        return forecast->fcf.mass_erase_disabled ? UL_FORECAST_LOCKS_FOREVER : UL_FORECAST_LOCKS;
    return forecast->n_protected_sectors > 0 ? UL_FORECAST_PROTECTS : UL_FORECAST_OPEN;
}

void
ul_forecast_field (const UlDevice *device, const guint8 raw[16], UlForecast *forecast)
{
    memset (forecast, 0, sizeof *forecast);
    ul_fcf_decode (device, raw, &forecast->fcf);
    if (!device->has_fcf)
        return;
    count_protected (device, forecast);
    forecast->kind = judge (forecast);
}

void
ul_forecast_image (const UlDevice *device, UlImage *image, const guint8 *current,
                   UlForecast *forecast)
{
    guint8 raw[16], known[16] = { 0 };
    gsize n_known = 0;

    memset (raw, 0xFF, sizeof raw);
    if (current != NULL)
        memcpy (raw, current, sizeof raw);
    if (device->has_fcf && image != NULL)
        n_known = ul_image_read (image, device->fcf_address, sizeof raw, raw, known);

    ul_forecast_field (device, raw, forecast);
    memcpy (forecast->known, known, sizeof known);
    forecast->partial = n_known > 0 && n_known < sizeof raw;
    if (n_known == 0)
        forecast->kind = UL_FORECAST_NO_CHANGE;
}
