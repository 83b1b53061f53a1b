/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Stories of half a minute: a simulated board in a certain state, and the file that belongs to it.
 */
#include "ul-sim-scenario.h"

#include "ul-error.h"
#include "ul-example.h"
#include "ul-file.h"
#include "ul-image.h"
#include "ul-sim-board.h"

#include <glib/gi18n.h>

#define KL25 "sim:frdm-kl25z"
#define K64  "sim:frdm-k64f"
#define KE02 "sim:frdm-ke02z"

#define LONG_FILE   "long-job.srec"
#define LONG_SIZE   (960 * 1024)
#define FSEC_AT     0x40C
#define EEPROM_FILE "with-eeprom.srec"
#define KE_SIZE     (8 * 1024)
#define KE_FSEC_AT  0x40E
#define EEPROM      0x10000000
#define EEPROM_SIZE 128
#define UNSECURED   0xFE
#define FIRST_STACK 0x20000000

typedef struct {
    UlScenario story;
    const char *holds; /* (nullable): example that the flash holds; else it is blank */
    int fsec;          /* -1: as it is then */
    guint32 fprot;     /* 0: nothing protected */
    const char *fault; /* (nullable) */
    const char *opens; /* (nullable): example to program */
} Row;

static const Row rows[] = {
    { .story = { "ready", N_ ("A board that is ready"),
                 N_ ("Press Program, and watch the map: erase, write, verify."), KL25 },
      .fsec = -1,
      .opens = "blinky.srec" },
    { .story = { "protected", N_ ("A protected boot loader"),
                 N_ ("The file needs sectors that the chip protects. That is said before anything "
                     "is tried, with the button that helps."),
                 KL25 },
      .holds = "app.hex",
      .fsec = -1,
      .fprot = 0xFFFFFFFC,
      .opens = "blinky.srec" },
    { .story = { "locked", N_ ("A locked chip"),
                 N_ ("Its contents are hidden. Unlock erases it, resets it and proves that it is "
                     "open."),
                 KL25 },
      .holds = "blinky.srec",
      .fsec = 0x7F,
      .opens = "blinky.srec" },
    { .story = { "locked-forever", N_ ("A chip that is locked for ever"),
                 N_ ("Mass erase is switched off. No tool can open it, and that is said before any "
                     "try."),
                 KL25 },
      .holds = "blinky.srec",
      .fsec = 0xEF,
      .opens = "blinky.srec" },
    { .story = { "resetting", N_ ("A chip that keeps resetting"),
                 N_ ("It can be met for moments only. Catch the Chip tries until it stands still."),
                 KL25 },
      .holds = "blinky.srec",
      .fsec = -1,
      .fault = "reset-period-us=10000" },
    { .story = { "mismatch", N_ ("A byte that does not keep its value"),
                 N_ ("Programming ends with a failed sector: the map shows where, and the message "
                     "what was expected and read."),
                 KL25 },
      .fsec = -1,
      .fault = "weak-address=0x2404",
      .opens = "blinky.srec" },
    { .story = { "eeprom", N_ ("A chip with EEPROM"),
                 N_ ("The file fills flash and EEPROM. Both are on the map, and both are "
                     "programmed."),
                 KE02 },
      .fsec = -1,
      .opens = EEPROM_FILE },
    { .story = { "large", N_ ("A large chip"),
                 N_ ("256 sectors of 4 KiB, and a file that fills nearly all of them."), K64 },
      .fsec = -1,
      .opens = LONG_FILE },
    { .story = { "slow", N_ ("A job that takes its time"),
                 N_ ("The same at the pace of a real board. Cancel it half way, then Resume."),
                 K64 },
      .fsec = -1,
      .holds = LONG_FILE,
      .fault = "pace=1",
      .opens = LONG_FILE },
    { .story = { "no-permission", N_ ("A probe that may not be opened"),
                 N_ ("What is missing on a new computer, and how it is mended."), KL25 },
      .fsec = -1,
      .fault = "no-permission" },
    { .story = { "new-chip", N_ ("A new chip that reads as locked"),
                 N_ ("Erased flash means locked. Unlocking loses nothing then."), KL25 },
      .fsec = 0xFF,
      .opens = "blinky.srec" },
};

const UlScenario *
ul_sim_scenario_get (guint index)
{
    return index < G_N_ELEMENTS (rows) ? &rows[index].story : NULL;
}

/* --- its files --- */

/* Something that is nowhere blank, and that leaves the chip open. */
static UlImage *
make_image (guint32 size, guint32 fsec_at, guint32 value)
{
    g_autofree guint8 *data = g_malloc (size);

    for (guint i = 0; i < size; i++) {
        value = value * 1664525 + 1013904223;
        data[i] = value >> 24;
    }
    for (guint i = 0; i < 4; i++)
        data[i] = (guint32) FIRST_STACK >> (8 * i) & 0xFF;
    memset (data + 0x400, 0xFF, 16);
    data[fsec_at] = UNSECURED;
    return ul_image_new_from_data (LONG_FILE, 0, data, size);
}

static UlImage *
make_image_with_eeprom (GError **error)
{
    guint8 numbers[EEPROM_SIZE];
    g_autoptr (UlImage) flash = make_image (KE_SIZE, KE_FSEC_AT, 1);
    g_autoptr (UlImage) eeprom = NULL;

    for (guint i = 0; i < EEPROM_SIZE; i++)
        numbers[i] = i;
    eeprom = ul_image_new_from_data (EEPROM_FILE, EEPROM, numbers, EEPROM_SIZE);
    return ul_image_merge ((UlImage *const[]){ flash, eeprom }, 2, error);
}

static UlImage *
make_long_image (guint32 value)
{
    return make_image (LONG_SIZE, FSEC_AT, value);
}

static GFile *
write_file (const char *name, UlImage *image, GError **error)
{
    g_autofree char *folder = g_build_filename (g_get_user_cache_dir (), "unlatch", NULL);
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);

    g_mkdir_with_parents (folder, 0700);
    if (!ul_image_save (image, file, UL_IMAGE_FORMAT_SREC, 0xFF, NULL, error))
        return NULL;
    return g_steal_pointer (&file);
}

static GFile *
find_file (const char *name, GError **error)
{
    g_autoptr (UlImage) made = NULL;

    if (g_str_equal (name, LONG_FILE))
        made = make_long_image (1);
    else if (g_str_equal (name, EEPROM_FILE))
        made = make_image_with_eeprom (error);
    else
        return ul_example_find (name, error);
    return made != NULL ? write_file (name, made, error) : NULL;
}

/* Of the long file another version, so that all of it has to be erased. */
static UlImage *
load_contents (const char *name, GError **error)
{
    g_autoptr (GFile) file = NULL;

    if (g_str_equal (name, LONG_FILE))
        return make_long_image (2);
    file = ul_example_find (name, error);
    return file != NULL ? ul_image_load (file, NULL, NULL, error) : NULL;
}

/* --- its board --- */

static gboolean
set_board (const Row *row, GError **error)
{
    const UlSimBoardKind *kind = ul_sim_board_find_kind (strchr (row->story.probe_id, ':') + 1);
    g_autoptr (UlImage) image = NULL;
    UlSimBoardFaults faults;
    UlSimBoardState board;

    ul_sim_board_state_init (&board);
    ul_sim_board_faults_init (&faults);
    if (row->holds != NULL && (image = load_contents (row->holds, error)) == NULL)
        return FALSE;
    if (row->fault != NULL && !ul_sim_board_faults_parse (&faults, row->fault, error))
        return FALSE;
    board.image = image;
    board.fsec = row->fsec;
    board.have_fprot = row->fprot != 0;
    board.fprot = row->fprot;
    board.faults = &faults;
    return ul_sim_board_reset (kind, &board, error);
}

GPtrArray *
ul_sim_scenario_prepare (const UlScenario *scenario, GError **error)
{
    const Row *row = (const Row *) (gconstpointer) scenario; /* its first member */
    g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

    if (row->opens != NULL) {
        GFile *file = find_file (row->opens, error);
        if (file == NULL)
            return NULL;
        g_ptr_array_add (files, file);
    }
    return set_board (row, error) ? g_steal_pointer (&files) : NULL;
}
