/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a window begins with. Needs a display. */
#include "test.h"

#include "ul-probe-join.h"
#include "ul-ui-resources.h"
#include "ul-window-private.h"
#include "ul-workbench-private.h"
#include "waiting.h"

static UlWindow *
begin (const char *probe_id)
{
    return g_object_ref_sink (ul_window_new (NULL, probe_id, FALSE));
}

static void
end (UlWindow *window)
{
    gtk_widget_destroy (GTK_WIDGET (window));
    g_object_unref (window);
}

static void
assert_page (UlWindow *window, const char *expected)
{
    const char *page = gtk_stack_get_visible_child_name (window->pages);

    if (expected == NULL)
        assert_null (page);
    else
        assert_string_equal (page, expected);
}

static void
find_no_probe (UlWindow *window)
{
    g_autoptr (UlProbeJoin) none = ul_probe_join_new ();

    ul_workbench_set_probes (window->workbench, UL_PROBE_SOURCE (none));
}

static void
the_first_steps_are_there_at_once (void **state)
{
    UlWindow *window = begin (NULL);

    assert_page (window, "first");
    find_no_probe (window);
    assert_page (window, "first");
    end (window);
}

static void
before_a_probe_that_was_asked_for_they_are_not_made (void **state)
{
    UlWindow *window = begin ("sim:frdm-kl25z");

    assert_page (window, NULL);
    assert_null (gtk_stack_get_child_by_name (window->pages, "first"));
    end (window);
}

static void
they_come_when_it_is_not_there (void **state)
{
    UlWindow *window = begin ("sim:frdm-kl25z");

    find_no_probe (window);
    assert_page (window, "first");
    end (window);
}

static void
a_chip_that_was_asked_for_needs_no_first_steps (void **state)
{
    UlWindow *window = begin ("sim:frdm-kl25z");

    ul_workbench_use_device (window->workbench, ul_devices_find ("MKL25Z128xxx4"));
    assert_page (window, "map");
    assert_null (gtk_stack_get_child_by_name (window->pages, "first"));
    end (window);
}

static UlWindow *
begin_with_profile (GFile *file)
{
    UlWindow *window = g_object_ref_sink (ul_window_new (NULL, NULL, TRUE));
    g_autoptr (GPtrArray) files = g_ptr_array_new ();

    g_ptr_array_add (files, file);
    ul_window_open (window, files);
    return window;
}

static void
they_are_not_made_before_the_probe_of_a_profile_was_looked_for (void **state)
{
    g_autoptr (GFileIOStream) stream = NULL;
    g_autoptr (GFile) file = g_file_new_tmp ("XXXXXX.unlatch", &stream, NULL);
    g_autoptr (UlProfile) profile = ul_profile_new ();

    assert_true (ul_profile_set_probe_id (profile, "sim:frdm-kl25z", NULL));
    assert_true (ul_profile_save (profile, file, NULL, NULL));
    UlWindow *window = begin_with_profile (file);
    assert_page (window, NULL);
    wait_until (!window->profile_comes);
    assert_page (window, NULL);
    find_no_probe (window);
    assert_page (window, "first");
    end (window);
    g_file_delete (file, NULL, NULL);
}

static void
they_come_when_the_profile_cannot_be_read (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/missing.unlatch");
    UlWindow *window = begin_with_profile (file);

    find_no_probe (window);
    assert_page (window, NULL);
    wait_until (!window->profile_comes);
    assert_page (window, "first");
    end (window);
}

static void
a_profile_is_not_taken_up_by_a_closed_window (void **state)
{
    g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/missing.unlatch");
    UlWindow *window = begin_with_profile (file);

    gtk_widget_destroy (GTK_WIDGET (window));
    wait_until (G_OBJECT (window)->ref_count == 1); /* what reads it holds the window */
    g_object_unref (window);
}

static void
they_do_not_come_between_a_look_and_the_profile_it_gives_way_to (void **state)
{
    UlWindow *window = begin ("sim:frdm-kl25z");

    window->workbench->pending = ul_profile_new ();
    ul_window_settle_page (window);
    assert_page (window, NULL);
    ul_workbench_take_up_pending (window->workbench);
    ul_window_settle_page (window);
    assert_page (window, "first");
    end (window);
}

static void
files_that_wait_for_a_profile_do_not_displace_each_other (void **state)
{
    UlWindow *window = begin (NULL);
    UlWorkbench *workbench = window->workbench;
    const char *const paths[] = { "/nowhere/boot.hex", "/nowhere/app.hex" };

    workbench->pending = ul_profile_new (); /* as while a look at the chip ends */
    for (guint i = 0; i < G_N_ELEMENTS (paths); i++) {
        g_autoptr (GFile) file = g_file_new_for_path (paths[i]);
        g_autoptr (GPtrArray) files = g_ptr_array_new ();
        g_ptr_array_add (files, file);
        ul_workbench_open_files (workbench, files);
    }
    assert_false (ul_file_list_get_loading (workbench->files));
    assert_int_equal (workbench->beside->len, 2);
    ul_workbench_take_up_pending (workbench);
    assert_true (ul_file_list_get_loading (workbench->files));
    assert_null (workbench->beside);
    wait_until (!ul_file_list_get_loading (workbench->files));
    end (window);
}

static gboolean
has_content (gpointer container)
{
    g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (container));

    return children != NULL;
}

static void
what_is_not_in_the_first_frame_is_not_made_yet (void **state)
{
    UlWindow *window = begin (NULL);

    assert_false (has_content (window->banner));
    assert_false (has_content (window->side));
    assert_null (window->notice);
    assert_null (gtk_menu_button_get_popover (GTK_MENU_BUTTON (window->badge)));
    end (window);
}

static void
the_message_bar_is_made_with_the_first_message (void **state)
{
    UlWindow *window = begin (NULL);

    ul_banner_set_narrow (window->banner, TRUE);
    ul_messages_put (ul_workbench_get_messages (window->workbench), UL_SLOT_RESULT,
                     ul_message_new (UL_SEVERITY_INFO, "Title", "Body"));
    assert_true (has_content (window->banner));
    ul_banner_set_narrow (window->banner, FALSE);
    end (window);
}

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (the_first_steps_are_there_at_once),
        cmocka_unit_test (before_a_probe_that_was_asked_for_they_are_not_made),
        cmocka_unit_test (they_come_when_it_is_not_there),
        cmocka_unit_test (a_chip_that_was_asked_for_needs_no_first_steps),
        cmocka_unit_test (they_are_not_made_before_the_probe_of_a_profile_was_looked_for),
        cmocka_unit_test (they_come_when_the_profile_cannot_be_read),
        cmocka_unit_test (a_profile_is_not_taken_up_by_a_closed_window),
        cmocka_unit_test (they_do_not_come_between_a_look_and_the_profile_it_gives_way_to),
        cmocka_unit_test (files_that_wait_for_a_profile_do_not_displace_each_other),
        cmocka_unit_test (what_is_not_in_the_first_frame_is_not_made_yet),
        cmocka_unit_test (the_message_bar_is_made_with_the_first_message),
    };

    g_autofree char *folder = g_dir_make_tmp (NULL, NULL);
    g_setenv ("XDG_DATA_HOME", folder, TRUE); /* for the list of recent files */
    g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL);
    gtk_init (&argc, &argv);
    g_resources_register (ul_ui_get_resource ());
    return cmocka_run_group_tests_name ("window-begin", tests, NULL, NULL);
}
