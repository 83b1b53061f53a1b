/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What can be wrong with a board, in words, as they are typed and as they are kept. */
#include "ul-sim-board.h"

#include "ul-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define NORMAL_VTREF_MV 3300
#define FOR_EVER        "for-ever" /* G_MAXUINT */

typedef enum {
    FAULT_FLAG,    /* gboolean */
    FAULT_ZERO,    /* int that is 0 */
    FAULT_LEVEL,   /* int, not 0 */
    FAULT_NUMBER,  /* guint */
    FAULT_ADDRESS, /* guint32 */
    FAULT_TIME,    /* gint64 */
} FaultKind;

typedef struct {
    const char *word;
    const char *unit; /* shown after "word=" */
    FaultKind kind;
    gsize offset;
    const char *explanation;
} Fault;

#define AT(field) G_STRUCT_OFFSET (UlSimBoardFaults, field)

static const Fault faults_table[] = {
    { "no-power", NULL, FAULT_ZERO, AT (vtref_mv), N_ ("the board has no supply") },
    { "vtref-mv", "MV", FAULT_LEVEL, AT (vtref_mv), N_ ("the board's supply, in millivolts") },
    { "no-permission", NULL, FAULT_FLAG, AT (no_permission), N_ ("the probe may not be opened") },
    { "unplug-at", "N", FAULT_NUMBER, AT (unplug_at),
      N_ ("the probe is unplugged at this USB transfer") },
    { "silent-at", "N", FAULT_NUMBER, AT (silent_at),
      N_ ("the probe stops answering at this USB transfer") },
    { "stall-at", "N", FAULT_NUMBER, AT (stall_at),
      N_ ("the probe reports an error at this USB transfer") },
    { "pace", "N", FAULT_NUMBER, AT (pace),
      N_ ("work takes as long as on a real board, or a 1/N of it") },
    { "dead", NULL, FAULT_FLAG, AT (wire.dead), N_ ("SWDIO is not connected") },
    { "dormant", NULL, FAULT_FLAG, AT (wire.dormant), N_ ("the debug port starts dormant") },
    { "garble-every", "N", FAULT_NUMBER, AT (wire.garble_every),
      N_ ("one of N transfers arrives with a wrong bit") },
    { "garble-above-khz", "KHZ", FAULT_NUMBER, AT (wire.garble_above_khz),
      N_ ("... only where SWCLK is faster") },
    { "wait-every", "N", FAULT_NUMBER, AT (wire.wait_every),
      N_ ("one of N accesses is answered with WAIT") },
    { "wait-times", "N|" FOR_EVER, FAULT_NUMBER, AT (wire.wait_times),
      N_ ("... so often in a row") },
    { "bad-sector", "ADDRESS", FAULT_ADDRESS, AT (chip.bad_sector),
      N_ ("the sector's erase fails") },
    { "stubborn-sector", "ADDRESS", FAULT_ADDRESS, AT (chip.stubborn_sector),
      N_ ("the sector's erase reports success and changes nothing") },
    { "refused-sector", "ADDRESS", FAULT_ADDRESS, AT (chip.refused_sector),
      N_ ("the flash controller calls commands for the sector illegal") },
    { "disturbed-sector", "ADDRESS", FAULT_ADDRESS, AT (chip.disturbed_sector),
      N_ ("something reads the sector while it is being changed") },
    { "spoiled-address", "ADDRESS", FAULT_ADDRESS, AT (chip.spoiled_address),
      N_ ("erasing another sector changes this byte") },
    { "weak-address", "ADDRESS", FAULT_ADDRESS, AT (chip.weak_address),
      N_ ("programming this byte loses one more bit") },
    { "reset-pin-gpio", NULL, FAULT_FLAG, AT (chip.reset_pin_gpio),
      N_ ("the reset pin does not reset the chip") },
    { "reset-period-us", "US", FAULT_NUMBER, AT (chip.reset_period_us),
      N_ ("the chip resets itself this often") },
    { "brown-out-us", "US", FAULT_TIME, AT (chip.brown_out_us),
      N_ ("the power fails for a moment at this time") },
    { "cut-command", "N", FAULT_NUMBER, AT (chip.cut_command),
      N_ ("the power fails within this command of the flash controller") },
    { "cut-percent", "N", FAULT_NUMBER, AT (chip.cut_percent),
      N_ ("... when so much of the command's time is over") },
    { "keeps-protection", NULL, FAULT_FLAG, AT (chip.keeps_protection),
      N_ ("a reset does not change which sectors are write-protected") },
    { "eeprom-load-us", "US", FAULT_NUMBER, AT (chip.eeprom_load_us),
      N_ ("the emulated EEPROM is ready only this long after a reset") },
    { "nobody-there", NULL, FAULT_FLAG, AT (chip.nobody_there),
      N_ ("nobody switches the board off and on when asked to") },
    { "erase-hangs", NULL, FAULT_FLAG, AT (chip.erase_hangs),
      N_ ("a mass erase is accepted and never ends") },
    { "erase-bare", NULL, FAULT_FLAG, AT (chip.erase_bare),
      N_ ("a mass erase does not write the security byte") },
};

void
ul_sim_board_faults_init (UlSimBoardFaults *faults)
{
    *faults = (UlSimBoardFaults){ .vtref_mv = NORMAL_VTREF_MV, .wire.wait_times = 1 };
    ul_sim_chip_faults_init (&faults->chip);
}

static guint64
largest (FaultKind kind)
{
    return kind == FAULT_LEVEL ? G_MAXINT : kind == FAULT_TIME ? G_MAXINT64 : G_MAXUINT;
}

static gboolean
read_number (const Fault *fault, const char *text, guint64 *value, GError **error)
{
    gboolean hex = g_str_has_prefix (text, "0x");

    if (fault->kind == FAULT_NUMBER && strcmp (text, FOR_EVER) == 0)
        *value = G_MAXUINT;
    else if (!g_ascii_string_to_unsigned (hex ? text + 2 : text, hex ? 16 : 10, 0,
                                          largest (fault->kind), value, NULL)) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE,
                     _ ("%s: “%s” is not a number that the fault can have"), fault->word, text);
        return FALSE;
    }
    return TRUE;
}

static void
store (const Fault *fault, UlSimBoardFaults *faults, guint64 value)
{
    gpointer field = G_STRUCT_MEMBER_P (faults, fault->offset);

    switch (fault->kind) {
    case FAULT_FLAG:
        *(gboolean *) field = TRUE;
        break;
    case FAULT_ZERO:
        *(int *) field = 0;
        break;
    case FAULT_LEVEL:
        *(int *) field = value;
        break;
    case FAULT_NUMBER:
        *(guint *) field = value;
        break;
    case FAULT_ADDRESS:
        *(guint32 *) field = value;
        break;
    case FAULT_TIME:
        *(gint64 *) field = value;
        break;
    }
}

static const Fault *
find (const char *text, gsize length)
{
    for (guint i = 0; i < G_N_ELEMENTS (faults_table); i++)
        if (strlen (faults_table[i].word) == length &&
            strncmp (faults_table[i].word, text, length) == 0)
            return &faults_table[i];
    return NULL;
}

gboolean
ul_sim_board_faults_parse (UlSimBoardFaults *faults, const char *text, GError **error)
{
    const char *equals = strchr (text, '=');
    const Fault *fault = find (text, equals != NULL ? (gsize) (equals - text) : strlen (text));
    guint64 value = 0;

    if (fault == NULL) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("A simulated board has no fault “%s”"),
                     text);
        return FALSE;
    }
    if (fault->unit != NULL && equals == NULL) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("The fault “%s” needs a value: %s=%s"),
                     fault->word, fault->word, fault->unit);
        return FALSE;
    }
    if (fault->unit == NULL && equals != NULL) {
        g_set_error (error, UL_ERROR, UL_ERROR_USAGE, _ ("The fault “%s” takes no value"),
                     fault->word);
        return FALSE;
    }
    if (equals != NULL && !read_number (fault, equals + 1, &value, error))
        return FALSE;
    store (fault, faults, value);
    return TRUE;
}

/* --- the other way round --- */

static char *
to_word (const Fault *fault, gconstpointer field)
{
    switch (fault->kind) {
    case FAULT_FLAG:
    case FAULT_ZERO:
        return g_strdup (fault->word);
    case FAULT_LEVEL:
        return g_strdup_printf ("%s=%d", fault->word, *(const int *) field);
    case FAULT_NUMBER:
        if (*(const guint *) field == G_MAXUINT)
            return g_strdup_printf ("%s=" FOR_EVER, fault->word);
        return g_strdup_printf ("%s=%u", fault->word, *(const guint *) field);
    case FAULT_ADDRESS:
        return g_strdup_printf ("%s=0x%08X", fault->word, *(const guint32 *) field);
    case FAULT_TIME:
        return g_strdup_printf ("%s=%" G_GINT64_FORMAT, fault->word, *(const gint64 *) field);
    }
    return NULL;
}

static gboolean
is_set (const Fault *fault, gconstpointer field, gconstpointer normal)
{
    gsize size = fault->kind == FAULT_TIME ? sizeof (gint64) : sizeof (gint32);

    if (memcmp (field, normal, size) == 0)
        return FALSE;
    if (fault->kind == FAULT_ZERO || fault->kind == FAULT_LEVEL)
        return (*(const int *) field == 0) == (fault->kind == FAULT_ZERO);
    return TRUE;
}

GStrv
ul_sim_board_faults_to_words (const UlSimBoardFaults *faults)
{
    g_autoptr (GStrvBuilder) words = g_strv_builder_new ();
    UlSimBoardFaults normal;

    ul_sim_board_faults_init (&normal);
    for (guint i = 0; i < G_N_ELEMENTS (faults_table); i++) {
        const Fault *fault = &faults_table[i];
        gconstpointer field = G_STRUCT_MEMBER_P (faults, fault->offset);
        g_autofree char *word = NULL;

        if (!is_set (fault, field, G_STRUCT_MEMBER_P (&normal, fault->offset)))
            continue;
        word = to_word (fault, field);
        g_strv_builder_add (words, word);
    }
    return g_strv_builder_end (words);
}

static gpointer
make_list (gpointer data)
{
    GPtrArray *list = g_ptr_array_new ();

    for (guint i = 0; i < G_N_ELEMENTS (faults_table); i++) {
        const Fault *fault = &faults_table[i];

        g_ptr_array_add (list, fault->unit == NULL
                                   ? g_strdup (fault->word)
                                   : g_strconcat (fault->word, "=", fault->unit, NULL));
        g_ptr_array_add (list, g_strdup (_ (fault->explanation)));
    }
    g_ptr_array_add (list, NULL);
    return g_ptr_array_free (list, FALSE);
}

const char *const *
ul_sim_board_faults_list (void)
{
    static GOnce once = G_ONCE_INIT;

    return g_once (&once, make_list, NULL);
}
