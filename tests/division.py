# SPDX-License-Identifier: GPL-2.0-or-later
"""The simulated K20DX256 as firmware has left it that has divided its FlexNVM."""

import struct
import zlib

BOARD = "k20dx256"
DEVICE = "MK20DX256xxx7"
PROGRAM, NVM = 256 * 1024, 32 * 1024
IFR = PROGRAM + NVM  # codes in the file of the board, then the records of the EEPROM
RECORDS = IFR + 16
HALF = (0x34, 0x2)  # 1 KiB of EEPROM with 16 KiB behind it
ALL = (0x34, 0x3)  # ... with all of the FlexNVM
EEPROM = bytes(i * 7 % 251 for i in range(1024))
DATA = b"\x11" * (NVM // 2)


def divide(path, codes=HALF, data=DATA, eeprom=EEPROM):
    """Puts it into the file of the board at @path, which no program has open"""
    board = bytearray(path.read_bytes())
    size = struct.unpack_from("<I", board, len(board) - 8)[0]
    crc = board.index(struct.pack("<I", zlib.crc32(board[:size])), size)
    board[PROGRAM:PROGRAM + len(data)] = data
    board[IFR:IFR + 3] = bytes((*codes, 0))
    board[RECORDS:RECORDS + len(eeprom)] = eeprom
    struct.pack_into("<I", board, crc, zlib.crc32(board[:size]))
    struct.pack_into("<I", board, len(board) - 4, zlib.crc32(board[size:-4]))
    path.write_bytes(board)


def holds(path, codes=HALF, data=DATA, eeprom=EEPROM):
    """Whether the board is as divide() has made it"""
    board = path.read_bytes()
    return (board[PROGRAM:PROGRAM + len(data)] == data and board[IFR:IFR + 2] == bytes(codes)
            and board[RECORDS:RECORDS + len(eeprom)] == eeprom)
