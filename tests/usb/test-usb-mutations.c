/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replies that no honest probe sends: every command and batch must end, with an error or not, and
 * touch nothing that is not its own (the sanitized build sees to that). */
#include "test.h"

#include "ul-cmsis-dap-batch.h"
#include "ul-cmsis-dap-commands.h"
#include "ul-error.h"
#include "ul-jlink-batch.h"
#include "ul-jlink-commands.h"
#include "ul-usb-match.h"

#include <string.h>

#define ROUNDS 3000u
#define WORDS  300u

/** A probe that answers with anything at all, sometimes with the number of the command before it */
typedef struct {
    UlUsbPipe parent;
    GRand *rand;
    guint8 last[64]; /* commands not yet answered */
    guint n_last;
} LiarPipe;

static gboolean
liar_send (UlUsbPipe *pipe, const guint8 *data, gsize size, GError **error)
{
    LiarPipe *self = (LiarPipe *) pipe;

    if (self->n_last < sizeof self->last)
        self->last[self->n_last++] = data[0];
    return TRUE;
}

static gboolean
liar_expect (UlUsbPipe *pipe, gsize max_size, GError **error)
{
    return TRUE;
}

static gboolean
liar_receive (UlUsbPipe *pipe, guint8 *data, gsize max_size, gsize *size, guint timeout_ms,
              GCancellable *cancellable, GError **error)
{
    LiarPipe *self = (LiarPipe *) pipe;
    gsize most = g_rand_boolean (self->rand) ? max_size : MIN (max_size, 16);

    if (g_rand_int_range (self->rand, 0, 8) == 0) {
        g_set_error_literal (error, UL_ERROR, UL_ERROR_PROBE_SILENT, "no answer");
        return FALSE;
    }
    *size = g_rand_int_range (self->rand, 0, most + 1);
    for (gsize i = 0; i < *size; i++)
        data[i] = g_rand_int_range (self->rand, 0, 3) == 0 ? g_rand_int (self->rand) : 1;
    if (*size > 0 && self->n_last > 0 && g_rand_int_range (self->rand, 0, 10) != 0)
        data[0] = self->last[0];
    if (self->n_last > 0)
        memmove (self->last, self->last + 1, --self->n_last);
    return TRUE;
}

static gboolean
liar_flush (UlUsbPipe *pipe, guint timeout_ms, GError **error)
{
    return TRUE;
}

static void
liar_abort (UlUsbPipe *pipe)
{
    ((LiarPipe *) pipe)->n_last = 0;
}

static const UlUsbPipeClass liar_class = { liar_send,  liar_expect, liar_receive,
                                           liar_flush, liar_abort,  NULL };

static void
fill_batch (UlBatch *batch, GRand *rand, guint32 *words)
{
    guint n = g_rand_int_range (rand, 1, 8);

    ul_batch_clear (batch);
    for (guint i = 0; i < n; i++) {
        gboolean ap = g_rand_boolean (rand);
        guint8 reg = 4 * g_rand_int_range (rand, 0, 4);
        guint count = g_rand_int_range (rand, 0, WORDS);

        switch (g_rand_int_range (rand, 0, 5)) {
        case 0:
            ul_batch_read_block (batch, ap, reg, words, count);
            break;
        case 1:
            ul_batch_write_block (batch, ap, reg, words, count);
            break;
        case 2:
            ul_batch_write (batch, ap, reg, count);
            break;
        case 3:
            ul_batch_poll (batch, ap, reg, 1, 1, 0, words);
            break;
        default:
            ul_batch_idle (batch, count);
        }
    }
}

static void
check_outcome (gboolean ok, guint n_done, const UlBatch *batch, const GError *error)
{
    assert_true (ok == (error == NULL));
    assert_true (n_done <= ul_batch_get_n_items (batch));
    if (error != NULL)
        assert_true (error->domain == UL_ERROR);
}

static void
a_j_link_that_lies_does_no_harm (void **state)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (20);
    g_autoptr (UlBatch) batch = ul_batch_new ();
    guint32 words[WORDS];

    memset (words, 0, sizeof words);
    for (guint i = 0; i < ROUNDS; i++) {
        LiarPipe pipe = { .parent = { &liar_class, 64 }, .rand = rand };
        UlJlinkLink link;
        UlJlinkEngine engine;
        UlJlinkCaps caps;
        UlJlinkSpeeds speeds;
        UlJlinkState probe;
        g_autoptr (GError) error = NULL;
        char text[32];
        guint16 handle;
        guint n_done = 0;

        ul_jlink_link_init (&link, &pipe.parent);
        ul_jlink_engine_init (&engine, &link, g_rand_int_range (rand, 256, 65529), 2);
        ul_jlink_engine_set_speed (&engine, g_rand_int_range (rand, 1, 20000));
        engine.wire.overrun_detect = g_rand_boolean (rand);
        ul_jlink_get_version (&link, text, sizeof text, NULL);
        ul_jlink_get_caps (&link, &caps, NULL);
        ul_jlink_get_speeds (&link, &speeds, NULL);
        ul_jlink_get_state (&link, &probe, NULL);
        ul_jlink_register (&link, &handle, NULL);
        link.broken = FALSE;
        fill_batch (batch, rand, words);
        gboolean ok = ul_jlink_batch_run (&engine, batch, &n_done, NULL, &error);
        check_outcome (ok, n_done, batch, error);
        ul_jlink_engine_finish (&engine);
        ul_jlink_link_finish (&link);
    }
}

static void
a_cmsis_dap_probe_that_lies_does_no_harm (void **state)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (21);
    g_autoptr (UlBatch) batch = ul_batch_new ();
    guint32 words[WORDS];

    memset (words, 0, sizeof words);
    for (guint i = 0; i < ROUNDS; i++) {
        LiarPipe pipe = { .parent = { &liar_class, 64 }, .rand = rand };
        UlCmsisDapLink link;
        UlCmsisDapEngine engine;
        UlCmsisDapInfo info;
        g_autoptr (GError) error = NULL;
        gboolean asserted;
        guint n_done = 0;

        ul_cmsis_dap_link_init (&link, &pipe.parent);
        ul_cmsis_dap_engine_init (&engine, &link);
        ul_cmsis_dap_get_info (&link, &info, NULL);
        ul_cmsis_dap_connect (&link, NULL);
        ul_cmsis_dap_get_reset (&link, &asserted, NULL);
        link.broken = FALSE;
        link.n_sent = 0;
        link.packet_size =
            g_rand_int_range (rand, UL_CMSIS_DAP_MIN_PACKET, UL_CMSIS_DAP_MAX_PACKET + 1);
        link.max_in_flight = g_rand_int_range (rand, 1, UL_CMSIS_DAP_MAX_IN_FLIGHT + 1);
        engine.speed_khz = g_rand_int_range (rand, 1, 20000);
        fill_batch (batch, rand, words);
        gboolean ok = ul_cmsis_dap_engine_run (&engine, batch, &n_done, NULL, &error);
        check_outcome (ok, n_done, batch, error);
        ul_cmsis_dap_engine_finish (&engine);
        ul_cmsis_dap_link_finish (&link);
    }
}

static void
descriptors_that_lie_do_no_harm (void **state)
{
    g_autoptr (GRand) rand = g_rand_new_with_seed (22);
    static const guint8 classes[] = { 0xFF, 0x00, 0x03, 0x0A };
    static const char *const names[] = { NULL, "", "CMSIS-DAP", "\xFF\xFE" };
    static const guint16 vendors[] = { 0x1366, 0x0D28, 0x2E8A, 0x1234 };
    UlUsbMatch match;

    for (guint i = 0; i < 10 * ROUNDS; i++) {
        g_autoptr (UlUsbDescription) device = ul_usb_description_new ();
        UlUsbInterface interface = { 0 };

        device->vendor = vendors[g_rand_int_range (rand, 0, G_N_ELEMENTS (vendors))];
        device->product = g_rand_boolean (rand) ? 0x0204 : 0x1000 | (g_rand_int (rand) & 0xFF);
        device->name = g_strdup (names[g_rand_int_range (rand, 0, G_N_ELEMENTS (names))]);
        interface.class = classes[g_rand_int_range (rand, 0, G_N_ELEMENTS (classes))];
        interface.subclass = g_rand_boolean (rand) ? 0xFF : 0;
        interface.n_endpoints = g_rand_int_range (rand, 0, UL_USB_MAX_ENDPOINTS + 1);
        for (guint j = 0; j < interface.n_endpoints; j++) {
            interface.endpoints[j].address = g_rand_int (rand);
            interface.endpoints[j].type = g_rand_int_range (rand, 0, 4);
            interface.endpoints[j].packet_size = g_rand_int (rand) & 0x7FF;
        }
        g_array_append_val (device->interfaces, interface);
        if (ul_usb_match (device, &match)) {
            assert_in_range (match.endpoints.in_packet, 8, 1024);
            assert_in_range (match.endpoints.out_packet, 8, 1024);
            assert_true ((match.endpoints.in & 0x80) != 0);
        }
    }
}

int
main (void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test (a_j_link_that_lies_does_no_harm),
        cmocka_unit_test (a_cmsis_dap_probe_that_lies_does_no_harm),
        cmocka_unit_test (descriptors_that_lie_do_no_harm),
    };
    return cmocka_run_group_tests_name ("usb-mutations", tests, NULL, NULL);
}
