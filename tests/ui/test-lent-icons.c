/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The icons of a window's first frame. Needs a display. */
#include "test.h"

#include "ul-lent-icons.h"

typedef struct {
    GtkWidget *window;
    GtkWidget *titlebar;
    GtkImage *menu;    /* GTK carries it */
    GtkImage *foreign; /* the theme alone has it */
} World;

static GtkImage *
add_image (World *world, const char *name)
{
    GtkWidget *image = gtk_image_new_from_icon_name (name, GTK_ICON_SIZE_MENU);

    gtk_header_bar_pack_start (GTK_HEADER_BAR (world->titlebar), image);
    return GTK_IMAGE (image);
}

static int
set_up (void **state)
{
    World *world = g_new0 (World, 1);

    world->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
    world->titlebar = gtk_header_bar_new ();
    g_object_set (world->titlebar, "show-close-button", TRUE, "decoration-layout", ":close", NULL);
    gtk_window_set_titlebar (GTK_WINDOW (world->window), world->titlebar);
    world->menu = add_image (world, "open-menu-symbolic");
    world->foreign = add_image (world, "ul-no-such-icon-symbolic");
    ul_lent_icons_begin (GTK_WINDOW (world->window), world->titlebar);
    *state = world;
    return 0;
}

static int
tear_down (void **state)
{
    World *world = *state;

    gtk_widget_destroy (world->window);
    g_free (world);
    return 0;
}

static void
assert_shows_name (GtkImage *image, const char *expected)
{
    const char *name = NULL;
    GtkIconSize size;

    assert_int_equal (gtk_image_get_storage_type (image), GTK_IMAGE_ICON_NAME);
    gtk_image_get_icon_name (image, &name, &size);
    assert_string_equal (name, expected);
    assert_int_equal (size, GTK_ICON_SIZE_MENU);
}

/* Counts images that would be looked up in the theme. */
static void
count_named (GtkWidget *widget, gpointer user_data)
{
    guint *n = user_data;

    if (GTK_IS_IMAGE (widget) &&
        gtk_image_get_storage_type (GTK_IMAGE (widget)) == GTK_IMAGE_ICON_NAME)
        ++*n;
    else if (GTK_IS_CONTAINER (widget))
        gtk_container_forall (GTK_CONTAINER (widget), count_named, n);
}

static gboolean
on_draw (GtkWidget *window, cairo_t *cr, int *named)
{
    guint n = 0;

    count_named (window, &n);
    if (*named < 0) /* the first frame */
        *named = (int) n;
    return GDK_EVENT_PROPAGATE;
}

static gboolean
on_deadline (gpointer user_data)
{
    fail_msg ("waited in vain");
    return G_SOURCE_REMOVE;
}

static void
show_until_returned (World *world)
{
    guint deadline = g_timeout_add_seconds (DEADLINE_S, on_deadline, NULL);

    gtk_widget_show_all (world->window);
    while (gtk_image_get_storage_type (world->menu) == GTK_IMAGE_GICON)
        g_main_context_iteration (NULL, TRUE);
    g_source_remove (deadline);
}

static void
an_icon_that_gtk_carries_is_lent_before_the_window_is_shown (void **state)
{
    World *world = *state;

    assert_int_equal (gtk_image_get_storage_type (world->menu), GTK_IMAGE_GICON);
    assert_shows_name (world->foreign, "ul-no-such-icon-symbolic");
}

static void
the_first_frame_looks_nothing_else_up_in_the_theme (void **state)
{
    World *world = *state;
    int named = -1;

    g_signal_connect (world->window, "draw", G_CALLBACK (on_draw), &named);
    show_until_returned (world);
    assert_int_equal (named, 1); /* the foreign one, and not the button that closes */
}

static void
after_it_the_icons_are_those_of_the_theme_again (void **state)
{
    World *world = *state;
    guint n = 0;

    show_until_returned (world);
    assert_shows_name (world->menu, "open-menu-symbolic");
    count_named (world->window, &n);
    assert_int_equal (n, 3);
}

static void
an_image_that_was_changed_meanwhile_stays_so (void **state)
{
    World *world = *state;
    GtkImage *other = add_image (world, "pan-down-symbolic");

    ul_lent_icons_begin (GTK_WINDOW (world->window), world->titlebar);
    assert_int_equal (gtk_image_get_storage_type (other), GTK_IMAGE_GICON);
    gtk_image_set_from_icon_name (other, "pan-up-symbolic", GTK_ICON_SIZE_MENU);
    show_until_returned (world);
    assert_shows_name (other, "pan-up-symbolic");
}

#define CASE(name) cmocka_unit_test_setup_teardown (name, set_up, tear_down)

int
main (int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        CASE (an_icon_that_gtk_carries_is_lent_before_the_window_is_shown),
        CASE (the_first_frame_looks_nothing_else_up_in_the_theme),
        CASE (after_it_the_icons_are_those_of_the_theme_again),
        CASE (an_image_that_was_changed_meanwhile_stays_so),
    };

    gtk_init (&argc, &argv);
    return cmocka_run_group_tests_name ("lent-icons", tests, NULL, NULL);
}
