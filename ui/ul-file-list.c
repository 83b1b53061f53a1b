/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-file-list.h"

#include "ul-file-merge.h"
#include "ul-file-watch.h"

/* How a file was asked for. */
typedef struct {
    UlImageOptions options;
    gboolean ticked;
    guint turn;       /* files stand in the order asked for, whichever is read first */
    gint64 loaded_us; /* when that was done, since 1970 */
} Wish;

/* A file that is being read. */
typedef struct {
    UlFileList *list;
    Wish wish;
    guint clear_run; /* of the list when it was asked for */
    gboolean again;  /* it stood in the list then */
} Loading;

struct _UlFileList {
    GObject parent_instance;

    GPtrArray *images;   /* of UlImage */
    GHashTable *wishes;  /* of Wish by UlImage */
    GHashTable *watches; /* of UlFileWatch by UlImage: of those that are files */
    UlImage *merged;     /* (nullable): with the serial number */
    UlImage *plain;      /* (nullable): without it */
    UlSerial *serial;    /* (nullable) */
    guint64 number;      /* of the next board */
    UlImage *numbered;   /* (nullable): the serial number alone */
    guint n_loading;     /* files that are being read, and what is being put together */
    guint n_reading;     /* of these, files */
    gboolean is_behind;  /* what is put together lacks a file that has been read since */
    guint merge_run;     /* number of the newest merge; older ones are forgotten */
    guint clear_run; /* counts how often all was taken out; what was asked for before is dropped */
    guint n_turns;   /* counts the files asked for */
};

enum { PROP_IMAGE = 1, PROP_LOADING, N_PROPS };
enum { SIGNAL_CHANGING, SIGNAL_OPENED, SIGNAL_FAILED, SIGNAL_STALE, SIGNAL_TICKED, N_SIGNALS };

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
    UlFileList *self = UL_FILE_LIST (model);

    return self->images->len + (self->numbered != NULL ? 1 : 0);
}

static gpointer
get_item (GListModel *model, guint index)
{
    UlFileList *self = UL_FILE_LIST (model);
    GPtrArray *images = self->images;

    if (index == images->len && self->numbered != NULL)
        return g_object_ref (self->numbered);
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
set_merged (UlFileList *self, UlImage *plain, UlImage *image)
{
    g_set_object (&self->plain, plain);
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
on_merged (GObject *source, GAsyncResult *result, gpointer user_data)
{
    UlFileList *self = UL_FILE_LIST (source);
    g_autoptr (UlImage) plain = NULL, merged = NULL;
    g_autoptr (GError) error = NULL;

    ul_file_merge_finish (result, &plain, &merged, &error);
    add_loading (self, -1);
    if (GPOINTER_TO_UINT (user_data) != self->merge_run)
        return;
    set_merged (self, plain, merged);
    if (error == NULL)
        return;
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, NULL, error);
}

static GPtrArray *
list_ticked (UlFileList *self)
{
    GPtrArray *ticked = g_ptr_array_new_with_free_func (g_object_unref);

    for (guint i = 0; i < self->images->len; i++)
        if (ul_file_list_get_ticked (self, self->images->pdata[i]))
            g_ptr_array_add (ticked, g_object_ref (self->images->pdata[i]));
    return ticked;
}

static void
put_together (UlFileList *self)
{
    g_autoptr (GPtrArray) images = list_ticked (self);

    self->merge_run++;
    self->is_behind = FALSE;
    if (images->len == 0 || (images->len == 1 && self->serial == NULL)) {
        UlImage *only = images->len == 1 ? images->pdata[0] : NULL;
        set_merged (self, only, only);
        return;
    }
    add_loading (self, 1);
    ul_file_merge_async (G_OBJECT (self), images, self->serial, self->number, on_merged,
                         GUINT_TO_POINTER (self->merge_run));
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
on_stale (GFile *file, guint64 mtime_us, gpointer user_data)
{
    g_signal_emit (user_data, signals[SIGNAL_STALE], 0, file, mtime_us);
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
    g_hash_table_remove (self->wishes, self->images->pdata[position]);
    g_ptr_array_remove_index (self->images, position);
}

static const Wish *
get_wish (UlFileList *self, UlImage *image)
{
    static const Wish nothing = { .ticked = TRUE };
    const Wish *wish = g_hash_table_lookup (self->wishes, image);

    return wish != NULL ? wish : &nothing;
}

static guint
find_place (UlFileList *self, guint turn)
{
    guint position = self->images->len;

    while (position > 0 && get_wish (self, self->images->pdata[position - 1])->turn > turn)
        position--;
    return position;
}

static void
put_image (UlFileList *self, UlImage *image, const Wish *wish)
{
    int old = find_file (self, ul_image_get_file (image));
    guint position = old >= 0 ? (guint) old : find_place (self, wish->turn);
    Wish *kept = g_memdup2 (wish, sizeof *wish);

    kept->loaded_us = g_get_real_time ();
    if (old >= 0) {
        kept->turn = get_wish (self, self->images->pdata[position])->turn;
        take_out (self, position);
    }
    g_ptr_array_insert (self->images, (int) position, g_object_ref (image));
    g_hash_table_insert (self->wishes, image, kept);
    watch (self, image);
    self->is_behind = TRUE;
    g_list_model_items_changed (G_LIST_MODEL (self), position, old >= 0 ? 1 : 0, 1);
}

static void
loading_free (Loading *loading)
{
    g_object_unref (loading->list);
    g_free (loading);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Loading, loading_free)

/* While it was read again. */
static gboolean
is_taken_out (const Loading *loading, GFile *file)
{
    return loading->again && find_file (loading->list, file) < 0;
}

static void
take_loaded (UlFileList *self, GFile *file, const Wish *wish, UlImage *image, const GError *error)
{
    if (image == NULL) {
        g_signal_emit (self, signals[SIGNAL_FAILED], 0, file, error);
        return;
    }
    put_image (self, image, wish);
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, ul_image_get_file (image));
}

/* Files that are opened together are put together once: a part of them is never what is meant. */
static void
load_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
    g_autoptr (Loading) loading = user_data;
    UlFileList *self = loading->list;
    g_autoptr (GError) error = NULL;
    g_autoptr (UlImage) image = ul_image_load_finish (result, &error);

    self->n_reading--;
    if (loading->clear_run == self->clear_run && !is_taken_out (loading, G_FILE (source)))
        take_loaded (self, G_FILE (source), &loading->wish, image, error);
    if (self->n_reading == 0 && self->is_behind)
        put_together (self);
    add_loading (self, -1);
}

static void
load (UlFileList *self, GFile *file, const UlImageOptions *options, gboolean ticked)
{
    Loading *loading = g_new0 (Loading, 1);

    loading->list = g_object_ref (self);
    loading->wish.ticked = ticked;
    loading->wish.turn = self->n_turns++;
    loading->clear_run = self->clear_run;
    loading->again = find_file (self, file) >= 0;
    if (options != NULL)
        loading->wish.options = *options;
    if (self->n_reading == 0) /* of several files that are opened together, one may fail before */
        g_signal_emit (self, signals[SIGNAL_CHANGING], 0);
    self->n_reading++;
    add_loading (self, 1);
    ul_image_load_async (file, options, NULL, load_done, loading);
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
    g_clear_object (&self->plain);
    g_clear_object (&self->numbered);
    g_clear_pointer (&self->serial, ul_serial_free);
    g_clear_pointer (&self->watches, g_hash_table_unref);
    g_clear_pointer (&self->wishes, g_hash_table_unref);
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
    signals[SIGNAL_CHANGING] = g_signal_new ("changing", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0,
                                             NULL, NULL, NULL, G_TYPE_NONE, 0);
    signals[SIGNAL_OPENED] = g_signal_new ("opened", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);
    signals[SIGNAL_FAILED] = g_signal_new ("failed", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_ERROR);
    signals[SIGNAL_STALE] = g_signal_new ("stale", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 2, G_TYPE_FILE, G_TYPE_UINT64);
    signals[SIGNAL_TICKED] = g_signal_new ("ticked", UL_TYPE_FILE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 1, UL_TYPE_IMAGE);
}

static void
ul_file_list_init (UlFileList *self)
{
    self->images = g_ptr_array_new_with_free_func (g_object_unref);
    self->watches = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) ul_file_watch_free);
    self->wishes = g_hash_table_new_full (NULL, NULL, NULL, g_free);
}

UlFileList *
ul_file_list_new (void)
{
    return g_object_new (UL_TYPE_FILE_LIST, NULL);
}

void
ul_file_list_open (UlFileList *self, GFile *file)
{
    int old = find_file (self, file);

    load (self, file, NULL, old < 0 || ul_file_list_get_ticked (self, self->images->pdata[old]));
}

void
ul_file_list_open_as (UlFileList *self, GFile *file, const UlImageOptions *options, gboolean ticked)
{
    load (self, file, options, ticked);
}

const UlImageOptions *
ul_file_list_get_options (UlFileList *self, UlImage *image)
{
    return &get_wish (self, image)->options;
}

gint64
ul_file_list_get_loaded_us (UlFileList *self, GFile *file)
{
    int position = find_file (self, file);

    return position >= 0 ? get_wish (self, self->images->pdata[position])->loaded_us : 0;
}

gboolean
ul_file_list_get_ticked (UlFileList *self, UlImage *image)
{
    return get_wish (self, image)->ticked;
}

void
ul_file_list_set_ticked (UlFileList *self, UlImage *image, gboolean ticked)
{
    Wish *wish = g_hash_table_lookup (self->wishes, image);

    if (wish == NULL || wish->ticked == ticked)
        return;
    g_signal_emit (self, signals[SIGNAL_CHANGING], 0);
    wish->ticked = ticked;
    g_signal_emit (self, signals[SIGNAL_TICKED], 0, image);
    put_together (self);
}

void
ul_file_list_set_base (UlFileList *self, UlImage *image, guint32 base)
{
    UlImageOptions options = *ul_file_list_get_options (self, image);

    options.format = UL_IMAGE_FORMAT_BIN;
    options.force_bin = TRUE;
    options.base = base;
    load (self, ul_image_get_file (image), &options, ul_file_list_get_ticked (self, image));
}

void
ul_file_list_set_offset (UlFileList *self, UlImage *image, gint64 offset)
{
    UlImageOptions options = *ul_file_list_get_options (self, image);

    options.offset = offset;
    load (self, ul_image_get_file (image), &options, ul_file_list_get_ticked (self, image));
}

void
ul_file_list_remove (UlFileList *self, UlImage *image)
{
    guint position;

    if (!g_ptr_array_find (self->images, image, &position))
        return;
    g_signal_emit (self, signals[SIGNAL_CHANGING], 0);
    take_out (self, position);
    g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    put_together (self);
}

void
ul_file_list_clear (UlFileList *self)
{
    guint n = self->images->len;

    self->clear_run++;
    while (self->images->len > 0)
        take_out (self, self->images->len - 1);
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
    put_together (self);
}

void
ul_file_list_reload (UlFileList *self)
{
    for (guint i = 0; i < self->images->len; i++) {
        UlImage *image = self->images->pdata[i];

        load (self, ul_image_get_file (image), ul_file_list_get_options (self, image),
              ul_file_list_get_ticked (self, image));
    }
}

gboolean
ul_file_list_has (UlFileList *self, GFile *file)
{
    return find_file (self, file) >= 0;
}

UlImage *
ul_file_list_get_image (UlFileList *self)
{
    return self->merged;
}

UlImage *
ul_file_list_get_files_image (UlFileList *self)
{
    return self->plain;
}

/* A number that does not fit is no image: the job tells it, before anything is touched. */
void
ul_file_list_set_serial (UlFileList *self, const UlSerial *serial, guint64 number)
{
    gboolean had = self->numbered != NULL;

    g_clear_pointer (&self->serial, ul_serial_free);
    g_clear_object (&self->numbered);
    self->serial = serial != NULL ? ul_serial_copy (serial) : NULL;
    self->number = number;
    if (serial != NULL)
        self->numbered = ul_serial_new_image (serial, number, NULL);
    g_list_model_items_changed (G_LIST_MODEL (self), self->images->len, had,
                                self->numbered != NULL);
    put_together (self);
}

gboolean
ul_file_list_get_loading (UlFileList *self)
{
    return self->n_loading > 0;
}
