/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-map-palette.h"

#include <math.h>

#define HIGH_CONTRAST 16.0 /* text on background; Adwaita has 12 */
#define VISIBLE       3.4  /* of what is no text; WCAG asks for 3 */
#define RGB(hex)                                                                                   \
    {                                                                                              \
        ((hex) >> 16 & 0xFF) / 255.0, ((hex) >> 8 & 0xFF) / 255.0, ((hex) &0xFF) / 255.0, 1.0      \
    }

/* Okabe and Ito, "Color Universal Design" */
static const GdkRGBA orange = RGB (0xE69F00);
static const GdkRGBA sky = RGB (0x56B4E9);
static const GdkRGBA green = RGB (0x009E73);
static const GdkRGBA yellow = RGB (0xF0E442);
static const GdkRGBA blue = RGB (0x0072B2);
static const GdkRGBA vermillion = RGB (0xD55E00);
static const GdkRGBA purple = RGB (0xCC79A7);
static const GdkRGBA grey = RGB (0x999999);
static const GdkRGBA black = RGB (0x000000);
static const GdkRGBA white = RGB (0xFFFFFF);

typedef struct {
    const GdkRGBA *color;
    double part; /* of it over the base */
} Fill;

static const Fill fills[UL_MAP_N_STATES] = {
    [UL_MAP_DATA] = { &grey, 0.6 },           [UL_MAP_IN_FILE] = { &sky, 0.25 },
    [UL_MAP_CLASH] = { &vermillion, 0.55 },   [UL_MAP_MATCHES] = { &sky, 0.4 },
    [UL_MAP_LEFT] = { &grey, 0.3 },           [UL_MAP_WILL_ERASE] = { &orange, 0.45 },
    [UL_MAP_WILL_CHANGE] = { &sky, 1 },       [UL_MAP_ERASING] = { &orange, 1 },
    [UL_MAP_PROGRAMMING] = { &blue, 1 },      [UL_MAP_PROGRAMMED] = { &blue, 1 },
    [UL_MAP_VERIFYING] = { &purple, 1 },      [UL_MAP_VERIFIED] = { &green, 1 },
    [UL_MAP_IN_DOUBT] = { &vermillion, 0.3 }, [UL_MAP_FAILED] = { &vermillion, 1 },
};

GdkRGBA
ul_map_palette_mix (const GdkRGBA *from, const GdkRGBA *to, double part)
{
    return (GdkRGBA){ from->red + (to->red - from->red) * part,
                      from->green + (to->green - from->green) * part,
                      from->blue + (to->blue - from->blue) * part, 1 };
}

static double
linear (double channel)
{
    return channel <= 0.04045 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const GdkRGBA *color)
{
    return 0.2126 * linear (color->red) + 0.7152 * linear (color->green) +
           0.0722 * linear (color->blue);
}

double
ul_map_palette_contrast (const GdkRGBA *a, const GdkRGBA *b)
{
    double one = luminance (a) + 0.05, other = luminance (b) + 0.05;

    return one > other ? one / other : other / one;
}

static GdkRGBA
look_up (GtkStyleContext *style, const char *name, const GdkRGBA *fallback)
{
    GdkRGBA color;

    return gtk_style_context_lookup_color (style, name, &color) ? color : *fallback;
}

static GdkRGBA
readable_on (const GdkRGBA *fill)
{
    return ul_map_palette_contrast (fill, &black) >= ul_map_palette_contrast (fill, &white) ? black
                                                                                            : white;
}

static void
load_fills (UlMapPalette *self)
{
    for (guint i = 0; i < UL_MAP_N_STATES; i++) {
        const Fill *fill = &fills[i];
        self->fills[i] = self->base;
        self->on_fills[i] = self->ink;
        if (fill->color == NULL || self->high_contrast)
            continue;
        self->fills[i] = ul_map_palette_mix (&self->base, fill->color, fill->part);
        self->on_fills[i] = readable_on (&self->fills[i]);
    }
    self->mark = self->high_contrast ? self->base : yellow;
    self->on_mark = self->high_contrast ? self->ink : black;
}

/* The states that are all pattern: their sign stands out of full ink. */
static void
invert (UlMapPalette *self, UlMapState state)
{
    self->fills[state] = self->ink;
    self->on_fills[state] = self->base;
}

/* The themes made for it say so by their names; their colours alone do not tell. */
static gboolean
is_high_contrast (GtkStyleContext *style, const GdkRGBA *text, const GdkRGBA *background)
{
    GtkSettings *settings = gtk_settings_get_for_screen (gtk_style_context_get_screen (style));
    const char *forced = g_getenv ("GTK_THEME"); /* goes before the setting */
    g_autofree char *name = NULL;

    g_object_get (settings, "gtk-theme-name", &name, NULL);
    if (g_strrstr (forced != NULL ? forced : name, "HighContrast") != NULL)
        return TRUE;
    return ul_map_palette_contrast (text, background) >= HIGH_CONTRAST;
}

/* As much of the theme's accent as still stands out of the cells. */
static GdkRGBA
visible_accent (const UlMapPalette *self, const GdkRGBA *accent)
{
    GdkRGBA color = *accent;

    for (double part = 0.1; ul_map_palette_contrast (&color, &self->base) < VISIBLE && part <= 1;
         part += 0.1)
        color = ul_map_palette_mix (accent, &self->ink, part);
    return color;
}

void
ul_map_palette_load (UlMapPalette *self, GtkStyleContext *style)
{
    GdkRGBA text, background;

    gtk_style_context_get_color (style, gtk_style_context_get_state (style), &text);
    text = look_up (style, "theme_fg_color", &text);
    background = look_up (style, "theme_bg_color", luminance (&text) > 0.5 ? &black : &white);
    self->base = look_up (style, "theme_base_color", &background);
    self->high_contrast = is_high_contrast (style, &text, &background);
    self->ink = self->high_contrast ? look_up (style, "theme_text_color", &text) : text;
    self->accent = look_up (style, "theme_selected_bg_color", &text);
    self->accent = visible_accent (self, &self->accent);
    self->outline =
        self->high_contrast ? self->ink : ul_map_palette_mix (&self->base, &self->ink, 0.62);
    load_fills (self);
    if (self->high_contrast) {
        self->accent = self->ink;
        invert (self, UL_MAP_PROGRAMMING);
        invert (self, UL_MAP_VERIFIED);
        invert (self, UL_MAP_FAILED);
    }
}
