#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Turns the device tables (CSV) into a C table, so that the program parses nothing at start."""

import csv
import re
import sys

CORES = {
    "cortex-m0": "UL_CORE_M0",
    "cortex-m0+": "UL_CORE_M0PLUS",
    "cortex-m3": "UL_CORE_M3",
    "cortex-m4": "UL_CORE_M4",
    "cortex-m4f": "UL_CORE_M4",
    "cortex-m7": "UL_CORE_M7",
    "cortex-m7f": "UL_CORE_M7",
    "cortex-m23": "UL_CORE_M23",
    "cortex-m33": "UL_CORE_M33",
}
MAX_REGIONS = 6
ACTIONS = 5

# Controllers whose commands our drivers speak.
DRIVEN = ("FTFA", "FTFL", "FTFE", "FTFC", "FTMRH", "FTMRE")


def number(text):
    return int(text, 0) if text else 0


def quote(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def core(text):
    # Chips with two cores are flashed through the first one named.
    first = re.split(r"(?<=[0-9f])\+(?=c|m)", text.lower())[0]
    return CORES.get(first, "UL_CORE_UNKNOWN")


def region(kind, start, size, sector, unit):
    if size % sector or start % sector:
        raise ValueError(f"0x{start:X}: {size} bytes are not a multiple of {sector}")
    return f"{{ UL_REGION_{kind}, 0x{start:08X}, 0x{size:X}, {sector}, {unit} }}"


def kinetis_regions(row):
    unit = int(row["program_unit_bytes"])
    regions = [region("PROGRAM_FLASH", number(row["flash_start"]), number(row["flash_size"]),
                      number(row["sector_size"]), unit)]
    if row["dflash_size"]:
        regions.append(region("DATA_FLASH", number(row["dflash_start"]),
                              number(row["dflash_size"]), number(row["dflash_sector"]), unit))
    # Elsewhere the column is the FlexRAM window, which is no storage of its own.
    if row["controller"] == "FTMRH" and row["eeprom_size"]:
        regions.append(region("EEPROM", number(row["eeprom_start"]), number(row["eeprom_size"]),
                              2, 1))
    return regions


def is_driven(row):
    return row["controller"] in DRIVEN and row["tried"] != "no"


def kinetis_support(row):
    if not is_driven(row):
        return ["NONE"] * ACTIONS
    level = "EMULATED" if row["tried"] == "emulated" else "ANALOGY"
    # without an SDID it has to be chosen by name
    return [level if row["sdid_mask"] else "NONE"] + [level] * (ACTIONS - 1)


def kinetis(row):
    driven = is_driven(row)
    return {
        "name": row["name"], "vendor": "NXP", "family": row["family"], "core": row["core"],
        "regions": kinetis_regions(row), "ram": (row["ram_start"], row["ram_size"]),
        "support": kinetis_support(row), "source": row["source"],
        "more": [f".controller = UL_CONTROLLER_{row['controller'] if driven else 'NONE'}",
                 f".has_program_section = {'TRUE' if row['has_program_section'] == 'yes' else 'FALSE'}",
                 f".unlock_method = UL_UNLOCK_METHOD_{'MDM' if driven else 'NONE'}",
                 f".has_fcf = TRUE, .fcf_address = {row['fcf_address']}",
                 f".mdm_ap = {row['mdm_ap_index']}",
                 f".sdid_mask = {row['sdid_mask'] or 0}, .sdid_value = {row['sdid_value'] or 0}"],
    }


def runs(text):
    """"4x16K+1x64K" is one region for each run; "2x(...)" repeats its runs."""
    match = re.match(r"(\d+)x\(([^)]*)\)", text)
    if match:
        return int(match.group(1)) * runs(match.group(2))
    found = re.match(r"\d+x\d+K(\+\d+x\d+K)*", text).group(0)
    return [(int(n), int(k) * 1024) for n, k in re.findall(r"(\d+)x(\d+)K", found)]


def other_regions(row):
    """The sector_size column has remarks behind its number; see its first digits only."""
    start, size, text = number(row["flash_start"]), number(row["flash_size"]), row["sector_size"]
    if size == 0 or "from SPCIF_GEOMETRY" in text:
        return []  # only the chip itself can tell
    if re.match(r"\d+x", text):
        regions = []
        for count, sector in runs(text):
            regions.append(region("PROGRAM_FLASH", start, count * sector, sector, 4))
            start, size = start + count * sector, size - count * sector
        if size != 0:
            raise ValueError(f"{row['name']}: runs and flash size differ by {size}")
        return regions
    sector = int(re.match(r"\d+", text).group(0))
    banks = [(int(a, 16), int(k) * 1024) for a, k in re.findall(r"(0x[0-9A-F]+)\+(\d+)K", text)]
    if not banks or banks[0][0] + banks[0][1] == banks[1][0]:
        banks = [(start, size)]
    if sum(n for _, n in banks) != size:
        raise ValueError(f"{row['name']}: banks and flash size differ")
    return [region("PROGRAM_FLASH", a, n, sector, 4) for a, n in banks]


# How the locked ones are opened, by the words of the table. Those on Cortex-M0+ have the AAP
# elsewhere, which nobody has tried here.
UNLOCK_METHODS = {
    "EFM32G_AAP_TIMED": "AAP",
    "EFM32_AAP": "AAP",
    "LM_DEBUG_PORT_UNLOCK": "LM_PORT",
}


def other_identity(row, method):
    """What the chip tells itself by: mask and value."""
    text = row["identification"]
    if method == "LM_PORT":
        chip, part = (int(re.search(name + r"\[23:16\]=(0x[0-9A-F]+)", text).group(1), 16)
                      for name in ("DID0", "DID1"))
        return 0x00FF00FF, chip << 16 | part
    family = re.search(r"0x0FE081FE=(\d+)", text)
    part = re.match(r"EFM32[A-Z]+(?:\d+[A-Z])?(\d+)F\d+", row["name"])
    if method == "AAP" and family and part:
        return 0x00FFFFFF, int(family.group(1)) << 16 | int(part.group(1))
    return 0, 0


def other_support(row, method):
    """Unlocking and what goes with it; erasing an open one needs its flash controller as well."""
    if method is None:
        return ["NONE"] * ACTIONS
    level = "EMULATED" if row["tried"] == "emulated" else "ANALOGY"
    erase = level if method == "LM_PORT" or "series 0" in row["family"] else "NONE"
    return [level, erase, "NONE", level, "NONE"]


def other(row):
    method = UNLOCK_METHODS.get(row["unlock_method"])
    mask, value = other_identity(row, method)
    more = []
    if method:
        more = [f".unlock_method = UL_UNLOCK_METHOD_{method}",
                f".sdid_mask = 0x{mask:X}, .sdid_value = 0x{value:X}"]
    return {
        "name": row["name"], "vendor": row["vendor"], "family": row["family"],
        "core": row["core"], "regions": other_regions(row),
        "ram": (row["ram_start"], row["ram_size"]), "support": other_support(row, method),
        "source": row["source"], "more": more,
    }


class Words:
    """The texts of the table, each once, in one string that the rows point into by number."""

    def __init__(self):
        self.places = {}
        self.size = 0

    def place(self, text):
        if text not in self.places:
            self.places[text] = self.size
            self.size += len(text.encode()) + 1
        return self.places[text]


def emit(device, words):
    regions = device["regions"]
    if len(regions) > MAX_REGIONS:
        raise ValueError(f"{device['name']}: {len(regions)} regions")
    texts = ("name", "vendor", "family", "core", "source")
    fields = [
        f".core = {core(device['core'])}",
        f".ram_start = {device['ram'][0] or 0}, .ram_size = {device['ram'][1] or 0}",
        *device["more"], ".support = { " + ", ".join("UL_SUPPORT_" + s for s in device["support"]) + " }",
    ]
    if regions:
        fields.append(f".regions = {{ {', '.join(regions)} }}, .n_regions = {len(regions)}")
    places = ", ".join(str(words.place(device[text])) for text in texts)
    return f"    /* {device['name']} */\n    {{ {places}, {{ " + ",\n      ".join(fields) + " } },\n"


def main(kinetis_csv, others_csv, out):
    devices = []
    for path, convert in ((kinetis_csv, kinetis), (others_csv, other)):
        with open(path, newline="", encoding="utf-8") as file:
            devices += [convert(row) for row in csv.DictReader(file)]
    devices.sort(key=lambda device: device["name"].encode())
    words = Words()
    with open(out, "w", encoding="utf-8") as file:
        file.write("/* Made from the tables in data/devices: edit those. */\n"
                   '#include "ul-device-table.h"\n\nconst UlDeviceRow ul_device_rows[] = {\n')
        file.writelines(emit(device, words) for device in devices)
        file.write("};\nconst guint ul_device_n_rows = G_N_ELEMENTS (ul_device_rows);\n"
                   "const char ul_device_words[] =\n")
        file.write("\n".join(f'    {quote(text)} "\\0"' for text in words.places) + ";\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
