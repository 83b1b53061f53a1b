/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-source.h"

#include "ul-cmsis-dap.h"
#include "ul-jlink.h"
#include "ul-sandbox.h"
#include "ul-usb-scanner.h"

struct _UlUsbSource {
    GObject parent_instance;

    GMainContext *context; /* of the thread that made it */
    UlUsbScanner *scanner;
    GPtrArray *probes; /* of UlUsbProbe: what is listed */
    GPtrArray *absent; /* of UlUsbProbe, not owned: unplugged, but somebody holds them */
    gint queued;       /* atomic: an update is on its way to the main thread */
};

static void ul_usb_source_init_list (GListModelInterface *iface);
static void ul_usb_source_init_iface (UlProbeSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (UlUsbSource, ul_usb_source, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, ul_usb_source_init_list)
                                   G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE_SOURCE,
                                                          ul_usb_source_init_iface))

/* --- unplugged probes --- */

static void
forget_absent (gpointer data, GObject *probe)
{
    g_ptr_array_remove (((UlUsbSource *) data)->absent, probe);
}

static void
remember_absent (UlUsbSource *self, UlUsbProbe *probe)
{
    g_object_weak_ref (G_OBJECT (probe), forget_absent, self);
    g_ptr_array_add (self->absent, probe);
}

/* Returns: (transfer full) (nullable) */
static UlUsbProbe *
take_absent (UlUsbSource *self, const UlUsbFound *found)
{
    for (guint i = 0; i < self->absent->len; i++) {
        UlUsbProbe *probe = g_ptr_array_index (self->absent, i);

        if (!ul_usb_probe_is_same (probe, found))
            continue;
        g_object_ref (probe);
        g_object_weak_unref (G_OBJECT (probe), forget_absent, self);
        g_ptr_array_remove_index (self->absent, i);
        return probe;
    }
    return NULL;
}

/* --- from what the scanner found to the list --- */

static UlUsbProbe *
make_probe (const UlUsbFound *found)
{
    return found->match.kind == UL_PROBE_KIND_JLINK ? ul_jlink_new () : ul_cmsis_dap_new ();
}

static gboolean
shares_serial (GPtrArray *all, const UlUsbFound *found)
{
    for (guint i = 0; i < all->len && found->serial != NULL; i++) {
        const UlUsbFound *other = g_ptr_array_index (all, i);

        if (other->device != found->device && other->match.kind == found->match.kind &&
            g_strcmp0 (other->serial, found->serial) == 0)
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_among (GPtrArray *all, UlUsbProbe *probe, UlUsbFound **found)
{
    for (guint i = 0; i < all->len; i++) {
        *found = g_ptr_array_index (all, i);
        if (ul_usb_probe_has_device (probe, *found))
            return TRUE;
    }
    return FALSE;
}

static void
keep_or_drop (UlUsbSource *self, GPtrArray *all)
{
    for (guint i = self->probes->len; i-- > 0;) {
        g_autoptr (UlUsbProbe) probe = g_object_ref (g_ptr_array_index (self->probes, i));
        UlUsbFound *found;

        if (is_among (all, probe, &found)) {
            if (ul_usb_probe_set_found (probe, found, shares_serial (all, found)))
                g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 1);
            continue;
        }
        ul_usb_probe_set_found (probe, NULL, FALSE);
        g_ptr_array_remove_index (self->probes, i);
        remember_absent (self, probe);
        g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
    }
}

static gboolean
is_listed (UlUsbSource *self, const UlUsbFound *found)
{
    for (guint i = 0; i < self->probes->len; i++)
        if (ul_usb_probe_has_device (g_ptr_array_index (self->probes, i), found))
            return TRUE;
    return FALSE;
}

static void
add_new (UlUsbSource *self, GPtrArray *all)
{
    for (guint i = 0; i < all->len; i++) {
        UlUsbFound *found = g_ptr_array_index (all, i);
        UlUsbProbe *probe;

        if (is_listed (self, found))
            continue;
        probe = take_absent (self, found);
        if (probe == NULL)
            probe = make_probe (found);
        ul_usb_probe_set_found (probe, found, shares_serial (all, found));
        g_ptr_array_add (self->probes, probe);
        g_list_model_items_changed (G_LIST_MODEL (self), self->probes->len - 1, 0, 1);
    }
}

static void
update (UlUsbSource *self)
{
    g_autoptr (GPtrArray) all = ul_usb_scanner_get_found (self->scanner);

    keep_or_drop (self, all);
    add_new (self, all);
}

/* --- news from the scanner's thread --- */

static void
free_weak (gpointer data)
{
    g_weak_ref_clear (data);
    g_free (data);
}

static gboolean
on_main_thread (gpointer data)
{
    g_autoptr (UlUsbSource) self = g_weak_ref_get (data);

    if (self != NULL) {
        g_atomic_int_set (&self->queued, FALSE);
        update (self);
    }
    return G_SOURCE_REMOVE;
}

static void
on_changed (gpointer data)
{
    UlUsbSource *self = data;

    if (!g_atomic_int_compare_and_exchange (&self->queued, FALSE, TRUE))
        return;
    GWeakRef *weak = g_new0 (GWeakRef, 1);
    g_weak_ref_init (weak, self);
    g_autoptr (GSource) source = g_idle_source_new ();
    g_source_set_priority (source, G_PRIORITY_DEFAULT);
    g_source_set_callback (source, on_main_thread, weak, free_weak);
    g_source_attach (source, self->context);
}

/* --- interfaces --- */

static GType
get_item_type (GListModel *list)
{
    return UL_TYPE_PROBE;
}

static guint
get_n_items (GListModel *list)
{
    return UL_USB_SOURCE (list)->probes->len;
}

static gpointer
get_item (GListModel *list, guint position)
{
    UlUsbSource *self = UL_USB_SOURCE (list);

    return position < self->probes->len ? g_object_ref (g_ptr_array_index (self->probes, position))
                                        : NULL;
}

static void
ul_usb_source_init_list (GListModelInterface *iface)
{
    iface->get_item_type = get_item_type;
    iface->get_n_items = get_n_items;
    iface->get_item = get_item;
}

static void
rescan (UlProbeSource *source)
{
    ul_usb_scanner_rescan (UL_USB_SOURCE (source)->scanner);
}

static void
ul_usb_source_init_iface (UlProbeSourceInterface *iface)
{
    iface->rescan = rescan;
}

/* --- class --- */

static void
ul_usb_source_dispose (GObject *object)
{
    UlUsbSource *self = UL_USB_SOURCE (object);

    g_clear_pointer (&self->scanner, ul_usb_scanner_free);
    for (guint i = 0; i < self->absent->len; i++)
        g_object_weak_unref (g_ptr_array_index (self->absent, i), forget_absent, self);
    g_ptr_array_set_size (self->absent, 0);
    g_ptr_array_set_size (self->probes, 0);
    G_OBJECT_CLASS (ul_usb_source_parent_class)->dispose (object);
}

static void
ul_usb_source_finalize (GObject *object)
{
    UlUsbSource *self = UL_USB_SOURCE (object);

    g_ptr_array_unref (self->probes);
    g_ptr_array_unref (self->absent);
    g_main_context_unref (self->context);
    G_OBJECT_CLASS (ul_usb_source_parent_class)->finalize (object);
}

static void
ul_usb_source_class_init (UlUsbSourceClass *class)
{
    G_OBJECT_CLASS (class)->dispose = ul_usb_source_dispose;
    G_OBJECT_CLASS (class)->finalize = ul_usb_source_finalize;
}

static void
ul_usb_source_init (UlUsbSource *self)
{
    self->context = g_main_context_ref_thread_default ();
    self->probes = g_ptr_array_new_with_free_func (g_object_unref);
    self->absent = g_ptr_array_new ();
    self->scanner = ul_usb_scanner_new (ul_sandbox_is_flatpak (), on_changed, self);
}

UlProbeSource *
ul_usb_source_new (void)
{
    return g_object_new (UL_TYPE_USB_SOURCE, NULL);
}

gboolean
ul_usb_source_wait (UlUsbSource *self, guint timeout_ms)
{
    gboolean scanned = ul_usb_scanner_wait (self->scanner, timeout_ms);

    update (self);
    return scanned;
}
