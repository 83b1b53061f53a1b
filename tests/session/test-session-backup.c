/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What jobs take away is kept, found, and put back byte by byte. */
#include "session-world.h"

#include "ul-backup.h"

#include <glib/gstdio.h>
#include <string.h>
#include <zlib.h>

#define KL25Z "MKL25Z128xxx4"
#define PART  1024u
#define ONE   "00000001-0000000A-0000000B"
#define TWO   "00000002-0000000A-0000000B"

/* --- the store by itself --- */

static char *
new_folder (void)
{
    g_autofree char *inside = g_build_filename (g_getenv ("XDG_DATA_HOME"), "XXXXXX", NULL);
    char *folder = g_mkdtemp (g_steal_pointer (&inside));

    assert_non_null (folder);
    return folder;
}

static UlBackup *
save (const char *folder, const char *chip, guint64 max_bytes, guint seed)
{
    guint8 data[2 * PART];
    UlBackupSector sectors[2] = { { 0x1000, PART, 0 }, { 0x8000, PART, 0 } };
    UlBackup entry = { .device = (char *) KL25Z,
                       .chip = (char *) chip,
                       .probe = (char *) "sim:one",
                       .reason = UL_BACKUP_REASON_ERASE,
                       .sectors = sectors,
                       .n_sectors = 2 };
    const guint8 *const parts[2] = { data, data + PART };
    g_autoptr (GError) error = NULL;

    for (guint i = 0; i < sizeof data; i++)
        data[i] = (guint8) (i * 7 + seed * 31 + (i >> 8));
    for (guint i = 0; i < 2; i++)
        sectors[i].crc = crc32 (0, data + i * PART, PART);
    UlBackup *saved = ul_backup_save (folder, max_bytes, &entry, parts, &error);
    assert_no_error (error);
    return saved;
}

static void
set_date (const UlBackup *entry, const char *date)
{
    g_autoptr (GKeyFile) file = g_key_file_new ();

    assert_true (g_key_file_load_from_file (file, entry->path, G_KEY_FILE_NONE, NULL));
    g_key_file_set_string (file, "Backup", "Date", date);
    assert_true (g_key_file_save_to_file (file, entry->path, NULL));
}

static void
what_was_saved_is_listed_and_loaded (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) saved = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (GPtrArray) list = ul_backups_list (folder, NULL, NULL);
    g_autoptr (GError) error = NULL;
    guint8 data[PART];

    assert_int_equal (list->len, 1);
    const UlBackup *entry = list->pdata[0];
    assert_string_equal (entry->id, saved->id);
    assert_string_equal (entry->device, KL25Z);
    assert_string_equal (entry->chip, ONE);
    assert_string_equal (entry->probe, "sim:one");
    assert_int_equal (entry->reason, UL_BACKUP_REASON_ERASE);
    assert_non_null (strstr (ul_backup_describe_reason (entry), "before erasing"));
    assert_int_equal (entry->size, 2 * PART);
    assert_true (ABS (entry->time - g_get_real_time () / G_USEC_PER_SEC) < 60);
    g_autofree char *ranges = ul_backup_describe_ranges (entry);
    assert_string_equal (ranges, "0x00001000–0x000013FF, 0x00008000–0x000083FF");

    g_autoptr (UlImage) image = ul_backup_load (entry, &error);
    assert_no_error (error);
    assert_int_equal (ul_image_get_n_segments (image), 2);
    assert_int_equal (ul_image_read (image, 0x8000, PART, data, NULL), PART);
    assert_int_equal (crc32 (0, data, PART), entry->sectors[1].crc);
}

static void
lists_are_by_chip_and_newest_first (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) first = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (UlBackup) second = save (folder, TWO, UL_BACKUP_MAX_BYTES, 2);
    g_autoptr (UlBackup) third = save (folder, ONE, UL_BACKUP_MAX_BYTES, 3);

    set_date (first, "2026-01-01T00:00:00Z");
    set_date (second, "2026-01-03T00:00:00Z");
    set_date (third, "2026-01-02T00:00:00Z");
    g_autoptr (GPtrArray) all = ul_backups_list (folder, NULL, NULL);
    assert_int_equal (all->len, 3);
    assert_string_equal (((UlBackup *) all->pdata[0])->id, second->id);
    assert_string_equal (((UlBackup *) all->pdata[2])->id, first->id);
    g_autoptr (GPtrArray) one = ul_backups_list (folder, NULL, ONE);
    assert_int_equal (one->len, 2);
    g_autoptr (GPtrArray) start = ul_backups_list (folder, NULL, "00000002-0000000a");
    assert_int_equal (start->len, 1);
    g_autoptr (GPtrArray) probe = ul_backups_list (folder, "sim:one", NULL);
    assert_int_equal (probe->len, 3);
    g_autoptr (GPtrArray) kind = ul_backups_list (folder, "sim", NULL);
    assert_int_equal (kind->len, 3);
    g_autoptr (GPtrArray) part = ul_backups_list (folder, "sim:on", NULL);
    assert_int_equal (part->len, 0);
    g_autoptr (UlBackup) found = ul_backups_find (folder, second->id);
    assert_string_equal (found->id, second->id);
    assert_null (ul_backups_find (folder, "no such"));
}

/* As it was written when there was a pile for each probe. */
static void
backup_of_an_earlier_version_is_listed_and_loaded (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) saved = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (GKeyFile) file = g_key_file_new ();
    g_autofree char *pile = g_build_filename (folder, "sim_one", NULL);
    g_autofree char *path = g_build_filename (pile, "20260101T000000Z-12345678.backup", NULL);
    g_autoptr (GError) error = NULL;

    assert_true (g_key_file_load_from_file (file, saved->path, G_KEY_FILE_NONE, NULL));
    g_key_file_remove_key (file, "Backup", "ChipId", NULL);
    g_key_file_remove_key (file, "Backup", "Reason", NULL);
    assert_int_equal (g_mkdir (pile, 0700), 0);
    assert_true (g_key_file_save_to_file (file, path, NULL));
    g_unlink (saved->path);

    g_autoptr (GPtrArray) list = ul_backups_list (folder, "sim:one", NULL);
    assert_int_equal (list->len, 1);
    const UlBackup *entry = list->pdata[0];
    assert_null (entry->chip);
    assert_null (ul_backup_describe_reason (entry));
    assert_int_equal (ul_backup_get_origin (entry, ONE), UL_BACKUP_CHIP_UNKNOWN);
    g_autoptr (UlImage) image = ul_backup_load (entry, &error);
    assert_no_error (error);
    g_autoptr (GPtrArray) of_chip = ul_backups_list (folder, NULL, ONE);
    assert_int_equal (of_chip->len, 0);

    /* and it stays, whatever is saved of the chip now */
    g_autoptr (UlBackup) again = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (GPtrArray) both = ul_backups_list (folder, NULL, NULL);
    assert_int_equal (both->len, 2);
}

static void
chips_without_an_id_are_told_apart_by_probe_and_kind (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) first = save (folder, NULL, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (UlBackup) second = save (folder, NULL, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (GPtrArray) list = ul_backups_list (folder, NULL, NULL);
    UlBackup elsewhere = *first;

    assert_int_equal (list->len, 1); /* the same again */
    assert_null (((UlBackup *) list->pdata[0])->chip);
    elsewhere.probe = (char *) "sim:two";
    g_autoptr (UlBackupKnown) known = ul_backup_known_new (folder, first);
    g_autoptr (UlBackupKnown) other = ul_backup_known_new (folder, &elsewhere);
    guint8 data[PART];
    assert_true (ul_backup_known_get (known, &first->sectors[0], data));
    assert_false (ul_backup_known_get (other, &first->sectors[0], data));
}

static void
origin_is_as_sure_as_the_ids_are (void **state)
{
    UlBackup backup = { .chip = (char *) ONE };

    assert_int_equal (ul_backup_get_origin (&backup, ONE), UL_BACKUP_THIS_CHIP);
    assert_int_equal (ul_backup_get_origin (&backup, TWO), UL_BACKUP_OTHER_CHIP);
    assert_int_equal (ul_backup_get_origin (&backup, NULL), UL_BACKUP_CHIP_UNKNOWN);
    backup.chip = NULL;
    assert_int_equal (ul_backup_get_origin (&backup, ONE), UL_BACKUP_CHIP_UNKNOWN);
}

static void
same_content_is_kept_once (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) first = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (UlBackup) second = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (UlBackup) other = save (folder, TWO, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (GPtrArray) list = ul_backups_list (folder, NULL, NULL);
    g_autofree char *objects = g_build_filename (folder, "objects", NULL);
    g_autoptr (GDir) dir = g_dir_open (objects, 0, NULL);

    assert_int_equal (list->len, 2); /* one for each chip */
    assert_string_equal (first->sha256, other->sha256);
    assert_non_null (g_dir_read_name (dir));
    assert_null (g_dir_read_name (dir));
}

static void
oldest_go_when_there_are_too_many (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) first = save (folder, ONE, 4 * PART, 1);
    set_date (first, "2026-01-01T00:00:00Z");
    g_autoptr (UlBackup) second = save (folder, TWO, 4 * PART, 2);
    set_date (second, "2026-01-02T00:00:00Z");
    g_autoptr (UlBackup) third = save (folder, ONE, 4 * PART, 3);
    g_autoptr (GPtrArray) list = ul_backups_list (folder, NULL, NULL);
    g_autoptr (GError) error = NULL;

    assert_int_equal (list->len, 2);
    assert_string_equal (((UlBackup *) list->pdata[0])->id, third->id);
    assert_string_equal (((UlBackup *) list->pdata[1])->id, second->id);
    g_autoptr (UlImage) image = ul_backup_load (list->pdata[1], &error);
    assert_no_error (error);
    g_autofree char *gone = g_build_filename (folder, "objects", first->sha256, NULL);
    assert_false (g_file_test (gone, G_FILE_TEST_EXISTS));
}

static void
newest_stays_however_big_it_is (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) first = save (folder, ONE, PART, 1);
    g_autoptr (GPtrArray) list = ul_backups_list (folder, NULL, NULL);

    assert_int_equal (list->len, 1);
}

static void
damaged_bytes_are_not_restored (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) saved = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autofree char *object = g_build_filename (folder, "objects", saved->sha256, NULL);
    g_autofree char *data = NULL;
    g_autoptr (GError) error = NULL;
    gsize size = 0;

    assert_true (g_file_get_contents (object, &data, &size, NULL));
    data[100] ^= 1;
    assert_true (g_file_set_contents (object, data, size, NULL));
    assert_null (ul_backup_load (saved, &error));
    assert_error (error, UL_ERROR, UL_ERROR_IMAGE_SYNTAX);
}

static void
damaged_entries_are_left_out (void **state)
{
    static const char *const damages[] = {
        "",
        "[Backup]\n",
        "[Backup]\nDevice=x\nChip=x\nDate=never\nSha256=00\nSectors=1 2 3;\n",
        "[Backup]\nDevice=x\nChip=x\nDate=2026-01-01T00:00:00Z\nSha256=../../etc/passwd\n"
        "Sectors=0x0 0x400 0x0;\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS (damages); i++) {
        g_autofree char *folder = new_folder ();
        g_autoptr (UlBackup) saved = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
        g_autoptr (GPtrArray) before = ul_backups_list (folder, NULL, NULL);
        assert_int_equal (before->len, 1);
        assert_true (g_file_set_contents (saved->path, damages[i], -1, NULL));
        g_autoptr (GPtrArray) after = ul_backups_list (folder, NULL, NULL);
        assert_int_equal (after->len, 0);
    }
}

typedef struct {
    const char *name;
    const char *sectors;
} SectorsCase;

static const SectorsCase sectors_cases[] = {
    { "sector without a size is refused", "0x0 0x0 0x0;" },
    { "overlapping sectors are refused", "0x0 0x400 0x0;0x200 0x400 0x0;" },
    { "sector beyond the address space is refused", "0xFFFFFF00 0x400 0x0;" },
    { "sectors larger than any chip are refused", "0x0 0xF0000000 0x0;" },
    { "sectors that are no numbers are refused", "a b;" },
    { "no sectors are refused", "" },
};

static void
sectors_are_checked (void **state)
{
    const SectorsCase *c = *state;
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) saved = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    g_autoptr (GKeyFile) file = g_key_file_new ();

    assert_true (g_key_file_load_from_file (file, saved->path, G_KEY_FILE_NONE, NULL));
    g_key_file_set_value (file, "Backup", "Sectors", c->sectors);
    assert_true (g_key_file_save_to_file (file, saved->path, NULL));
    g_autoptr (GPtrArray) after = ul_backups_list (folder, NULL, NULL);
    assert_int_equal (after->len, 0);
}

static void
known_sector_is_found_by_its_checksum (void **state)
{
    g_autofree char *folder = new_folder ();
    g_autoptr (UlBackup) saved = save (folder, ONE, UL_BACKUP_MAX_BYTES, 1);
    UlBackup like = *saved, unlike = *saved, stranger = *saved;
    unlike.device = (char *) "MK64FN1M0xxx12";
    stranger.chip = (char *) TWO;
    g_autoptr (UlBackupKnown) known = ul_backup_known_new (folder, &like);
    g_autoptr (UlBackupKnown) other = ul_backup_known_new (folder, &unlike);
    g_autoptr (UlBackupKnown) of_another = ul_backup_known_new (folder, &stranger);
    UlBackupSector sector = saved->sectors[1];
    guint8 data[PART];

    assert_true (ul_backup_known_get (known, &sector, data));
    assert_int_equal (crc32 (0, data, PART), sector.crc);
    assert_false (ul_backup_known_get (other, &sector, data));
    assert_false (ul_backup_known_get (of_another, &sector, data));
    sector.crc ^= 1;
    assert_false (ul_backup_known_get (known, &sector, data));
}

/* --- with jobs --- */

static char *
usual_folder (void)
{
    return ul_backups_get_folder ();
}

static UlBackup *
find_backup (World *world)
{
    assert_non_null (world->result->backup);
    UlBackup *backup = ul_backups_find (NULL, world->result->backup);
    assert_non_null (backup);
    return backup;
}

static void
old_contents_are_restored_byte_by_byte (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autoptr (GError) error = NULL;

    world_fill (world, 0, 0x3000, 7);
    world_fill (world, 0x10000, 0x1000, 8);
    world_power_up (world);
    g_autofree guint8 *before = g_memdup2 (world->chip->flash, world->size);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->scope = UL_SCOPE_ALL;
    world_add (world, 0, 0x8000, 9);
    world_must_run (world);
    assert_memory_not_equal (world->chip->flash, before, world->size);
    g_autoptr (UlBackup) backup = find_backup (world);
    assert_string_equal (backup->device, KL25Z);
    assert_null (backup->chip); /* the fake chip has no id */
    assert_string_equal (backup->probe, "fake");
    assert_int_equal (backup->reason, UL_BACKUP_REASON_PROGRAM);

    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, &error);
    assert_no_error (error);
    world_must_run (world);
    assert_memory_equal (world->chip->flash, before, world->size);
}

static void
only_what_is_taken_away_is_saved (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_fill (world, 0x2000, 0x4000, 11);
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0x3000, 0x400, 12);
    world_must_run (world);
    g_autoptr (UlBackup) backup = find_backup (world);
    assert_int_equal (backup->n_sectors, 1);
    assert_int_equal (backup->sectors[0].address, 0x3000);
}

static void
blank_chip_needs_no_backup (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 0x1000, 13);
    world_must_run (world);
    assert_null (world->result->backup);
}

static void
job_whose_backup_fails_touches_nothing (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autofree char *folder = usual_folder ();
    g_autofree char *aside = g_strconcat (folder, "-aside", NULL);

    world_fill (world, 0x2000, 0x1000, 15);
    g_rename (folder, aside);
    g_autofree char *parent = g_path_get_dirname (folder);
    g_mkdir_with_parents (parent, 0700);
    assert_true (g_file_set_contents (folder, "in the way", -1, NULL));
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0x2000, 0x1000, 16);
    world_fails (world, UL_ERROR_BACKUP_FAILED);
    assert_false (world->result->touched);
    assert_true (world_holds (world, 0x2000, 0x1000, 15));
    assert_int_equal (world->result->problem->second, UL_REMEDY_NO_BACKUP);

    world->spec->no_backup = TRUE;
    world_must_run (world);
    assert_true (world_holds (world, 0x2000, 0x1000, 16));
    assert_null (world->result->backup);
    assert_true (world_logged (world, "not saved, as agreed"));
    g_unlink (folder);
    g_rename (aside, folder);
}

static gint64
time_of_program (World *world, guint seed)
{
    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, world->size, seed);
    world_must_run (world);
    assert_true (world_holds (world, 0, world->size, seed));
    return world->result->total_us;
}

static void
what_was_written_need_not_be_read_again (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);

    fake_chip_keep_time (world->chip);
    world_fill (world, 0, world->size, 21);
    world_power_up (world);
    gint64 first = time_of_program (world, 22);  /* reads what was there */
    gint64 second = time_of_program (world, 23); /* knows what was there */
    assert_true (second < first - 300000);
    g_autoptr (UlBackup) backup = find_backup (world);
    assert_int_equal (backup->size, world->size);

    /* and it is the right thing that it knows */
    world_ask (world, UL_JOB_PROGRAM);
    world->spec->image = ul_backup_load (backup, NULL);
    world_must_run (world);
    assert_true (world_holds (world, 0, world->size, 22));
}

static void
what_was_written_is_not_offered_for_restoring (void **state)
{
    g_autoptr (World) world = world_new (KL25Z);
    g_autoptr (GPtrArray) before = ul_backups_list (NULL, NULL, NULL);

    world_ask (world, UL_JOB_PROGRAM);
    world_add (world, 0, 0x1000, 31);
    world_must_run (world);
    g_autoptr (GPtrArray) after = ul_backups_list (NULL, NULL, NULL);
    assert_int_equal (after->len, before->len);
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (what_was_saved_is_listed_and_loaded),
        cmocka_unit_test (lists_are_by_chip_and_newest_first),
        cmocka_unit_test (backup_of_an_earlier_version_is_listed_and_loaded),
        cmocka_unit_test (chips_without_an_id_are_told_apart_by_probe_and_kind),
        cmocka_unit_test (origin_is_as_sure_as_the_ids_are),
        cmocka_unit_test (same_content_is_kept_once),
        cmocka_unit_test (oldest_go_when_there_are_too_many),
        cmocka_unit_test (newest_stays_however_big_it_is),
        cmocka_unit_test (damaged_bytes_are_not_restored),
        cmocka_unit_test (damaged_entries_are_left_out),
        { sectors_cases[0].name, sectors_are_checked, NULL, NULL, (void *) &sectors_cases[0] },
        { sectors_cases[1].name, sectors_are_checked, NULL, NULL, (void *) &sectors_cases[1] },
        { sectors_cases[2].name, sectors_are_checked, NULL, NULL, (void *) &sectors_cases[2] },
        { sectors_cases[3].name, sectors_are_checked, NULL, NULL, (void *) &sectors_cases[3] },
        { sectors_cases[4].name, sectors_are_checked, NULL, NULL, (void *) &sectors_cases[4] },
        { sectors_cases[5].name, sectors_are_checked, NULL, NULL, (void *) &sectors_cases[5] },
        cmocka_unit_test (known_sector_is_found_by_its_checksum),
        cmocka_unit_test (old_contents_are_restored_byte_by_byte),
        cmocka_unit_test (only_what_is_taken_away_is_saved),
        cmocka_unit_test (blank_chip_needs_no_backup),
        cmocka_unit_test (job_whose_backup_fails_touches_nothing),
        cmocka_unit_test (what_was_written_need_not_be_read_again),
        cmocka_unit_test (what_was_written_is_not_offered_for_restoring),
    };

    use_own_folders ();
    return cmocka_run_group_tests_name ("session-backup", tests, NULL, NULL);
}
