/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FOPT by sub-family. Source: facts, FOPT by sub-family. That of FTMRH and FTMRE, at 0x40F, is
 * eight bits that the chip keeps and does not heed, says NXP's header of MKE02Z4; what other
 * families choose there, such as the RESET pin, firmware chooses in SIM_SOPT. */
#include "ul-protection.h"
#include "ul-words.h"

#include <glib/gi18n.h>

/* A field is one bit, or two that need not be neighbours (high first). */
typedef struct {
    const char *nick, *title;
    guint8 high, low;      /* bit numbers; equal for one bit */
    const char *texts[4];  /* by value; NULL is not told */
    const char *alarms[4]; /* (nullable) a sentence of warning */
} Field;

static const Field boot_source = {
    "boot-source",
    N_ ("Boot source"),
    7,
    6,
    { N_ ("boots from flash"), N_ ("boot source reserved"), N_ ("boots from the ROM boot loader"),
      N_ ("boots from the ROM boot loader") },
    { NULL, N_ ("The boot source has a reserved value."),
      N_ ("The ROM boot loader runs first; the program starts when it gives up."),
      N_ ("The ROM boot loader runs first; the program starts when it gives up.") },
};
static const Field fast_init = {
    "start", N_ ("Start"), 5, 5, { N_ ("slow start"), N_ ("fast start") }, { NULL }
};
static const Field clock_divider = {
    "clock",
    N_ ("Clock after reset"),
    4,
    0,
    { N_ ("core clock divided by 8"), N_ ("core clock divided by 4"),
      N_ ("core clock divided by 2"), N_ ("full core clock") },
    { N_ ("The chip starts with the core clock divided by 8, some families in low-power mode."),
      NULL, NULL, NULL },
};
static const Field low_power_boot = { "clock",
                                      N_ ("Clock after reset"),
                                      0,
                                      0,
                                      { N_ ("starts with slow clocks"),
                                        N_ ("starts with full clocks") },
                                      { NULL } };
static const Field reset_pin = {
    "reset-pin",
    N_ ("RESET pin"),
    3,
    3,
    { N_ ("RESET pin is a port pin"), N_ ("RESET pin enabled") },
    { N_ ("The RESET pin becomes a port pin: connecting under reset will not work.") },
};
static const Field nmi_pin = {
    "nmi",
    N_ ("NMI"),
    2,
    2,
    { N_ ("NMI blocked"), N_ ("NMI pin enabled") },
    { N_ ("The NMI interrupt is blocked.") },
};
static const Field ez_port = {
    "ezport", N_ ("EzPort"), 1, 1, { N_ ("EzPort disabled"), N_ ("EzPort enabled") }, { NULL }
};
static const Field boot_pin = {
    "boot-pin",
    N_ ("Boot pin"),
    1,
    1,
    { N_ ("boot pin can force the ROM boot loader"), N_ ("boot pin ignored") },
    { N_ ("A low level on the boot pin at reset starts the ROM boot loader.") },
};
static const Field clock_source = { "clock-source",
                                    N_ ("Clock source"),
                                    5,
                                    5,
                                    { N_ ("clock source option 0"), N_ ("clock source option 1") },
                                    { NULL } };
static const Field run_mode = { "run-mode",
                                N_ ("Execution mode"),
                                3,
                                3,
                                { N_ ("execution mode option 0"), N_ ("execution mode option 1") },
                                { NULL } };

#define MAX_FIELDS 7

typedef struct {
    const char *names; /* beginnings of device names, separated by blanks */
    const Field *fields[MAX_FIELDS + 1];
} Layout;

/* The first that fits counts. */
static const Layout layouts[] = {
    { "MK63 MK64 MK24FN1M", { &ez_port, &low_power_boot } },
    { "MK22FN1M MK22FX512 MK26 MK27 MK28 MK65 MK66 MKW21D MKW22D MKW24D",
      { &nmi_pin, &ez_port, &low_power_boot } },
    { "MK02 MK22FN128 MK22FN256 MK22FN512 MKV30 MKV31",
      { &fast_init, &nmi_pin, &ez_port, &low_power_boot } },
    { "MKV56 MKV58", { &fast_init, &nmi_pin, &low_power_boot } },
    { "MK80 MK81 MK82", { &boot_source, &fast_init, &nmi_pin, &boot_pin, &low_power_boot } },
    { "MKL03 MKL13 MKL17 MKL27 MKL28 MKL33 MKL43 K32L2",
      { &boot_source, &fast_init, &reset_pin, &nmi_pin, &boot_pin, &clock_divider } },
    { "MKL0 MKL1 MKL2 MKL3 MKL4 MKV10 MKV11 MKW01 MKW20Z MKW21Z MKW30Z MKW31Z MKW40Z MKW41Z",
      { &fast_init, &reset_pin, &nmi_pin, &clock_divider } },
    { "MKE14F MKE16F MKE18F MKE14Z128xxx7 MKE14Z256xxx7 MKE15Z128xxx7 MKE15Z256xxx7",
      { &boot_source, &reset_pin, &nmi_pin, &boot_pin, &low_power_boot } },
    { "MKE12Z MKE13Z MKE14Z MKE15Z MKE16Z MKE17Z", { &reset_pin, &nmi_pin, &low_power_boot } },
    /* What else there is in theirs was not found in public: bits 7:4 mean nothing. Source: NXP's
     * answers of how the pin of S32K148 is given up, and about 0x7F, which its start-up code has.
     */
    { "S32K1", { &reset_pin } },
    { "MKM", { &clock_source, &run_mode, &nmi_pin, &low_power_boot } },
    { "MK1 MK2 MK3 MK4 MK5 MK6 MK7", { &nmi_pin, &ez_port, &low_power_boot } }, /* by analogy */
};

static gboolean
layout_fits (const Layout *layout, const char *name)
{
    g_auto (GStrv) names = g_strsplit (layout->names, " ", -1);
    for (guint i = 0; names[i] != NULL; i++)
        if (g_str_has_prefix (name, names[i]))
            return TRUE;
    return FALSE;
}

static const Layout *
find_layout (const UlDevice *device)
{
    for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
        if (layout_fits (&layouts[i], ul_device_get_kin (device)->name))
            return &layouts[i];
    return NULL;
}

static guint
field_value (const Field *field, guint8 fopt)
{
    guint low = fopt >> field->low & 1;
    return field->high == field->low ? low : (guint) (fopt >> field->high & 1) << 1 | low;
}

guint
ul_fopt_get_n_fields (const UlDevice *device)
{
    const Layout *layout = find_layout (device);
    guint n = 0;

    while (layout != NULL && layout->fields[n] != NULL)
        n++;
    return n;
}

const char *
ul_fopt_get_field_nick (const UlDevice *device, guint index)
{
    return find_layout (device)->fields[index]->nick;
}

const char *
ul_fopt_get_field_title (const UlDevice *device, guint index)
{
    return _ (find_layout (device)->fields[index]->title);
}

const char *
ul_fopt_get_field_text (const UlDevice *device, guint index, guint8 fopt)
{
    const Field *field = find_layout (device)->fields[index];

    return _ (field->texts[field_value (field, fopt)]);
}

char *
ul_fopt_describe (const UlDevice *device, guint8 fopt)
{
    const Layout *layout = find_layout (device);
    g_autoptr (GPtrArray) parts = g_ptr_array_new ();

    if (ul_device_is_ftmrx (device))
        return g_strdup (_ ("no effect on the chip: free for the firmware to use"));
    if (layout == NULL)
        return g_strdup (fopt == 0xFF ? _ ("default options")
                                      : _ ("options whose meaning is not known for this family"));
    for (guint i = 0; layout->fields[i] != NULL; i++)
        g_ptr_array_add (parts, (char *) ul_fopt_get_field_text (device, i, fopt));
    return ul_words_list (parts);
}

GStrv
ul_fopt_warn (const UlDevice *device, guint8 fopt)
{
    const Layout *layout = find_layout (device);
    GPtrArray *lines = g_ptr_array_new ();

    for (guint i = 0; layout != NULL && layout->fields[i] != NULL; i++) {
        const Field *field = layout->fields[i];
        const char *alarm = field->alarms[field_value (field, fopt)];
        if (alarm != NULL)
            g_ptr_array_add (lines, g_strdup (_ (alarm)));
    }
    if (fopt == 0 && layout != NULL)
        g_ptr_array_add (lines,
                         g_strdup (_ ("FOPT is 0x00, a value that some chips do not allow.")));
    g_ptr_array_add (lines, NULL);
    return (GStrv) g_ptr_array_free (lines, FALSE);
}
