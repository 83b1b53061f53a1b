/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Why a chip cannot be met, with the numbers that a person needs to find the cause. */
#include "ul-target-private.h"

#include "ul-error.h"
#include "ul-words.h"

#include <glib/gi18n.h>

#define N_CHECKS      UL_LOCK_N_SAMPLES
#define CHECK_US      1000
#define SLOW_CHECK_US 16000
#define N_ATTEMPTS    20
#define KHZ_PER_MHZ   1000
#define UNREADY       (UL_MDM_READY | UL_MDM_NOT_IN_RESET)
#define FEWEST_RESETS 3

/* --- a chip that keeps resetting --- */

/* Spread over some time, unlike the samples of the lock state: resets may be milliseconds apart. A
 * chip that was in reset since the last check says so, where its bus is open; then its flash was
 * not ready either. Returns: what was seen; UL_SAMPLE_READY only where the chip stands still */
static UlSampleFlags
check (UlTarget *self, GError **error)
{
    guint32 status = UNREADY, dhcsr = 0;

    if (self->mdm.idr != 0 && !ul_mdm_ap_read_state (&self->mdm, &status, &dhcsr, error))
        return UL_SAMPLE_IN_RESET;
    UlSampleFlags flags = ul_mdm_ap_get_flags (status);
    if ((flags & UL_SAMPLE_IN_RESET) != 0)
        return flags & ~UL_SAMPLE_READY;
    if ((flags & UL_SAMPLE_READY) == 0 || (flags & UL_SAMPLE_SECURED) != 0)
        return flags;
    if (ul_cortex_m_read_status (&self->core, &dhcsr, NULL) && (dhcsr & UL_DHCSR_RESET) == 0)
        return flags;
    return flags & ~UL_SAMPLE_READY;
}

/* Returns: FALSE when nothing could be seen */
static gboolean
watch (UlTarget *self, guint check_us, UlLockSamples *seen)
{
    *seen = (UlLockSamples){ .last = self->samples.last };
    check (self, NULL); /* what was before is not counted */
    for (guint i = 0; i < N_CHECKS; i++) {
        g_autoptr (GError) local = NULL;

        if (!ul_debug_port_sleep (self->port, check_us, NULL))
            return FALSE;
        ul_lock_samples_add (seen, check (self, &local));
        if (g_error_matches (local, UL_ERROR, UL_ERROR_TARGET_LOST_POWER))
            return FALSE;
    }
    return TRUE;
}

static gboolean
may_be_resets (const GError *error)
{
    static const int codes[] = { UL_ERROR_TARGET_FAULT, UL_ERROR_TARGET_TIMEOUT,
                                 UL_ERROR_TARGET_WRONG_CHIP, UL_ERROR_TARGET_UNKNOWN_CHIP,
                                 UL_ERROR_LOADER_FAILED };

    for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
        if (g_error_matches (error, UL_ERROR, codes[i]))
            return TRUE;
    return FALSE;
}

static char *
describe_resets (const UlLockSamples *seen)
{
    if (seen->ready == 0)
        return g_strdup_printf (_ ("Each of %u checks saw a reset, or flash that was not ready. "
                                   "The usual reason is empty flash or firmware that crashes at "
                                   "once."),
                                (guint) N_CHECKS);
    return g_strdup_printf (_ ("Flash was ready, and no reset was seen, in %u of %u checks. The "
                               "usual reason is empty flash or firmware that crashes at once."),
                            seen->ready, (guint) N_CHECKS);
}

/* One reset may be chance: a finger on the button. */
static gboolean
sees_resets (UlTarget *self, guint check_us, UlLockSamples *seen)
{
    return watch (self, check_us, seen) && seen->ready + FEWEST_RESETS <= N_CHECKS;
}

static void
explain (UlTarget *self, gboolean rare, GError **error)
{
    UlLockSamples seen;

    if (!self->connected || !may_be_resets (*error) ||
        (!sees_resets (self, CHECK_US, &seen) &&
         !(rare && sees_resets (self, SLOW_CHECK_US, &seen))))
        return;
    self->seen = seen;
    g_autoptr (GError) before = g_steal_pointer (error);
    g_autofree char *text = describe_resets (&seen);
    g_set_error_literal (error, UL_ERROR, UL_ERROR_TARGET_RESETTING, text);
    ul_error_add_detail (*error, "before", "%s", before->message);
}

void
ul_target_explain_resets (UlTarget *self, GError **error)
{
    explain (self, FALSE, error);
}

void
ul_target_explain_rare_resets (UlTarget *self, GError **error)
{
    explain (self, TRUE, error);
}

/* --- a wire that carries nothing, or not well --- */

static char *
describe_speed (guint khz)
{
    return khz % KHZ_PER_MHZ == 0 ? g_strdup_printf (_ ("%u MHz"), khz / KHZ_PER_MHZ)
                                  : g_strdup_printf (_ ("%u kHz"), khz);
}

/* "4 MHz, 1 MHz or 100 kHz" */
static char *
list_speeds (const guint *khz, guint n)
{
    g_autoptr (GPtrArray) speeds = g_ptr_array_new_with_free_func (g_free);

    for (guint i = 0; i < n; i++)
        g_ptr_array_add (speeds, describe_speed (khz[i]));
    return ul_words_either (speeds);
}

static const char *
describe_reset (UlConnectMode mode)
{
    switch (mode) {
    case UL_CONNECT_NORMAL:
        return _ ("without reset");
    case UL_CONNECT_UNDER_RESET:
        return _ ("with reset");
    default:
        return _ ("with and without reset");
    }
}

/* Returns: -1 where it cannot be measured */
static int
read_supply_mv (UlTarget *self)
{
    UlProbeStatus status = { .vtref_mv = -1 };

    return ul_probe_get_status (self->probe, &status, NULL) ? status.vtref_mv : -1;
}

static char *
describe_silence (int mv, const char *speeds, const char *reset)
{
    if (mv < 0)
        /* Translators: speeds; "with and without reset" */
        return g_strdup_printf (_ ("SWD gives no reply at %s, %s. The probe cannot tell whether "
                                   "the board has power"),
                                speeds, reset);
    return g_strdup_printf (_ ("Power is %.2f V, but SWD gives no reply at %s, %s"), mv / 1000.0,
                            speeds, reset);
}

static guint
count_answers (UlTarget *self)
{
    guint n = 0;

    for (guint i = 0; i < N_ATTEMPTS; i++) {
        gboolean heard = FALSE;

        n += ul_debug_port_knock (self->port, FALSE, NULL) &&
             ul_debug_port_try (self->port, &heard, NULL);
    }
    return n;
}

static char *
describe_garbled (UlTarget *self, int mv)
{
    g_autofree char *speed = describe_speed (self->speed_khz);
    guint n = count_answers (self);

    if (mv < 0)
        return g_strdup_printf (_ ("%u of %u attempts worked, at %s"), n, (guint) N_ATTEMPTS,
                                speed);
    return g_strdup_printf (_ ("%u of %u attempts worked, at %s. Power is %.2f V"), n,
                            (guint) N_ATTEMPTS, speed, mv / 1000.0);
}

void
ul_target_explain_wire (UlTarget *self, UlConnectMode mode, const guint *khz, guint n_khz,
                        GError **error)
{
    gboolean silent = g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_NO_ACK);
    gboolean garbled = g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_PARITY) ||
                       g_error_matches (*error, UL_ERROR, UL_ERROR_TARGET_UNSTABLE);
    g_autofree char *text = NULL;

    if (!silent && !garbled)
        return;
    int mv = read_supply_mv (self);
    g_autofree char *speeds = list_speeds (khz, n_khz);
    text =
        silent ? describe_silence (mv, speeds, describe_reset (mode)) : describe_garbled (self, mv);
    ul_error_add_detail (*error, "cause", "%s", (*error)->message);
    g_free ((*error)->message);
    (*error)->message = g_steal_pointer (&text);
}
