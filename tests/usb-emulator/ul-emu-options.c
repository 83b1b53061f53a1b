/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-emu-options.h"

#include "ul-error.h"

#include <string.h>

/* As GOption wants them */
typedef struct _UlEmuWords {
    char *probe, *board, *serial, *firmware, *product;
    int product_id, free_memory, packet_size, packet_count, max_khz;
    char *caps, *flash, *fsec, *fopt, *fprot;
    gboolean locked;
    char **faults, **also, **command;
} Words;

static const Words no_words = {
    .product_id = -1, .free_memory = -1, .packet_size = -1, .packet_count = -1, .max_khz = -1
};
static Words words;

static gboolean
usage (GError **error, const char *format, const char *word)
{
    g_autofree char *message = g_strdup_printf ("%s: %s", word, format);

    g_set_error_literal (error, UL_ERROR, UL_ERROR_USAGE, message);
    return FALSE;
}

static gboolean
parse_number (const char *word, gint64 *number, GError **error)
{
    guint64 value;
    gboolean hex;

    if (word == NULL)
        return TRUE;
    hex = g_str_has_prefix (word, "0x");
    if (!g_ascii_string_to_unsigned (hex ? word + 2 : word, hex ? 16 : 10, 0, G_MAXUINT32, &value,
                                     error))
        return FALSE;
    *number = value;
    return TRUE;
}

/* The faults of USB here, all others are the board's */
static gboolean
parse_fault (UlEmuOptions *options, const char *text, GError **error)
{
    g_auto (GStrv) parts = g_strsplit (text, "=", 2);
    guint64 *at = ul_emu_usb_faults_find (&options->usb_faults, parts[0]);
    gint64 number = 0;

    if (at == NULL)
        return ul_sim_board_faults_parse (&options->board_faults, text, error);
    if (!parse_number (parts[1] != NULL ? parts[1] : "", &number, error))
        return FALSE;
    *at = number;
    return TRUE;
}

static gboolean
parse_faults (UlEmuOptions *options, GError **error)
{
    for (char **word = words.faults; word != NULL && *word != NULL; word++)
        if (!parse_fault (options, *word, error))
            return FALSE;
    return TRUE;
}

static gboolean
parse_probe (UlEmuOptions *options, GError **error)
{
    const char *probe = words.probe != NULL ? words.probe : "jlink";

    options->cmsis_dap = g_str_has_prefix (probe, "cmsis-dap");
    if (strcmp (probe, "cmsis-dap-v1") == 0) {
        options->dap.hid = options->dap.full_speed = TRUE;
        options->dap.packet_size = 64;
        options->dap.packet_count = 1;
    } else if (strcmp (probe, "jlink") != 0 && strcmp (probe, "cmsis-dap") != 0) {
        return usage (error, "not a probe that can be emulated", probe);
    }
    return TRUE;
}

static void
set_dap (UlEmuDapOptions *dap)
{
    if (words.serial != NULL)
        dap->serial = words.serial;
    if (words.product != NULL)
        dap->product = words.product;
    if (words.product_id >= 0)
        dap->product_id = words.product_id;
    if (dap->full_speed && words.packet_size < 0)
        dap->packet_size = 64;
    if (words.packet_size >= 0)
        dap->packet_size = words.packet_size;
    if (dap->hid && dap->packet_size > 64) /* which reports of full speed cannot have */
        dap->full_speed = FALSE;
    if (words.packet_count >= 0)
        dap->packet_count = words.packet_count;
    if (words.max_khz >= 0)
        dap->max_khz = words.max_khz;
    if (words.firmware != NULL)
        dap->protocol_version = words.firmware;
}

static gboolean
set_jlink (UlEmuJlinkOptions *jlink, GError **error)
{
    gint64 caps = jlink->caps;

    if (!parse_number (words.caps, &caps, error))
        return FALSE;
    jlink->caps = caps;
    if (words.serial != NULL)
        jlink->serial = words.serial;
    if (words.firmware != NULL)
        jlink->firmware = words.firmware;
    if (words.product_id >= 0)
        jlink->product_id = words.product_id;
    if (words.free_memory >= 0)
        jlink->free_memory = words.free_memory;
    if (words.max_khz > 0) {
        jlink->base_hz = words.max_khz * 1000;
        jlink->min_divider = 1;
    }
    return TRUE;
}

static gboolean
set_board (UlEmuOptions *options, GError **error)
{
    options->board = ul_sim_board_find_kind (words.board != NULL ? words.board : "frdm-kl25z");
    if (options->board == NULL)
        return usage (error, "not a board that can be simulated", words.board);
    options->state = (UlEmuBoardState){ words.flash, -1, -1, -1, words.locked };
    return parse_number (words.fsec, &options->state.fsec, error) &&
           parse_number (words.fopt, &options->state.fopt, error) &&
           parse_number (words.fprot, &options->state.fprot, error) &&
           parse_faults (options, error);
}

static gboolean
run_context (UlEmuOptions *options, char **arguments, GError **error)
{
    UlEmuJlinkOptions *jlink = &options->jlink;
    UlEmuDapOptions *dap = &options->dap;
    gboolean full_speed = FALSE, composite = FALSE;
    /* clang-format off */
    const GOptionEntry entries[] = {
        { "probe", 'p', 0, G_OPTION_ARG_STRING, &words.probe, "jlink, cmsis-dap or cmsis-dap-v1", "KIND" },
        { "board", 'b', 0, G_OPTION_ARG_STRING, &words.board, "the board behind it", "NAME" },
        { "stored", 0, 0, G_OPTION_ARG_NONE, &options->stored, "the board as it is kept, not a new one", NULL },
        { "flash", 0, 0, G_OPTION_ARG_FILENAME, &words.flash, "bytes that the flash begins with", "FILE" },
        { "locked", 0, 0, G_OPTION_ARG_NONE, &words.locked, "the chip is locked", NULL },
        { "fsec", 0, 0, G_OPTION_ARG_STRING, &words.fsec, "the chip's security byte", "BYTE" },
        { "fopt", 0, 0, G_OPTION_ARG_STRING, &words.fopt, "the chip's option byte", "BYTE" },
        { "fprot", 0, 0, G_OPTION_ARG_STRING, &words.fprot, "the chip's protection, 0 for protected", "WORD" },
        { "fault", 'f', 0, G_OPTION_ARG_STRING_ARRAY, &words.faults, "what goes wrong, may be repeated", "FAULT" },
        { "serial", 0, 0, G_OPTION_ARG_STRING, &words.serial, "the probe's serial number", "TEXT" },
        { "firmware", 0, 0, G_OPTION_ARG_STRING, &words.firmware, "the firmware's name or version", "TEXT" },
        { "product", 0, 0, G_OPTION_ARG_STRING, &words.product, "the CMSIS-DAP's name", "TEXT" },
        { "product-id", 0, 0, G_OPTION_ARG_INT, &words.product_id, "USB product id", "NUMBER" },
        { "full-speed", 0, 0, G_OPTION_ARG_NONE, &full_speed, "12 Mbit/s, not 480", NULL },
        { "max-khz", 0, 0, G_OPTION_ARG_INT, &words.max_khz, "the fastest SWCLK", "KHZ" },
        { "free-memory", 0, 0, G_OPTION_ARG_INT, &words.free_memory, "of the J-Link", "BYTES" },
        { "caps", 0, 0, G_OPTION_ARG_STRING, &words.caps, "capability bits of the J-Link", "WORD" },
        { "split-status", 0, 0, G_OPTION_ARG_NONE, &jlink->split_status, "a J-Link of old, status in a packet of its own", NULL },
        { "needs-registration", 0, 0, G_OPTION_ARG_NONE, &jlink->needs_registration, "a J-Link that serves nobody it does not know", NULL },
        { "breaks-on-registration", 0, 0, G_OPTION_ARG_NONE, &jlink->breaks_on_registration, "a J-Link that goes silent at the command", NULL },
        { "packet-size", 0, 0, G_OPTION_ARG_INT, &words.packet_size, "of the CMSIS-DAP", "BYTES" },
        { "packet-count", 0, 0, G_OPTION_ARG_INT, &words.packet_count, "of the CMSIS-DAP", "NUMBER" },
        { "no-retry", 0, 0, G_OPTION_ARG_NONE, &dap->no_retry, "a CMSIS-DAP that tells every WAIT", NULL },
        { "no-sequence", 0, 0, G_OPTION_ARG_NONE, &dap->no_sequence, "a CMSIS-DAP before 1.2", NULL },
        { "no-out-endpoint", 0, 0, G_OPTION_ARG_NONE, &dap->no_out_endpoint, "a CMSIS-DAP v1 that takes SET_REPORT", NULL },
        { "loses-commands-in-flight", 0, 0, G_OPTION_ARG_NONE, &dap->loses_commands_in_flight, "a CMSIS-DAP that cannot queue", NULL },
        { "keep-up", 0, 0, G_OPTION_ARG_NONE, &options->keep_up, "the chip works no slower than the machine's clock", NULL },
        { "composite", 0, 0, G_OPTION_ARG_NONE, &composite, "with a serial port and a disk", NULL },
        { "also", 0, 0, G_OPTION_ARG_STRING_ARRAY, &words.also, "one more probe, in the next port; may be repeated", "OPTIONS" },
        { "virtual-day", 0, 0, G_OPTION_ARG_NONE, &options->virtual_day, "the command's time of day is the probe's clock", NULL },
        { "virtual-clock", 0, 0, G_OPTION_ARG_NONE, &options->virtual_clock, "so is the clock of its thread that sends, which must not use libusb's time-outs", NULL },
        { "unplugged", 0, 0, G_OPTION_ARG_NONE, &options->unplugged, "not plugged in at first", NULL },
        { "counters", 0, 0, G_OPTION_ARG_FILENAME, &options->counters, "write the counters there at the end; - for the output", "FILE" },
        { "control", 0, 0, G_OPTION_ARG_FILENAME, &options->control, "a socket that takes: [PORT] plug, unplug, fault FAULT=AHEAD, counters", "PATH" },
        { "flash-out", 0, 0, G_OPTION_ARG_FILENAME, &options->flash_out, "write the flash there at the end", "FILE" },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &words.command, "", "-- COMMAND" },
        G_OPTION_ENTRY_NULL,
    };
    /* clang-format on */
    g_auto (GStrv) rest = g_strdupv (arguments);
    g_autoptr (GOptionContext) context =
        g_option_context_new ("- run COMMAND with an emulated probe plugged in");

    g_option_context_add_main_entries (context, entries, NULL);
    g_option_context_set_strict_posix (context, TRUE);
    if (!g_option_context_parse_strv (context, &rest, error))
        return FALSE;
    jlink->full_speed = full_speed;
    dap->full_speed = full_speed;
    jlink->composite = dap->composite = composite;
    return TRUE;
}

static gboolean
parse_words (UlEmuOptions *options, char **arguments, GError **error)
{
    ul_emu_jlink_options_init (&options->jlink);
    ul_emu_dap_options_init (&options->dap);
    ul_sim_board_faults_init (&options->board_faults);
    if (!run_context (options, arguments, error) || !parse_probe (options, error) ||
        !set_jlink (&options->jlink, error) || !set_board (options, error))
        return FALSE;
    set_dap (&options->dap);
    options->also = words.also;
    options->command = words.command;
    return TRUE;
}

static void
free_words (Words *self)
{
    char *strings[] = { self->probe, self->board,  self->flash,    self->fsec,    self->fopt,
                        self->fprot, self->serial, self->firmware, self->product, self->caps };

    for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
        g_free (strings[i]);
    g_strfreev (self->faults);
    g_strfreev (self->also);
    g_strfreev (self->command);
    g_free (self);
}

static gboolean
parse (UlEmuOptions *options, char **arguments, GError **error)
{
    gboolean good;

    *options = (UlEmuOptions){ 0 };
    words = no_words;
    good = parse_words (options, arguments, error);
    options->words = g_memdup2 (&words, sizeof words);
    return good;
}

gboolean
ul_emu_options_parse (UlEmuOptions *options, char **arguments, GError **error)
{
    return parse (options, arguments, error) &&
           (options->command != NULL || usage (error, "nothing to run", "COMMAND"));
}

gboolean
ul_emu_options_parse_more (UlEmuOptions *options, const char *more, GError **error)
{
    g_autofree char *line = g_strconcat ("also ", more, NULL);
    g_auto (GStrv) arguments = NULL;

    return g_shell_parse_argv (line, NULL, &arguments, error) && parse (options, arguments, error);
}

void
ul_emu_options_clear (UlEmuOptions *options)
{
    g_clear_pointer (&options->counters, g_free);
    g_clear_pointer (&options->control, g_free);
    g_clear_pointer (&options->flash_out, g_free);
    g_clear_pointer (&options->words, free_words);
}
