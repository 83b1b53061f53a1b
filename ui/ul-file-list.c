/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-list.h"

#include "ul-file-watch.h"

#include <glib/gi18n.h>

struct _UlFileList {
    GObject parent_instance;

    GPtrArray *images;   /* of UlImage */
    GHashTable *watches; /* of UlFileWatch by UlImage: of those that are files */
    UlImage *merged;     /* (nullable) */
    guint n_loading;
    guint merge_run; /* number of the newest merge; older ones are forgotten */
};

enum { PROP_IMAGE = 1, PROP_LOADING, N_PROPS };
enum { SIGNAL_OPENED, SIGNAL_FAILED, SIGNAL_STALE, N_SIGNALS };

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

static void list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlFileList, ul_file_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static GType
get_item_type (GListModel *model)
{
    return UL_TYPE_IMAGE;
}

static guint
get_n_items (GListModel *model)
{
    return UL_FILE_LIST (model)->images->len;
}

static gpointer
get_item (GListModel *model, guint index)
{
    GPtrArray *images = UL_FILE_LIST (model)->images;

    return index < images->len ? g_object_ref (images->pdata[index]) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

static void
set_merged (UlFileList *self, UlImage *image)
{
    if (g_set_object (&self->merged, image))
        g_object_notify_by_pspec (G_OBJECT (self), props[PROP_IMAGE]);
}

static void
add_loading (UlFileList *self, int change)
{
    self->n_loading += (guint) change;
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADING]);
}

static void
merge_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
    GPtrArray *images = task_data;
    GError *error = NULL;
    UlImage *merged = ul_image_merge ((UlImage *const *) images->pdata, images->len, &error);

    if (merged != NULL)
        g_task_return_pointer (task, merged, g_object_unref);
    else
        g_task_return_error (task, error);
}

static void
merge_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlFileList *self = UL_FILE_LIST (source);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) merged = g_task_propagate_pointer (G_TASK (result), &error);

    add_loading (self, -1);
    if (GPOINTER_TO_UINT (user_data) != self->merge_run)
        return;
    set_merged (self, merged);
    if (error != NULL)
        g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
}

static gpointer
ref_image (gconstpointer image, gpointer user_data)
{
    return g_object_ref ((gpointer) image);
}

static void
merge (UlFileList *self)
{
    self->merge_run++;
    if (self->images->len <= 1) {
        set_merged (self, self->images->len == 1 ? self->images->pdata[0] : NULL);
        return;
    }

    g_autoptr (GTask) task =
        g_task_new (self, NULL, merge_done, GUINT_TO_POINTER (self->merge_run));
    GPtrArray *images = g_ptr_array_copy (self->images, ref_image, NULL);
    g_ptr_array_set_free_func (images, g_object_unref);
    g_task_set_task_data (task, images, (GDestroyNotify) g_ptr_array_unref);
    add_loading (self, 1);
    g_task_run_in_thread (task, merge_thread);
}

static int
find_file (UlFileList *self, GFile *file)
{
    for (guint i = 0; i < self->images->len; i++) {
        GFile *other = ul_image_get_file (self->images->pdata[i]);
        if (other != NULL && g_file_equal (other, file))
            return (int) i;
    }
    return -1;
}

static void
on_stale (GFile *file, gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_STALE], 0, file);
}

static void
watch (UlFileList *self, UlImage *image)
{
    guint64 mtime_us = ul_image_get_mtime_us (image);

    if (mtime_us != 0)
        g_hash_table_insert (self->watches, image,
                             ul_file_watch_new (ul_image_get_file (image), mtime_us, on_stale,
                                                self));
}

static void
take_out (UlFileList *self, guint position)
{
    g_hash_table_remove (self->watches, self->images->pdata[position]);
    g_ptr_array_remove_index (self->images, position);
}

static void
put_image (UlFileList *self, UlImage *image)
{
    int old = find_file (self, ul_image_get_file (image));
    guint position = old >= 0 ? (guint) old : self->images->len;

    if (old >= 0)
        take_out (self, position);
    g_ptr_array_insert (self->images, (int) position, g_object_ref (image));
    watch (self, image);
    g_list_model_items_changed (G_LIST_MODEL (self), position, old >= 0 ? 1 : 0, 1);
    merge (self);
}

static void
load_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (UlFileList) self = UL_FILE_LIST (user_data);
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load_finish (result, &error);

    add_loading (self, -1);
    if (image == NULL) {
        g_signal_emit (self, signals[SIGNAL_FAILED], 0, error);
        return;
    }
    put_image (self, image);
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, ul_image_get_file (image));
}

static void
load (UlFileList *self, GFile *file, const UlImageOptions *options)
{
    add_loading (self, 1);
    ul_image_load_async (file, options, NULL, load_done, g_object_ref (self));
}

static void
ul_file_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
    UlFileList *self = UL_FILE_LIST (object);

    if (id == PROP_IMAGE)
        g_value_set_object (value, self->merged);
    else if (id == PROP_LOADING)
        g_value_set_boolean (value, self->n_loading > 0);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ul_file_list_finalize (GObject *object)
{
    UlFileList *self = UL_FILE_LIST (object);

    g_clear_object (&self->merged);
    g_clear_pointer (&self->watches, g_hash_table_unref);
    g_clear_pointer (&self->images, g_ptr_array_unref);
    G_OBJECT_CLASS (ul_file_list_parent_class)->finalize (object);
}

static void
ul_file_list_class_init (UlFileListClass *klass)
{
    GObjectClass *object_class = G_OBJECT_CLASS (klass);
    GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

    object_class->get_property = ul_file_list_get_property;
    object_class->finalize = ul_file_list_finalize;
    props[PROP_IMAGE] = g_param_spec_object ("image", NULL, NULL, UL_TYPE_IMAGE, flags);
    props[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
    g_object_class_install_properties (object_class, N_PROPS, props);
    signals[SIGNAL_OPENED] = g_signal_new ("opened", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
    signals[SIGNAL_FAILED] = g_signal_new ("failed", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
    signals[SIGNAL_STALE] = g_signal_new ("stale", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
}

static void
ul_file_list_init (UlFileList *self)
{
    self->images = g_ptr_array_new_with_free_func (g_object_unref);
    self->watches = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ul_file_watch_free);
}

UlFileList *
ul_file_list_new (void)
{
    return g_object_new (UL_TYPE_FILE_LIST, NULL);
}

void
ul_file_list_open (UlFileList *self, GFile *file)
{
    load (self, file, NULL);
}

void
ul_file_list_set_base (UlFileList *self, UlImage *image, guint32 base)
{
    UlImageOptions options = { .format = UL_IMAGE_FORMAT_BIN, .force_bin = TRUE, .base = base };

    load (self, ul_image_get_file (image), &options);
}

void
ul_file_list_remove (UlFileList *self, UlImage *image)
{
    guint position;

    if (!g_ptr_array_find (self->images, image, &position))
        return;
    take_out (self, position);
    g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    merge (self);
}

void
ul_file_list_reload (UlFileList *self)
{
    for (guint i = 0; i < self->images->len; i++) {
        UlImage *image = self->images->pdata[i];

        if (ul_image_get_format (image) == UL_IMAGE_FORMAT_BIN)
            ul_file_list_set_base (self, image, ul_image_get_segment (image, 0)->address);
        else
            load (self, ul_image_get_file (image), NULL);
    }
}

UlImage *
ul_file_list_get_image (UlFileList *self)
{
    return self->merged;
}

gboolean
ul_file_list_get_loading (UlFileList *self)
{
    return self->n_loading > 0;
}

char *
ul_file_list_get_title (UlFileList *self)
{
    guint n = self->images->len;

    if (n == 0)
        return NULL;
    if (n == 1)
        return g_strdup (ul_image_get_name (self->images->pdata[0]));
    return g_strdup_printf (ngettext ("%u file", "%u files", n), n);
}
