/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Chips whose flash has a block that is data flash, the backup of emulated EEPROM, or some of both:
 * jobs on the simulated boards that have one. A board is a row of the table. */
#include "board-world.h"
#include "cases.h"
#include "own-folders.h"
#include "ul-backup.h"
#include "ul-error.h"

#include <string.h>

#define KIB    1024u
#define DATA   0x10000000u /* on the bus */
#define EEPROM 0x14000000u
#define FEPROT 0x40E
#define FDPROT 0x40F

typedef struct {
    const char *name;
    guint32 size, sector;     /* of the data flash */
    guint8 eeprom_size, half; /* codes for the IFR: half of the FlexNVM stands behind EEPROM */
    guint32 protect;          /* bytes that one bit of FDPROT stands for */
} Board;

static const Board boards[] = {
    { "k20dx256", 32 * KIB, 1 * KIB, 0x4, 0x2, 4 * KIB },
    { "s32k144evb", 64 * KIB, 2 * KIB, 0x2, 0x3, 8 * KIB },
};

/* The IFR follows the data flash. */
#define IFR        16
#define FIRST_WORD "kept"

static guint8 *
get_data (World *world)
{
    return world->flash + world->size;
}

static guint8 *
get_ifr (World *world)
{
    return get_data (world) + world->device->regions[1].size;
}

static void
partition (World *world, const Board *board)
{
    guint8 *ifr = get_ifr (world);

    ifr[0] = board->eeprom_size;
    ifr[1] = board->half;
    ifr[2] = 0;
    memcpy (ifr + IFR, FIRST_WORD, 4);
    ul_sim_chip_flash_changed (world->chip);
}

static void
fill_data (World *world, guint8 value)
{
    memset (get_data (world), value, world->device->regions[1].size);
    ul_sim_chip_flash_changed (world->chip);
}

static gboolean
is_all (const guint8 *bytes, gsize size, guint8 value)
{
    return bytes[0] == value && memcmp (bytes, bytes + 1, size - 1) == 0;
}

/* An image of two parts: some of the program flash, and data flash full of @value. */
static void
ask_for_both (World *world, guint32 program_size, guint32 data_size, guint8 value)
{
    g_autofree guint8 *program = world_make_data (world, 0, program_size, 2);
    g_autofree guint8 *data = g_malloc (data_size);
    g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func (g_object_unref);
    g_autoptr (GError) error = NULL;

    memset (data, value, data_size);
    world_ask (world, UL_JOB_PROGRAM);
    g_ptr_array_add (images, ul_image_new_from_data ("program", 0, program, program_size));
    g_ptr_array_add (images, ul_image_new_from_data ("data", DATA, data, data_size));
    world->spec->image = ul_image_merge ((UlImage **) images->pdata, images->len, &error);
    assert_no_error (error);
}

static void
both_flashes_are_programmed (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    fill_data (world, 0x11);
    ask_for_both (world, world->size, board->size, 0x5A);
    world_must_run (world);
    assert_true (world_holds (world, 0, world->size, 2));
    assert_true (is_all (get_data (world), board->size, 0x5A));
    assert_int_equal (world_counts (world).refusals, 0);
    assert_true (world_counts (world).sections > 0);
    /* one sector of it changes */
    UlSimChipCounts before = world_counts (world);
    ask_for_both (world, world->size, board->size, 0x5A);
    world_must_run (world);
    assert_int_equal (world_counts (world).erases, before.erases);
}

static void
data_flash_alone_is_erased_and_kept (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    fill_data (world, 0x11);
    world_ask (world, UL_JOB_ERASE);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = DATA + 3 * board->sector;
    world->spec->range_size = 5 * board->sector;
    world_must_run (world);
    assert_int_equal (world->result->n_erased, 5);
    assert_true (is_all (get_data (world) + 3 * board->sector, 5 * board->sector, 0xFF));
    assert_true (is_all (get_data (world), 3 * board->sector, 0x11));
    assert_true (world_holds (world, 0, world->size, 1));
    assert_non_null (world->result->backup);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, NULL);
    world_must_run (world);
    assert_true (is_all (get_data (world), board->size, 0x11));
}

static void
division_is_known_and_kept (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    world_set_byte (world, FEPROT, 0xF0);
    partition (world, board);
    /* also where the device was chosen beforehand */
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    const UlDevice *found = ul_session_get_device (world->session);
    assert_ptr_not_equal (found, world->device);
    assert_int_equal (found->eeprom_backup, board->size / 2);
    assert_int_equal (found->regions[1].size, board->size / 2);
    assert_int_equal (world_chip (world)->protection.feprot, 0xF0);

    ask_for_both (world, 4 * KIB, board->size / 2 + board->protect, 0x5A);
    world_fails (world, UL_ERROR_IMAGE_DOES_NOT_FIT);
    ask_for_both (world, world->size, board->size / 2, 0x5A);
    world_must_run (world);
    assert_true (world_holds (world, 0, world->size, 2));
    assert_true (is_all (get_data (world), board->size / 2, 0x5A));
    /* without sections, which need the RAM that is EEPROM, and without Erase All */
    assert_int_equal (world_counts (world).sections, 0);
    assert_int_equal (world_counts (world).erase_alls, 0);
    assert_int_equal (world_counts (world).refusals, 0);
    assert_memory_equal (get_ifr (world) + IFR, FIRST_WORD, 4);
    assert_int_equal (get_ifr (world)[1], board->half);
}

/* --- emulated EEPROM --- */

static guint8 *
get_eeprom (World *world)
{
    return get_ifr (world) + IFR; /* the records, as the model keeps them */
}

static guint8
old_byte (guint i)
{
    return i * 7 + 3;
}

/* Returns: bytes of EEPROM */
static guint32
make_eeprom (World *world, const Board *board)
{
    guint32 size = 16 * KIB >> board->eeprom_size;

    world_fill (world, 0, world->size, 1);
    fill_data (world, 0x11);
    partition (world, board);
    for (guint i = 0; i < size; i++)
        get_eeprom (world)[i] = old_byte (i);
    ul_sim_chip_flash_changed (world->chip);
    return size;
}

static void
ask_for_eeprom (World *world, UlJobKind kind, guint32 start, guint32 size)
{
    world_ask (world, kind);
    world->spec->scope = UL_SCOPE_RANGE;
    world->spec->range_start = EEPROM + start;
    world->spec->range_size = size;
}

static gboolean
is_old (World *world, guint32 from, guint32 to)
{
    for (guint32 i = from; i < to; i++)
        if (get_eeprom (world)[i] != old_byte (i))
            return FALSE;
    return TRUE;
}

static void
eeprom_is_a_memory_of_its_own (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    guint32 size = make_eeprom (world, board);
    g_autofree guint8 *data = g_malloc (size);

    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    const UlDevice *found = ul_session_get_device (world->session);
    const UlRegion *eeprom = ul_device_find_emulated (found);
    assert_non_null (eeprom);
    assert_int_equal (eeprom->start, EEPROM);
    assert_int_equal (eeprom->size, size);
    for (guint i = 0; i < size; i++)
        data[i] = old_byte (i);
    world_ask (world, UL_JOB_VERIFY);
    world->spec->image = ul_image_new_from_data ("eeprom", EEPROM, data, size);
    world->spec->halt_after = TRUE; /* its program would not serve the watchdog */
    world_must_run (world);
    ask_for_eeprom (world, UL_JOB_READ, 0, size);
    world_must_run (world);
    assert_int_equal (ul_image_read (world->result->data, EEPROM, size, data, NULL), size);
    assert_memory_equal (data, get_eeprom (world), size);
    assert_true (is_old (world, 0, size));
}

static void
ask_to_write (World *world, guint32 offset, const guint8 *data, guint32 size)
{
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_new_from_data ("eeprom", EEPROM + offset, data, size);
}

static void
eeprom_is_written_and_kept_beside (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    guint32 size = make_eeprom (world, board);
    guint8 data[50];

    for (guint i = 0; i < sizeof data; i++)
        data[i] = 200 - i;
    ask_to_write (world, 5, data, sizeof data);
    world_must_run (world);
    assert_memory_equal (get_eeprom (world) + 5, data, sizeof data);
    assert_true (is_old (world, 0, 5) && is_old (world, 5 + sizeof data, size));
    assert_true (world_holds (world, 0, world->size, 1));
    assert_true (is_all (get_data (world), board->size / 2, 0x11));
    assert_true (world->result->n_verified > 0);
    assert_int_equal (world_counts (world).refusals, 0);
    assert_int_equal (world_counts (world).erases, 0);
    /* what is there already costs no record */
    guint before = world_counts (world).commands;
    ask_to_write (world, 5, data, sizeof data);
    world_must_run (world);
    assert_int_equal (world_counts (world).commands, before);
}

static void
eeprom_goes_with_the_flash_in_one_job (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    guint32 size = make_eeprom (world, board);
    g_autofree guint8 *program = world_make_data (world, 0, 16 * KIB, 2);
    static const guint8 numbers[4] = { 1, 2, 3, 4 };
    g_autoptr (UlImage) code = ul_image_new_from_data ("code", 0, program, 16 * KIB);
    g_autoptr (UlImage) few = ul_image_new_from_data ("few", EEPROM + size - 4, numbers, 4);
    UlImage *parts[2] = { code, few };

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_image_merge (parts, 2, NULL);
    world_must_run (world);
    assert_true (world_holds (world, 0, 16 * KIB, 2));
    assert_memory_equal (get_eeprom (world) + size - 4, numbers, 4);
    assert_true (is_old (world, 0, size - 4));
}

static void
eeprom_comes_back_from_the_backup (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    guint32 size = make_eeprom (world, board);

    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    ask_for_eeprom (world, UL_JOB_ERASE, 0, size);
    world_must_run (world);
    assert_true (is_all (get_eeprom (world), size, 0xFF));
    assert_non_null (world->result->backup);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, NULL);
    world_must_run (world);
    assert_true (is_old (world, 0, size));
    assert_true (world_holds (world, 0, world->size, 1));
}

/* Each bit of FEPROT stands for an eighth. */
static void
eeprom_is_protected_by_its_own_register (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    guint32 size = make_eeprom (world, board);
    g_autofree guint8 *data = g_malloc0 (size);

    world_set_byte (world, FEPROT, 0xFB);
    ask_to_write (world, 0, data, size);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    assert_int_equal (world->result->problem->address, EEPROM + size / 8 * 2);
    assert_false (world->result->touched);
    ask_to_write (world, 0, data, size);
    world->spec->skip_protected = TRUE;
    world_must_run (world);
    assert_true (is_all (get_eeprom (world), size / 8 * 2, 0));
    assert_true (is_old (world, size / 8 * 2, size / 8 * 3));
    assert_true (is_all (get_eeprom (world) + size / 8 * 3, size / 8 * 5, 0));
}

/* It has none to be written after the mass erase, which says so in time. */
static void
unlock_says_that_eeprom_is_lost (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);
    static const guint8 numbers[4] = { 1, 2, 3, 4 };

    make_eeprom (world, board);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    world_ask (world, UL_JOB_UNLOCK);
    g_autoptr (UlPlan) plan = ul_session_preview (world->session, world->spec, NULL);
    g_autofree char *summary = ul_plan_summarize (plan);
    assert_non_null (strstr (summary, "the emulated EEPROM is lost"));
    ask_to_write (world, 0, numbers, 4);
    world->spec->unlock_first = TRUE;
    world_fails (world, UL_ERROR_IMAGE_DOES_NOT_FIT);
    assert_false (world->result->touched);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_non_null (world->result->backup);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    g_autoptr (UlImage) image = ul_backup_load (backup, NULL);
    guint8 first = 0;
    assert_int_equal (ul_image_read (image, EEPROM, 1, &first, NULL), 1);
    assert_int_equal (first, old_byte (0));
    /* nor can that be put back before there is one */
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = g_object_ref (image);
    world_fails (world, UL_ERROR_IMAGE_DOES_NOT_FIT);
    assert_false (world->result->touched);
    partition (world, board);
    world_must_run (world);
    assert_true (is_old (world, 0, 16 * KIB >> board->eeprom_size));
    assert_true (world_holds (world, 0, world->size, 1));
}

static void
unlock_makes_all_of_it_data_flash (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    partition (world, board);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    assert_true (is_all (get_data (world), board->size, 0xFF));
    assert_int_equal (get_ifr (world)[1], 0xFF);
    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    assert_ptr_equal (ul_session_get_device (world->session), world->device);
}

/* The sector of the field is rewritten, and nothing else. */
static void
lifting_its_protection_keeps_the_division (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    fill_data (world, 0x11);
    partition (world, board);
    world_set_byte (world, FDPROT, 0xFE);
    world_ask (world, UL_JOB_UNPROTECT);
    world_must_run (world);
    assert_true (world->result->n_freed > 0);
    assert_int_equal (world->result->protection.fdprot, 0xFF);
    assert_true (is_all (get_data (world), board->size, 0x11));
    assert_true (world_holds (world, 0, world->size, 1));
    assert_int_equal (get_ifr (world)[1], board->half);
    assert_memory_equal (get_ifr (world) + IFR, FIRST_WORD, 4);
}

/* Where the field is protected itself, all that can be read comes back. */
static void
lifting_all_loses_the_emulated_eeprom_alone (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    fill_data (world, 0x11);
    partition (world, board);
    world_set_byte (world, 0x408, 0xFE);
    world_ask (world, UL_JOB_UNPROTECT);
    world_must_run (world);
    assert_int_equal (world->result->protection.fprot, 0xFFFFFFFF);
    assert_true (world_holds (world, 0, world->size, 1));
    assert_true (is_all (get_data (world), board->size / 2, 0x11));
    assert_int_equal (get_ifr (world)[1], 0xFF);
    assert_int_equal (world_counts (world).refusals, 0);
}

/* Each bit stands for an eighth. */
static void
data_flash_is_protected_by_its_own_register (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    fill_data (world, 0x11);
    world_set_byte (world, FDPROT, 0xFD);
    ask_for_both (world, 4 * KIB, board->size, 0x5A);
    world_fails (world, UL_ERROR_FLASH_PROTECTED);
    assert_int_equal (world->result->problem->address, DATA + board->protect);
    assert_false (world->result->touched);
    /* what is protected is left out; all of the rest is done without Erase All, which the
     * controller would refuse */
    ask_for_both (world, world->size, board->size, 0x5A);
    world->spec->skip_protected = TRUE;
    world_must_run (world);
    assert_true (is_all (get_data (world), board->protect, 0x5A));
    assert_true (is_all (get_data (world) + board->protect, board->protect, 0x11));
    assert_true (
        is_all (get_data (world) + 2 * board->protect, board->size - 2 * board->protect, 0x5A));
    assert_int_equal (world_counts (world).refusals, 0);
}

/* A chip that is divided, whose EEPROM takes so long after each reset. */
static World *
new_slow (const Board *board, const char *fault)
{
    World *world = world_new (board->name);

    world_fill (world, 0, world->size, 1);
    partition (world, board);
    world_set_fault (world, fault);
    ul_sim_chip_flash_changed (world->chip);
    return world;
}

static void
eeprom_is_waited_for (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_slow (board, "eeprom-load-us=6000");

    world_ask (world, UL_JOB_CONNECT);
    world_must_run (world);
    assert_non_null (ul_device_find_emulated (world_chip (world)->found));
    /* what is kept before a mass erase is its first word as well */
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
    g_autoptr (UlBackup) backup = ul_backups_find (NULL, world->result->backup);
    g_autoptr (UlImage) image = ul_backup_load (backup, NULL);
    char word[4] = { 0 };
    assert_int_equal (ul_image_read (image, EEPROM, 4, (guint8 *) word, NULL), 4);
    assert_memory_equal (word, FIRST_WORD, 4);
}

/* It can be known and mass erased, but nothing else is begun. */
static void
eeprom_is_not_waited_for_for_ever (void **state)
{
    const Board *board = *state;
    g_autoptr (World) world = new_slow (board, "eeprom-load-us=60000000");

    world_ask_to_program (world, 0, world->sector_size, 2);
    world_fails (world, UL_ERROR_FLASH_TIMEOUT);
    assert_non_null (strstr (world->result->problem->cause, "still busy"));
    assert_false (world->result->touched);
    assert_true (world_holds (world, 0, world->size, 1));
    world_set_byte (world, world->fsec, 0xFF);
    ul_session_set_device (world->session, world->device);
    world_ask (world, UL_JOB_UNLOCK);
    world_must_run (world);
}

static const CaseOfEach cases[] = {
    { "the eeprom is waited for", eeprom_is_waited_for },
    { "the eeprom is not waited for for ever", eeprom_is_not_waited_for_for_ever },
    { "both flashes are programmed", both_flashes_are_programmed },
    { "data flash alone is erased and kept", data_flash_alone_is_erased_and_kept },
    { "division is known and kept", division_is_known_and_kept },
    { "eeprom is a memory of its own", eeprom_is_a_memory_of_its_own },
    { "eeprom is written, and kept beside that", eeprom_is_written_and_kept_beside },
    { "eeprom goes with the flash in one job", eeprom_goes_with_the_flash_in_one_job },
    { "eeprom comes back from the backup", eeprom_comes_back_from_the_backup },
    { "eeprom is protected by its own register", eeprom_is_protected_by_its_own_register },
    { "unlock says that eeprom is lost", unlock_says_that_eeprom_is_lost },
    { "unlock makes all of it data flash", unlock_makes_all_of_it_data_flash },
    { "lifting its protection keeps the division", lifting_its_protection_keeps_the_division },
    { "lifting all loses the emulated eeprom alone", lifting_all_loses_the_emulated_eeprom_alone },
    { "data flash is protected by its own register", data_flash_is_protected_by_its_own_register },
};

int
main (void)
{
    use_own_folders ();
    return run_cases_of_each ("session-flexnvm", cases, G_N_ELEMENTS (cases), boards,
                              sizeof *boards, G_N_ELEMENTS (boards));
}
