#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""OpenOCD, as Debian has it, programs and unlocks the simulated boards through emulated probes.

Arguments: unlatch-usb-emulator, "all" or "some" of the cases, the probe, unlatch-cli. The emulation is right when
somebody who knows nothing of it gets along.
"""

import json
import pathlib
import shlex
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parents[1]))
# pylint: disable=wrong-import-position
from tap import Tap  # noqa: E402
from witness import (  # noqa: E402
    K20, K22, K64, KE02, KE06, KL25, KV31, KV58, Emulator, blank, make_image, openocd,
    openocd_command)


def programs_and_verifies(emulator, probe, board, size):
    old = emulator.file("old.bin", make_image(board["flash"], "old", board))
    image = make_image(size, "new", board)
    base = hex(board.get("base", 0))
    new = emulator.file("new.bin", image)
    # OpenOCD gives each flash command 250 ms of the wall's clock, however busy the machine is
    for attempt in (1, 2):
        done = openocd(emulator, probe, board, [
            "init", "reset init", "flash probe 0", *board.get("prepare", ()),
            f"flash write_image erase {new} {base}",
            f"verify_image {new} {base}", "flash info 0",
        ], "--flash", old)
        if "Flash operation timed out" not in done.output or attempt == 2:
            break
        print(f"# another try, for the machine was too slow: {done.output!r}", flush=True)
    assert done.status == 0, done
    assert f"wrote {size} bytes" in done.output, done
    assert f"verified {size} bytes" in done.output, done
    assert done.flash[:size] == image, "the flash is not what the file says"
    touched = -(-size // board["sector"]) * board["sector"]
    kept = make_image(board["flash"], "old", board)[touched:]
    assert done.flash[touched:] == kept, "beyond the file"
    assert done.counters["refused"] == 0, done.counters
    print(f"# {probe}, {board['board']}, {size} bytes: {done.counters['urbs']} URBs, "
          f"{done.counters['swd_bits']} bits", flush=True)


def explain(log):
    """What unlatch-cli makes of the log. Returns: the codes of its findings"""
    done = subprocess.run([sys.argv[4], "--json", "explain"], input=log, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return [line["problem"]["code"] for line in lines if line["event"] == "finding"]


def unlocks(emulator, probe, board):
    old = emulator.file("old.bin", make_image(board["flash"], "old", board))
    done = openocd(emulator, probe, board,
                   ["init", f"{board.get('driver', 'kinetis')} mdm mass_erase"],
                   "--flash", old, "--fsec", "0x00fc")
    assert done.counters["chip"]["mass_erases"] == 1, done
    assert done.flash == blank(board), done


def cannot_unlock_without_mass_erase(emulator, probe, board):
    old = emulator.file("old.bin", make_image(board["flash"], "old", board))
    done = openocd(emulator, probe, board,
                   ["init", f"{board.get('driver', 'kinetis')} mdm mass_erase"],
                   "--flash", old, "--fsec", "0x00ec")
    assert "mass erase is disabled" in done.output, done  # which it does not count as a failure
    assert done.counters["chip"]["mass_erases"] == 0, done
    assert done.flash[0:1024] == make_image(board["flash"], "old", board)[0:1024], "it was erased"
    assert explain(done.output)[:2] == ["chip-locked-forever", "chip-locked"], done


def finds_the_chip(emulator, probe, board):
    """OpenOCD's own name of the chip, its blocks and sectors, and the regions it sees protected"""
    done = openocd(emulator, probe, board, [
        "init", "reset init", "flash probe 0", "flash info 0",
        *(() if "one_block" in board else ("flash info 1",)),
    ], "--fprot", "0xfffeffff")
    name = board["device"].split("xxx")[0]
    assert f"Kinetis {name}" in done.output, done
    assert "check failed" not in done.output, done
    n = 1 if "one_block" in board else 2
    size = board["flash"] // n
    for bank in range(n):
        start = board.get("base", 0) + bank * size
        assert f"#{bank} : kinetis at 0x{start:08x}, size 0x{size:08x}" in done.output, done
    # the seventeenth of 32 regions: where there is a second block, the first of that
    protected = [line for line in done.output.splitlines() if line.endswith(") protected")]
    assert len(protected) == 1, done
    assert f"(0x{board['flash'] // 32:x} " in protected[0], done
    assert f"0x{board['flash'] // 2 % size:08x}" in protected[0], done
    assert done.output.index(f"#{n - 1} :") < done.output.index(protected[0]), done


def works_with_data_flash(emulator, probe):
    """FlexNVM: sizes, protection by eighths, and data written there while the rest stays"""
    old = emulator.file("old.bin", make_image(K20["flash"], "old"))
    data = emulator.file("data.bin", make_image(4096, "data"))
    done = openocd(emulator, probe, K20, [
        "init", "reset init", "flash probe 0", "flash info 0", "flash probe 1", "flash info 1",
        f"flash write_image erase {data} 0x10000000", f"verify_image {data} 0x10000000",
    ], "--flash", old)
    assert done.status == 0, done
    assert "Kinetis MK20DX256xxx7 detected: 2 flash blocks" in done.output, done
    assert "1 PFlash banks: 256 KiB total" in done.output, done
    assert "1 FlexNVM banks: 32 KiB total, 32 KiB available as data flash" in done.output, done
    assert "check failed" not in done.output, done
    assert "#  7: 0x00007000 (0x1000 4kB) not protected" in done.output, done
    assert "verified 4096 bytes" in done.output, done
    assert done.flash[0:K20["flash"]] == make_image(K20["flash"], "old"), "program flash changed"
    assert done.counters["refused"] == 0 and done.counters["chip"]["refusals"] == 0, done


def leaves_protected_sectors(emulator, probe, board):
    old = emulator.file("old.bin", make_image(board["flash"], "old", board))
    new = emulator.file("new.bin", make_image(4096, "new", board))
    done = openocd(emulator, probe, board, [
        "init", "reset init", "flash probe 0", "flash info 0",
        f"flash write_image erase {new} {hex(board.get('base', 0))}",
    ], "--flash", old, "--fprot", "0xfffffffe")
    assert done.status != 0, done
    assert "protect" in done.output, done
    assert done.flash[0:0x400] == make_image(board["flash"], "old", board)[0:0x400], "it was written"
    assert explain(done.output)[:1] == ["flash-protected"], done


def agrees_that_protection_is_lifted(emulator, probe, board, fprot):
    """Before and after unlatch-cli unprotect, on the same chip; all it held is there as before"""
    old = make_image(board["flash"], "old", board)
    ask = ["init", "reset init", "flash probe 0", "flash info 0"]
    lift = [str(pathlib.Path(sys.argv[4]).resolve()), "--json", "--yes", "--probe", probe,
            "--device", board["device"], "unprotect"]
    options = ["--keep-up", "--probe", probe, "--board", board["board"], "--fprot", fprot]
    script = "\n".join(shlex.join(words) for words in (
        openocd_command(probe, board, ask), ["echo", "LIFT"], lift, ["echo", "LIFTED"],
        openocd_command(probe, board, ask)))
    done = emulator.run([*options, "--flash", emulator.file("old.bin", old)],
                        ["sh", "-c", script])
    theirs_before, _, rest = done.output.partition("LIFT\n")
    ours, _, theirs_after = rest.partition("LIFTED\n")
    assert ") protected" in theirs_before, done
    assert '"ok":true' in ours, done
    assert ") not protected" in theirs_after and ") protected" not in theirs_after, done
    assert done.flash[:board["flash"]] == old, "more was changed than the protection"


def main():
    emulator = Emulator(sys.argv[1])
    everything = sys.argv[2] == "all"
    probe = sys.argv[3]  # named as OpenOCD's driver is
    tap = Tap()
    with tap.case(f"{probe}: OpenOCD programs and verifies a KL25Z128"):
        programs_and_verifies(emulator, probe, KL25, 128 * 1024 if everything else 4096)
    if everything:
        with tap.case(f"{probe}: OpenOCD programs and verifies the first 64 KiB of a K64F1M"):
            programs_and_verifies(emulator, probe, K64, 64 * 1024)
    for board in (K22, KV31, KV58) if everything else ():
        with tap.case(f"{probe}: OpenOCD finds the chip of a {board['board']}, and what it protects"):
            finds_the_chip(emulator, probe, board)
        with tap.case(f"{probe}: OpenOCD programs and verifies the first 16 KiB of a "
                      f"{board['board']}"):
            programs_and_verifies(emulator, probe, board, 16 * 1024)
    for board in (KE02, KE06) if everything else ():
        with tap.case(f"{probe}: OpenOCD programs and verifies the first 8 KiB of a "
                      f"{board['board']}"):
            programs_and_verifies(emulator, probe, board, 8 * 1024)
        with tap.case(f"{probe}: OpenOCD unlocks a {board['board']}"):
            unlocks(emulator, probe, board)
    if everything:
        with tap.case(f"{probe}: OpenOCD programs and verifies the first 16 KiB of a k20dx256"):
            programs_and_verifies(emulator, probe, K20, 16 * 1024)
        with tap.case(f"{probe}: OpenOCD writes the data flash of a k20dx256"):
            works_with_data_flash(emulator, probe)
    for board, fprot, what in ((KL25, "0xfffffffe", "the field's own sector"),
                               (K64, "0xfffff0ff", "other sectors"),
                               (K22, "0xfffffffe", "the field's own sector")):
        if everything:
            with tap.case(f"{probe}: OpenOCD sees that unlatch-cli has lifted the protection of {what} "
                          f"of a {board['board']}, and kept the rest"):
                agrees_that_protection_is_lifted(emulator, probe, board, fprot)
    for board in (KL25, K64, K22, KV31, KV58, K20):
        with tap.case(f"{probe}: OpenOCD unlocks a {board['board']}"):
            unlocks(emulator, probe, board)
        if not everything:
            continue
        with tap.case(f"{probe}: OpenOCD meets a {board['board']} that is locked for ever"):
            cannot_unlock_without_mass_erase(emulator, probe, board)
        with tap.case(f"{probe}: OpenOCD respects protected sectors of a {board['board']}"):
            leaves_protected_sectors(emulator, probe, board)
    return tap.finish()


if __name__ == "__main__":
    sys.exit(main())
