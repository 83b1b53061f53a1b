/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sectors as a drawing: a cell each, in rows whose addresses line up. Fill and sign say the
 * same, so that neither colours nor sharp eyes are needed; the table below says it in words. */
#include "ul-report-private.h"

#include <string.h>

#define MARGIN  96u /* for the addresses */
#define WIDTH   640u
#define N_SMALL 1024

typedef struct {
    guint columns;
    guint cell; /* px */
} Layout;

static Layout
choose_layout (guint n_sectors)
{
    if (n_sectors <= 256)
        return (Layout){ 32, 20 };
    return n_sectors <= N_SMALL ? (Layout){ 64, 10 } : (Layout){ 128, 5 };
}

static const char *
get_sign (const char *outcome)
{
    static const struct {
        const char *outcome, *sign;
    } signs[] = {
        { "verified", "✓" }, { "programmed", "▸" }, { "erased", "∅" },    { "skipped", "≡" },
        { "failed", "✕" },   { "in-doubt", "?" },   { "protected", "P" }, { "not-done", "…" },
    };

    for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
        if (g_str_equal (signs[i].outcome, outcome))
            return signs[i].sign;
    return NULL;
}

static void
add_cell (GString *page, const UlReport *self, const Layout *layout, guint i, guint x, guint y)
{
    const UlSectorState *state = &self->snapshot.sectors[i];
    const char *outcome = ul_report_outcome_to_nick (state), *sign = get_sign (outcome);
    guint32 address;

    ul_device_get_sector (self->snapshot.device, i, &address, NULL, NULL);
    g_string_append_printf (page,
                            "<g class=\"%s\"><title>%u, 0x%08X: %s</title><rect x=\"%u\" y=\"%u\" "
                            "width=\"%u\" height=\"%u\"/>",
                            outcome, i, address, ul_report_outcome_to_text (state), x, y,
                            layout->cell - 1, layout->cell - 1);
    if (sign != NULL && layout->cell >= 20)
        g_string_append_printf (page, "<text x=\"%u\" y=\"%u\">%s</text>", x + layout->cell / 2,
                                y + layout->cell - 6, sign);
    g_string_append (page, "</g>\n");
}

void
ul_report_add_map (GString *page, const UlReport *self)
{
    const UlDevice *device = self->snapshot.device;
    guint n = self->snapshot.n_sectors, x = 0, y = 0;
    const UlRegion *before = NULL;

    if (device == NULL || n == 0 || n != ul_device_get_n_sectors (device))
        return;
    Layout layout = choose_layout (n);
    gsize head = page->len;
    for (guint i = 0, column = 0; i < n; i++, column++) {
        const UlRegion *region;
        guint32 address;
        ul_device_get_sector (device, i, &address, NULL, &region);
        if (column == layout.columns || region != before) {
            y += i > 0 ? layout.cell + (region != before ? 6 : 0) : 0;
            column = 0;
            g_string_append_printf (page,
                                    "<text class=\"address\" x=\"0\" y=\"%u\">0x%08X</text>\n",
                                    y + MAX (layout.cell, 10) - 2, address);
        }
        before = region;
        x = MARGIN + column * layout.cell;
        add_cell (page, self, &layout, i, x, y);
    }
    g_autofree char *open =
        g_strdup_printf ("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
                         "aria-labelledby=\"map\" viewBox=\"0 0 %u %u\" width=\"%u\">\n",
                         MARGIN + WIDTH, y + layout.cell + 1, MARGIN + WIDTH);
    g_string_insert (page, (gssize) head, open);
    g_string_append (page, "</svg>\n");
}
