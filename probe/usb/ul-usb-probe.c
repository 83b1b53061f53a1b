/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-usb-probe.h"

#include "ul-error.h"
#include "ul-usb-error.h"

#define ACCESS_US      1000000 /* after an arrival: permissions may come late */
#define ACCESS_STEP_US 100000u
#define ATTEMPTS       3u /* as it is, opened again, and after a reset of its USB side */

typedef struct {
    GMutex lock;
    UlUsbFound *found;  /* (nullable) under the lock */
    UlUsbFound *before; /* (nullable) main thread: the last one, to know it again */
    GPtrArray *infos; /* main thread: all that were ever shown, as any thread may still read one */
    const UlProbeInfo *info; /* atomic: the last of them */

    /* the job's thread */
    UlUsbDevice *device;
    UlUsbPipe *pipe; /* (nullable): while it is started */
    gboolean reset_asserted;
    guint speed_khz; /* 0 before connect */
} UlUsbProbePrivate;

static void ul_usb_probe_init_iface (UlProbeInterface *iface);

G_DEFINE_ABSTRACT_TYPE_WITH_CODE (UlUsbProbe, ul_usb_probe, G_TYPE_OBJECT,
                                  G_ADD_PRIVATE (UlUsbProbe)
                                      G_IMPLEMENT_INTERFACE (UL_TYPE_PROBE,
                                                             ul_usb_probe_init_iface))

static UlUsbProbePrivate *
priv_of (gpointer self)
{
    return ul_usb_probe_get_instance_private (UL_USB_PROBE (self));
}

/* --- what is shown --- */

static void
free_info (gpointer data)
{
    UlProbeInfo *info = data;

    g_free ((char *) info->id);
    g_free ((char *) info->name);
    g_free ((char *) info->serial);
    g_free ((char *) info->location);
    g_free ((char *) info->trouble);
    g_free (info);
}

static UlProbeInfo *
make_info (UlUsbProbe *self, const UlUsbFound *found, gboolean share_serial)
{
    UlUsbProbeClass *class = UL_USB_PROBE_GET_CLASS (self);
    gboolean by_place = share_serial || found->serial == NULL;
    UlProbeInfo *info = g_new0 (UlProbeInfo, 1);

    info->kind = found->match.kind;
    info->id = g_strconcat (class->id, ":", found->serial != NULL ? found->serial : "",
                            by_place ? "@" : "", by_place ? found->location : "", NULL);
    info->name = g_strdup (found->name);
    info->serial = g_strdup (found->serial);
    info->location = g_strdup (found->location);
    info->trouble = g_strdup (found->trouble);
    info->raw_stream = class->raw_stream;
    return info;
}

static gboolean
is_equal (const UlProbeInfo *a, const UlProbeInfo *b)
{
    return g_str_equal (a->id, b->id) && g_str_equal (a->name, b->name) &&
           g_strcmp0 (a->location, b->location) == 0 && g_strcmp0 (a->trouble, b->trouble) == 0;
}

static gboolean
show (UlUsbProbePrivate *priv, UlProbeInfo *info)
{
    if (priv->info != NULL && is_equal (priv->info, info)) {
        free_info (info);
        return FALSE;
    }
    for (guint i = 0; i < priv->infos->len; i++)
        if (is_equal (g_ptr_array_index (priv->infos, i), info)) {
            free_info (info);
            g_atomic_pointer_set (&priv->info, g_ptr_array_index (priv->infos, i));
            return TRUE;
        }
    g_ptr_array_add (priv->infos, info);
    g_atomic_pointer_set (&priv->info, info);
    return TRUE;
}

gboolean
ul_usb_probe_set_found (UlUsbProbe *self, UlUsbFound *found, gboolean share_serial)
{
    UlUsbProbePrivate *priv = priv_of (self);

    g_mutex_lock (&priv->lock);
    g_clear_pointer (&priv->found, ul_usb_found_unref);
    if (found != NULL)
        priv->found = ul_usb_found_ref (found);
    g_mutex_unlock (&priv->lock);
    if (found == NULL)
        return FALSE;
    g_clear_pointer (&priv->before, ul_usb_found_unref);
    priv->before = ul_usb_found_ref (found);
    return show (priv, make_info (self, found, share_serial));
}

gboolean
ul_usb_probe_has_device (UlUsbProbe *self, const UlUsbFound *found)
{
    return priv_of (self)->before->device == found->device;
}

gboolean
ul_usb_probe_is_same (UlUsbProbe *self, const UlUsbFound *found)
{
    const UlUsbFound *before = priv_of (self)->before;

    return before->match.kind == found->match.kind &&
           g_strcmp0 (before->serial, found->serial) == 0 &&
           (found->serial != NULL || g_str_equal (before->location, found->location));
}

static const UlProbeInfo *
get_info (UlProbe *probe)
{
    return g_atomic_pointer_get (&priv_of (probe)->info);
}

/* --- opening --- */

static UlUsbFound *
get_found (UlUsbProbe *self, GError **error)
{
    UlUsbProbePrivate *priv = priv_of (self);

    g_mutex_lock (&priv->lock);
    UlUsbFound *found = priv->found != NULL ? ul_usb_found_ref (priv->found) : NULL;
    g_mutex_unlock (&priv->lock);
    if (found == NULL)
        ul_usb_set_gone (error);
    return found;
}

static gboolean
settle (UlUsbProbe *self, const UlUsbFound *found, GCancellable *cancellable, GError **error)
{
    gint64 until =
        found->arrived_us + UL_USB_PROBE_GET_CLASS (self)->settle_ms * G_GINT64_CONSTANT (1000);
    gint64 now = g_get_monotonic_time ();

    return found->arrived_us == 0 || now >= until ||
           ul_probe_sleep_us (UL_PROBE (self), until - now, cancellable, error);
}

/* The rules that give permission may be at work still when the device shows up. */
static UlUsbDevice *
open_device (UlUsbProbe *self, const UlUsbFound *found, GCancellable *cancellable, GError **error)
{
    for (;;) {
        g_autoptr (GError) local = NULL;
        UlUsbDevice *device = ul_usb_device_open (found->context, found->device, &local);

        if (device != NULL)
            return device;
        if (!g_error_matches (local, UL_ERROR, UL_ERROR_PROBE_PERMISSION)) {
            g_propagate_error (error, g_steal_pointer (&local));
            return NULL;
        }
        if (found->arrived_us == 0 || g_get_monotonic_time () - found->arrived_us > ACCESS_US) {
            ul_usb_found_set_forbidden (found, error);
            return NULL;
        }
        if (!ul_probe_sleep_us (UL_PROBE (self), ACCESS_STEP_US, cancellable, error))
            return NULL;
    }
}

static gboolean
claim (UlUsbDevice *device, const UlUsbFound *found, GError **error)
{
    const UlUsbEndpoints *endpoints = &found->match.endpoints;
    g_autoptr (UlUsbFound) now = NULL;
    g_autoptr (GError) local = NULL;

    /* Taking a HID from the kernel would cut off whoever uses it by way of the kernel. */
    if (endpoints->hid) {
        now = ul_usb_found_look_again ((UlUsbFound *) found);
        if (now->state == UL_USB_HELD) {
            ul_usb_found_set_held (found, error);
            return FALSE;
        }
    }
    if (ul_usb_device_claim (device, endpoints->interface, endpoints->alternate, endpoints->hid,
                             &local))
        return TRUE;
    if (g_error_matches (local, UL_ERROR, UL_ERROR_PROBE_BUSY))
        ul_usb_found_set_held (found, error);
    else
        g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static void
stop (UlUsbProbe *self)
{
    UlUsbProbeClass *class = UL_USB_PROBE_GET_CLASS (self);
    UlUsbProbePrivate *priv = priv_of (self);
    gboolean gone = ul_usb_device_is_gone (priv->device, 0);

    if (priv->reset_asserted && !gone && !class->is_broken (self))
        class->set_reset (self, FALSE, NULL);
    class->stop (self, gone);
}

static void
close_device (UlUsbProbe *self)
{
    UlUsbProbePrivate *priv = priv_of (self);

    if (priv->device == NULL)
        return;
    if (priv->pipe != NULL)
        stop (self);
    g_clear_pointer (&priv->pipe, ul_usb_pipe_free);
    g_clear_pointer (&priv->device, ul_usb_device_close);
}

static gboolean
try_open (UlUsbProbe *self, const UlUsbFound *found, guint attempt, GCancellable *cancellable,
          GError **error)
{
    UlUsbProbePrivate *priv = priv_of (self);

    priv->device = open_device (self, found, cancellable, error);
    if (priv->device == NULL || !claim (priv->device, found, error) ||
        (attempt + 1 == ATTEMPTS && !ul_usb_device_reset (priv->device, error)))
        return FALSE;
    priv->pipe = ul_usb_endpoints_get_pipe (&found->match.endpoints, priv->device);
    priv->reset_asserted = FALSE;
    priv->speed_khz = 0;
    return UL_USB_PROBE_GET_CLASS (self)->start (self, priv->pipe, found, attempt, error);
}

static gboolean
is_worth_another_try (const GError *error)
{
    return g_error_matches (error, UL_ERROR, UL_ERROR_PROBE_SILENT) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_PROBE_FAILED) ||
           g_error_matches (error, UL_ERROR, UL_ERROR_TARGET_PARITY); /* answers mixed up */
}

static gboolean
open_probe (UlProbe *probe, GCancellable *cancellable, GError **error)
{
    UlUsbProbe *self = UL_USB_PROBE (probe);
    UlUsbProbePrivate *priv = priv_of (self);
    g_autoptr (GError) local = NULL;

    if (priv->pipe != NULL && !UL_USB_PROBE_GET_CLASS (self)->is_broken (self) &&
        !ul_usb_device_is_gone (priv->device, 0))
        return TRUE;
    close_device (self);
    g_autoptr (UlUsbFound) found = get_found (self, error);
    if (found == NULL || !settle (self, found, cancellable, error))
        return FALSE;
    for (guint attempt = 0; attempt < ATTEMPTS; attempt++) {
        if (g_cancellable_set_error_if_cancelled (cancellable, error))
            return FALSE;
        g_clear_error (&local);
        if (try_open (self, found, attempt, cancellable, &local))
            return TRUE;
        close_device (self);
        if (!is_worth_another_try (local))
            break;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
}

static void
close_probe (UlProbe *probe)
{
    close_device (UL_USB_PROBE (probe));
}

/* --- while it is open --- */

/* Returns: (nullable): its class, when it is */
static UlUsbProbeClass *
get_open (UlProbe *probe, GError **error)
{
    if (priv_of (probe)->pipe != NULL)
        return UL_USB_PROBE_GET_CLASS (probe);
    ul_usb_set_gone (error);
    return NULL;
}

static gboolean
get_status (UlProbe *probe, UlProbeStatus *status, GError **error)
{
    UlUsbProbeClass *class = get_open (probe, error);

    *status = (UlProbeStatus){ .vtref_mv = -1, .speed_khz = priv_of (probe)->speed_khz };
    return class != NULL && class->get_status (UL_USB_PROBE (probe), status, error);
}

static gboolean
connect_swd (UlProbe *probe, guint speed_khz, GError **error)
{
    UlUsbProbeClass *class = get_open (probe, error);

    return class != NULL && class->connect_swd (UL_USB_PROBE (probe), MAX (speed_khz, 1),
                                                &priv_of (probe)->speed_khz, error);
}

guint
ul_usb_probe_get_speed (UlUsbProbe *self)
{
    return priv_of (self)->speed_khz;
}

static gboolean
send_bits (UlProbe *probe, const guint8 *bits, guint n_bits, GError **error)
{
    UlUsbProbeClass *class = get_open (probe, error);

    return class != NULL && class->send_bits (UL_USB_PROBE (probe), bits, n_bits, error);
}

static gboolean
run_batch (UlProbe *probe, const UlBatch *batch, guint *n_done, GCancellable *cancellable,
           GError **error)
{
    UlUsbProbeClass *class = get_open (probe, error);

    return class != NULL &&
           class->run_batch (UL_USB_PROBE (probe), batch, n_done, cancellable, error);
}

static gboolean
set_reset (UlProbe *probe, gboolean asserted, GError **error)
{
    UlUsbProbeClass *class = get_open (probe, error);

    if (class == NULL || !class->set_reset (UL_USB_PROBE (probe), asserted, error))
        return FALSE;
    priv_of (probe)->reset_asserted = asserted;
    return TRUE;
}

static gboolean
get_reset (UlProbe *probe, gboolean *asserted, GError **error)
{
    UlUsbProbeClass *class = get_open (probe, error);

    return class != NULL && class->get_reset (UL_USB_PROBE (probe), asserted, error);
}

static gboolean
set_power (UlProbe *probe, gboolean on, GError **error)
{
    UlUsbProbeClass *class = get_open (probe, error);

    if (class == NULL)
        return FALSE;
    return class->set_power != NULL ? class->set_power (UL_USB_PROBE (probe), on, error)
                                    : ul_probe_refuse_power (error);
}

/* --- class --- */

static void
ul_usb_probe_init_iface (UlProbeInterface *iface)
{
    iface->get_info = get_info;
    iface->open = open_probe;
    iface->close = close_probe;
    iface->get_status = get_status;
    iface->connect_swd = connect_swd;
    iface->send_bits = send_bits;
    iface->run_batch = run_batch;
    iface->set_reset = set_reset;
    iface->get_reset = get_reset;
    iface->set_power = set_power;
}

static void
ul_usb_probe_finalize (GObject *object)
{
    UlUsbProbePrivate *priv = priv_of (object);

    close_device (UL_USB_PROBE (object));
    g_clear_pointer (&priv->found, ul_usb_found_unref);
    g_clear_pointer (&priv->before, ul_usb_found_unref);
    g_ptr_array_unref (priv->infos);
    g_mutex_clear (&priv->lock);
    G_OBJECT_CLASS (ul_usb_probe_parent_class)->finalize (object);
}

static void
ul_usb_probe_class_init (UlUsbProbeClass *class)
{
    G_OBJECT_CLASS (class)->finalize = ul_usb_probe_finalize;
}

static void
ul_usb_probe_init (UlUsbProbe *self)
{
    UlUsbProbePrivate *priv = priv_of (self);

    g_mutex_init (&priv->lock);
    priv->infos = g_ptr_array_new_with_free_func (free_info);
}
