/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ul-worker.h"

#include "ul-job.h"

#define MAX_NEWS 100 /* told in one go: the main loop has other things to do */

typedef enum {
    NEWS_LINE,
    NEWS_CHIP,
    NEWS_DONE,
} NewsKind;

typedef struct {
    NewsKind kind;
    gpointer data; /* owned: char, UlChip or UlRun */
} News;

/* Shared by two threads, so that neither has to wait for the other's end. */
struct _UlWorker {
    gatomicrefcount n_refs;
    GThread *thread; /* (nullable): until the first job */
    GAsyncQueue *runs;
    UlProbe *powering; /* (nullable): of the thread: was switched on and not off again */
    UlProgress *progress;
    UlProgress *aside; /* of looks in passing */
    GMainContext *context;

    UlWorkerFuncs funcs; /* of the main thread */
    gpointer user_data;
    gboolean stopped;

    GMutex lock;   /* guards the rest */
    GQueue news;   /* of News, oldest first */
    gboolean told; /* the idle source is on its way */
};

static int stop_mark; /* pushed to end the thread ... */
static int off_mark;  /* ... and to switch power off */

void
ul_run_free (UlRun *self)
{
    ul_job_spec_free (self->spec);
    g_clear_object (&self->probe);
    g_free (self->facts);
    g_clear_object (&self->cancellable);
    g_clear_object (&self->abort);
    g_clear_object (&self->callers);
    g_clear_object (&self->task);
    ul_job_result_free (self->result);
    g_free (self);
}

static void
news_free (News *news)
{
    if (news->kind == NEWS_LINE)
        g_free (news->data);
    else if (news->kind == NEWS_CHIP)
        ul_chip_free (news->data);
    else
        ul_run_free (news->data);
    g_free (news);
}

static UlWorker *
worker_ref (UlWorker *self)
{
    g_atomic_ref_count_inc (&self->n_refs);
    return self;
}

static void
worker_unref (UlWorker *self)
{
    if (!g_atomic_ref_count_dec (&self->n_refs))
        return;
    g_queue_clear_full (&self->news, (GDestroyNotify) news_free);
    g_async_queue_unref (self->runs);
    ul_progress_free (self->progress);
    ul_progress_free (self->aside);
    g_main_context_unref (self->context);
    g_mutex_clear (&self->lock);
    g_free (self);
}

/* --- main thread --- */

static void
tell (UlWorker *self, News *news)
{
    gpointer data = g_steal_pointer (&news->data);

    if (news->kind == NEWS_LINE) {
        self->funcs.log (data, self->user_data);
        g_free (data);
    } else if (news->kind == NEWS_CHIP)
        self->funcs.chip (data, self->user_data);
    else
        self->funcs.done (data, self->user_data);
    g_free (news);
}

static News *
take_news (UlWorker *self)
{
    g_mutex_lock (&self->lock);
    News *news = g_queue_pop_head (&self->news);
    g_mutex_unlock (&self->lock);
    return news;
}

static gboolean
tell_news (gpointer user_data)
{
    UlWorker *self = user_data;
    News *news;

    for (guint n = 0; n < MAX_NEWS && !self->stopped && (news = take_news (self)) != NULL; n++)
        tell (self, news);

    g_mutex_lock (&self->lock);
    self->told = !self->stopped && !g_queue_is_empty (&self->news);
    gboolean more = self->told;
    g_mutex_unlock (&self->lock);
    return more ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

/* --- the worker's thread --- */

static void
add_news (UlWorker *self, NewsKind kind, gpointer data)
{
    News *news = g_new (News, 1);
    gboolean told;

    *news = (News){ kind, data };
    g_mutex_lock (&self->lock);
    g_queue_push_tail (&self->news, news);
    told = self->told;
    self->told = TRUE;
    g_mutex_unlock (&self->lock);
    if (told)
        return;

    GSource *source = g_idle_source_new ();
    g_source_set_priority (source, G_PRIORITY_DEFAULT);
    g_source_set_callback (source, tell_news, worker_ref (self), (GDestroyNotify) worker_unref);
    g_source_attach (source, self->context);
    g_source_unref (source);
}

void
ul_worker_log (UlWorker *self, char *line)
{
    add_news (self, NEWS_LINE, line);
}

void
ul_worker_publish (UlWorker *self, UlChip *chip)
{
    add_news (self, NEWS_CHIP, chip);
}

void
ul_worker_set_powering (UlWorker *self, UlProbe *probe)
{
    g_set_object (&self->powering, probe);
}

/* A probe that cannot be asked any more was unplugged, as a rule, which ends it too. */
static void
switch_off (UlWorker *self)
{
    g_autoptr (UlProbe) probe = g_steal_pointer (&self->powering);

    if (probe == NULL || !ul_probe_open (probe, NULL, NULL))
        return;
    ul_probe_set_power (probe, FALSE, NULL);
    ul_probe_close (probe);
}

static void
run_job (UlWorker *self, UlRun *run)
{
    run->result = ul_job_run (run, self);
    add_news (self, NEWS_DONE, run);
}

static gpointer
run_jobs (gpointer user_data)
{
    UlWorker *self = user_data;
    gpointer item;

    while ((item = g_async_queue_pop (self->runs)) != &stop_mark)
        if (item == &off_mark)
            switch_off (self);
        else
            run_job (self, item);
    switch_off (self);
    worker_unref (self);
    return NULL;
}

/* --- main thread --- */

UlWorker *
ul_worker_new (const UlWorkerFuncs *funcs, gpointer user_data)
{
    UlWorker *self = g_new0 (UlWorker, 1);

    g_atomic_ref_count_init (&self->n_refs);
    self->runs = g_async_queue_new ();
    self->progress = ul_progress_new ();
    self->aside = ul_progress_new ();
    self->context = g_main_context_ref_thread_default ();
    self->funcs = *funcs;
    self->user_data = user_data;
    g_mutex_init (&self->lock);
    g_queue_init (&self->news);
    return self;
}

UlProgress *
ul_worker_get_progress (UlWorker *self)
{
    return self->progress;
}

void
ul_worker_push (UlWorker *self, UlRun *run)
{
    run->progress = run->spec->quiet ? self->aside : self->progress;
    if (self->thread == NULL)
        self->thread = g_thread_new ("unlatch-jobs", run_jobs, worker_ref (self));
    g_async_queue_push (self->runs, run);
}

void
ul_worker_switch_off (UlWorker *self)
{
    if (self->thread != NULL)
        g_async_queue_push (self->runs, &off_mark);
}

void
ul_worker_stop (UlWorker *self)
{
    self->stopped = TRUE;
    if (self->thread != NULL) {
        g_async_queue_push (self->runs, &stop_mark);
        g_thread_join (self->thread);
    }
    worker_unref (self);
}
