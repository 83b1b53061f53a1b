# SPDX-License-Identifier: GPL-2.0-or-later
"""The window: how soon its first frame is there, what a job makes a person wait, what it uses when
nothing happens, and its memory. Against a bare GTK 3 window where that says more than a figure.
"""

import ctypes
import os
import pathlib
import statistics
import subprocess
import sys
import time

from bench_files import make_image

HERE = pathlib.Path(__file__).resolve().parent
START_ROUNDS = 15
START_LIMIT = 1.5
JOBS = 3
STALL_LIMIT_MS = 16
IDLE_S = 10
# Until what GTK and GLib do on their own has ended: pictures of what is scrolled are thrown away
# 20 s after they were used, threads without work end after 15 s.
SETTLE_S = 25


# --- what the system says of a process ----------------------------------------------------------


def peak_memory_kib(pid):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1])
    raise RuntimeError("no VmHWM")


def activity(pid):
    """Returns: how often its threads have woken up, and the ticks of processor time they have had"""
    wakes = ticks = 0
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        status = (task / "status").read_text()
        wakes += int(status.split("\nvoluntary_ctxt_switches:")[1].split()[0])
        times = (task / "stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(times[11]) + int(times[12])
    return wakes, ticks


def adopt_orphans():
    """Makes this process the parent of what its children leave running."""
    pr_set_child_subreaper = 36
    ctypes.CDLL(None).prctl(pr_set_child_subreaper, 1, 0, 0, 0)


def start_drawn(build, command):
    """Starts a program. Returns: its process id, and milliseconds until its first frame"""
    told = subprocess.run([build / "tests/bench/frame-watch", *command], check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    pid, taken = told.split()
    return int(pid), int(taken) / 1000


def end(pid):
    """Ends a program that frame-watch left running; this process has become its parent."""
    os.kill(pid, 15)
    os.waitpid(pid, 0)


# --- the bars -----------------------------------------------------------------------------------


def bench_start(table, build):
    """Starts in turn, so that a busy machine slows all. Also without a probe: the page with the
    first steps is there then, of which the bar does not speak."""
    ours = build / "app/unlatch"
    commands = {"hello": [build / "tests/bench/hello"], "page": [ours],
                "probe": [ours, "--probe", "sim:frdm-kl25z"]}
    drawn = {name: [] for name in commands}
    for turn in range(START_ROUNDS + 1):
        for name, command in commands.items():
            pid, taken = start_drawn(build, command)
            end(pid)
            if turn:  # the first warms the caches
                drawn[name].append(taken)
    hello, page, probe = (statistics.median(drawn[name]) for name in ("hello", "page", "probe"))
    table.row(f"first frame after {probe:.0f} ms; hello {hello:.0f} ms", f"{probe / hello:.2f} x",
              f"<= {START_LIMIT} x", probe <= START_LIMIT * hello)
    table.note(f"    with the page for the first steps {page:.0f} ms", f"{page / hello:.2f} x", "")


def peak_of_hello(build):
    pid, _ = start_drawn(build, [build / "tests/bench/hello"])
    time.sleep(1)
    peak = peak_memory_kib(pid)
    end(pid)
    return peak


def bench_idle(table, window, when):
    wakes, ticks = activity(window.process.pid)
    time.sleep(IDLE_S)
    wakes_then, ticks_then = activity(window.process.pid)
    used = f"{wakes_then - wakes} wake-ups, {ticks_then - ticks} ticks"
    table.row(f"idle for {IDLE_S} s {when}", used, "0, 0", (wakes, ticks) == (wakes_then, ticks_then))


def run_job(story, image):
    """Programs 1 MiB in the window. Returns: the window"""
    story.board("frdm-k64f")
    window = story.start("--probe", "sim:frdm-k64f", "--device", "MK64FN1M0xxx12", image)
    window.wait_text("Will ")  # before it is known what, the button only tells why not
    window.click("Program")
    window.wait_text("Programmed and verified")
    return window


def bench_first_run(table, story):
    window = story.start()
    window.wait("Try a Simulated Board…")
    time.sleep(SETTLE_S)
    bench_idle(table, window, "on the first page")
    window.quit()


def bench_jobs(table, build, story, image):
    """A stall of ours comes with each job; one that comes once is the machine's. So is the time in
    which the machine, or the display that shares it, runs something else."""
    stalls = []
    for turn in range(JOBS):
        window = run_job(story, image)
        if turn == 0:
            peak, bare = peak_memory_kib(window.process.pid), peak_of_hello(build)
        if turn == JOBS - 1:
            time.sleep(SETTLE_S)
            bench_idle(table, window, "after a job")
        window.quit()
        stalls.append(window.stalls_ms())
    felt, own, work = (min(stall[f"longest_{what}ms"] for stall in stalls)
                       for what in ("", "own_", "cpu_"))
    table.row("longest turn of the main loop in a 1 MiB job, and waiting for the display",
              f"{own:.1f} ms", f"<= {STALL_LIMIT_MS} ms", own <= STALL_LIMIT_MS)
    table.note("    its own work; as felt on this machine", f"{work:.1f}; {felt:.1f} ms", "")
    table.row(f"peak after a 1 MiB job {peak / 1024:.1f} MiB; hello {bare / 1024:.1f} MiB",
              f"{peak / bare:.2f} x", "<= 2 x", peak <= 2 * bare)


def bench_window(table, build, scratch):
    os.environ.update(UNLATCH_BUILD=str(build), UNLATCH_SOURCE=str(HERE.parents[1]))
    sys.path.insert(0, str(HERE.parent / "ui"))
    import harness  # pylint: disable=import-outside-toplevel
    adopt_orphans()
    table.head("The window, against a bare GTK 3 window")
    with harness.Story() as story:
        bench_start(table, build)
        bench_jobs(table, build, story, make_image(scratch / "window.bin", 3, 1 << 20))
        bench_first_run(table, story)
