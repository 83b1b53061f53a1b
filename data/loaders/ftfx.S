/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The routine that runs in the chip's RAM: erases, programs and checks flash of the FTFx
 * controllers (NXP Kinetis) while the debugger streams the next bytes into other parts of RAM.
 *
 * ARMv6-M instructions only, so that it runs on every Cortex-M; position independent. The debugger
 * writes this code, a mailbox, a ring of commands and data buffers, sets r0 to the mailbox and sp to
 * the end of the area, and lets it run; it never returns. Commands are queued by raising HEAD; the
 * routine raises TAIL as each is done. At the first failure it leaves STATUS and stays in a loop.
 *
 * Symbols with a capital prefix are read by build-loader.py for the C side.
 */
        .syntax unified
        .cpu    cortex-m0plus
        .thumb

/* The mailbox: first what the routine reports, in 16 bytes that are read together. */
        .macro  export name, value
        .global \name
        .set    \name, \value
        .endm

        export  MAILBOX_TAIL,       0x00    /* commands done */
        export  MAILBOX_STATUS,     0x04    /* see below */
        export  MAILBOX_ADDRESS,    0x08    /* failure: command address, or where it crashed */
        export  MAILBOX_PROGRESS,   0x0C    /* sectors checked by the running command */
        export  MAILBOX_HEAD,       0x10    /* commands queued; written by the debugger */
        export  MAILBOX_RING,       0x14    /* address of the ring */
        export  MAILBOX_MASK,       0x18    /* slots in the ring - 1; a power of two */
        export  MAILBOX_CONTROLLER, 0x1C    /* base of the flash controller */
        export  MAILBOX_WRITES,     0x20    /* address of a list of register writes at start */
        export  MAILBOX_N_WRITES,   0x24
        export  MAILBOX_TABLE,      0x28    /* where the CRC table goes */
        export  MAILBOX_TABLE_BITS, 0x2C    /* 8 or 4 index bits; 0: no table */
        export  MAILBOX_CRC_UNIT,   0x30    /* base of the chip's CRC unit */
        export  MAILBOX_CACHE,      0x34    /* register written before flash is read ... */
        export  MAILBOX_CACHE_BITS, 0x38    /* ... with this */
        export  MAILBOX_SECTION,    0x3C    /* the controller's own RAM for program-section */
        export  MAILBOX_SIZE,       0x40

        export  STATUS_STARTING,    0x000
        export  STATUS_READY,       0x001
        export  STATUS_BUSY,        0x002   /* with READY: a command is being carried out */
        export  STATUS_FAILED,      0x100   /* bits 7:0 are FSTAT */
        export  STATUS_CRASHED,     0x200

/* A slot of the ring: four words. */
        export  SLOT_SIZE,          16      /* command | count << 8, address, bytes, pointer */
        export  COMMAND_ERASE,      1       /* address of the controller */
        export  COMMAND_PROGRAM4,   2       /* ... , bytes, where the data is */
        export  COMMAND_PROGRAM8,   3
        export  COMMAND_SECTION,    4       /* count: in units of the controller */
        export  COMMAND_CRC_TABLE8, 5       /* count sectors; bus address, bytes, results */
        export  COMMAND_CRC_TABLE4, 6
        export  COMMAND_CRC_UNIT,   7

        .set    FSTAT, 0x00
        .set    FCCOB0, 0x04
        .set    FCCOB4, 0x08
        .set    FCCOB8, 0x0C

        .section .text
        .global ENTRY
        .global VECTOR_MAILBOX, VECTOR_NMI, VECTOR_FAULT
/* The vector table while this runs, so that a low NMI pin does not end in the chip's own, possibly
 * erased one. The debugger makes the addresses absolute. */
VECTOR_MAILBOX: .word 0                     /* not a stack: no reset passes here */
                .word 0
VECTOR_NMI:     .word NMI                   /* offsets: the debugger adds the base */
VECTOR_FAULT:   .word FAULT

        .thumb_func
NMI:    bx      lr

        .thumb_func
FAULT:  ldr     r0, =0xE000ED08             /* VTOR: the table above */
        ldr     r0, [r0]
        ldr     r0, [r0]
        movs    r1, #STATUS_CRASHED >> 8
        lsls    r1, #8
        ldr     r2, [sp, #24]               /* pc when it happened */
        str     r2, [r0, #MAILBOX_ADDRESS]
        str     r1, [r0, #MAILBOX_STATUS]
1:      b       1b

        .thumb_func
ENTRY:  mov     r4, r0
        ldr     r0, [r4, #MAILBOX_WRITES]
        ldr     r1, [r4, #MAILBOX_N_WRITES]
/* Register writes that must follow one another quickly: bit 0 of an address says halfword. */
writes: subs    r1, #1
        bmi     table
        ldmia   r0!, {r2, r3}
        lsrs    r5, r2, #1
        bcs     1f
        str     r3, [r2]
        b       writes
1:      subs    r2, #1
        strh    r3, [r2]
        b       writes

table:  ldr     r1, [r4, #MAILBOX_TABLE_BITS]
        ldr     r2, [r4, #MAILBOX_TABLE]
        ldr     r3, =0xEDB88320             /* CRC-32, bits reversed */
        movs    r6, #1
        lsls    r6, r1                      /* entries */
        cmp     r1, #0
        beq     ready
        movs    r5, #0
1:      mov     r0, r5
        mov     r7, r1
2:      lsrs    r0, #1
        bcc     3f
        eors    r0, r3
3:      subs    r7, #1
        bne     2b
        stmia   r2!, {r0}
        adds    r5, #1
        cmp     r5, r6
        bne     1b

ready:  ldr     r5, [r4, #MAILBOX_CONTROLLER]
        movs    r0, #STATUS_READY
        str     r0, [r4, #MAILBOX_STATUS]

/* r4 mailbox, r5 controller. HEAD may also be lowered, to at least TAIL of that moment. */
idle:   ldr     r0, [r4, #MAILBOX_HEAD]
        ldr     r1, [r4, #MAILBOX_TAIL]
        subs    r0, r1
        ble     idle
        ldr     r2, [r4, #MAILBOX_MASK]
        ands    r2, r1
        lsls    r2, #4
        ldr     r6, [r4, #MAILBOX_RING]
        adds    r6, r2
        movs    r0, #STATUS_READY | STATUS_BUSY
        str     r0, [r4, #MAILBOX_STATUS]
        movs    r0, #0
        str     r0, [r4, #MAILBOX_PROGRESS]
        movs    r0, #0x70                   /* errors of an earlier command */
        strb    r0, [r5, #FSTAT]
        ldmia   r6!, {r0-r3}
        uxtb    r7, r0
        cmp     r7, #COMMAND_ERASE
        beq     erase
        cmp     r7, #COMMAND_PROGRAM4
        beq     program4
        cmp     r7, #COMMAND_PROGRAM8
        beq     program8
        cmp     r7, #COMMAND_SECTION
        beq     section
        b       check

done:   ldr     r0, [r4, #MAILBOX_TAIL]
        adds    r0, #1
        str     r0, [r4, #MAILBOX_TAIL]
        movs    r0, #STATUS_READY
        str     r0, [r4, #MAILBOX_STATUS]
        b       idle

erase:  movs    r0, #0x09
        lsls    r0, #24
        orrs    r0, r1
        str     r0, [r5, #FCCOB0]
launch: movs    r7, #0x80
        strb    r7, [r5, #FSTAT]
1:      ldrb    r7, [r5, #FSTAT]
        lsls    r7, #25                     /* CCIF to carry; what is left are errors */
        bcc     1b
        beq     done
        b       failed

/* A longword at a time. The loop is what a whole image waits for between two commands. */
program4:
        adds    r2, r3                      /* end of the data */
        movs    r0, #0x06
        lsls    r0, #24
        orrs    r0, r1
        movs    r1, #0x80
1:      ldmia   r3!, {r7}
        mvns    r6, r7
        beq     3f                          /* blank: nothing to do */
        str     r0, [r5, #FCCOB0]
        str     r7, [r5, #FCCOB4]
        strb    r1, [r5, #FSTAT]
2:      ldrb    r7, [r5, #FSTAT]
        lsls    r7, #25
        bcc     2b
        bne     failed_at_r0
3:      adds    r0, #4
        cmp     r3, r2
        bne     1b
        b       done

program8:
        adds    r2, r3
        movs    r0, #0x07
        lsls    r0, #24
        orrs    r0, r1
1:      ldmia   r3!, {r6, r7}
        mov     r1, r6
        ands    r1, r7
        adds    r1, #1
        beq     3f
        str     r0, [r5, #FCCOB0]
        str     r6, [r5, #FCCOB4]
        str     r7, [r5, #FCCOB8]
        movs    r1, #0x80
        strb    r1, [r5, #FSTAT]
2:      ldrb    r7, [r5, #FSTAT]
        lsls    r7, #25
        bcc     2b
        bne     failed_at_r0
3:      adds    r0, #8
        cmp     r3, r2
        bne     1b
        b       done

failed_at_r0:
        lsls    r1, r0, #8
        lsrs    r1, #8
failed: str     r1, [r4, #MAILBOX_ADDRESS]
        ldrb    r7, [r5, #FSTAT]
        movs    r0, #STATUS_FAILED >> 8
        lsls    r0, #8
        orrs    r0, r7
        str     r0, [r4, #MAILBOX_STATUS]
1:      b       1b

/* Bytes go to the controller's RAM first, then all are programmed by one command. */
section:
        lsrs    r0, #8
        lsls    r0, #16
        str     r0, [r5, #FCCOB4]           /* count in FCCOB4 and 5 */
        ldr     r0, [r4, #MAILBOX_SECTION]
        adds    r2, r3
1:      ldmia   r3!, {r6, r7}
        stmia   r0!, {r6, r7}
        ldmia   r3!, {r6, r7}
        stmia   r0!, {r6, r7}
        cmp     r3, r2
        bne     1b
        movs    r0, #0x0B
        lsls    r0, #24
        orrs    r0, r1
        str     r0, [r5, #FCCOB0]
        b       launch

/* CRC-32 of count sectors of r2 bytes, a multiple of 16, from r1 on; results from r3 on. */
check:  ldr     r6, [r4, #MAILBOX_CACHE]
        ldr     r7, [r4, #MAILBOX_CACHE_BITS]
        str     r7, [r6]
        lsrs    r7, r0, #8
        mov     r9, r7                      /* sectors to go */
        mov     r10, r3                     /* next result */
        mov     r11, r2                     /* bytes of a sector */
        mov     r8, r4
        uxtb    r7, r0
        mov     lr, r7                      /* command */

sector: mov     r12, r1
        add     r12, r11                    /* end of the sector */
        mov     r7, lr
        mov     r6, r8
        cmp     r7, #COMMAND_CRC_UNIT
        beq     unit
        ldr     r4, [r6, #MAILBOX_TABLE]
        movs    r0, #0
        mvns    r0, r0
        cmp     r7, #COMMAND_CRC_TABLE4
        beq     table4

        .macro  byte_step
        uxtb    r3, r0
        lsls    r3, #2
        ldr     r3, [r4, r3]
        lsrs    r0, #8
        eors    r0, r3
        .endm

table8: ldmia   r1!, {r5, r6}
        eors    r0, r5
        .rept   4
        byte_step
        .endr
        eors    r0, r6
        .rept   4
        byte_step
        .endr
        cmp     r1, r12
        bne     table8
        b       result

        .macro  nibble_step
        lsls    r3, r0, #28
        lsrs    r3, #26
        ldr     r3, [r4, r3]
        lsrs    r0, #4
        eors    r0, r3
        .endm

table4: ldmia   r1!, {r5}
        eors    r0, r5
        .rept   8
        nibble_step
        .endr
        cmp     r1, r12
        bne     table4

result: mvns    r0, r0
stored: mov     r3, r10
        stmia   r3!, {r0}
        mov     r10, r3
        mov     r3, r8
        ldr     r0, [r3, #MAILBOX_PROGRESS]
        adds    r0, #1
        str     r0, [r3, #MAILBOX_PROGRESS]
        mov     r3, r9
        subs    r3, #1
        mov     r9, r3
        bne     sector
        mov     r4, r8
        ldr     r5, [r4, #MAILBOX_CONTROLLER]
        b       done

/* The chip's unit, set for CRC-32 of bytes in the order of memory: bits and bytes of each word
 * turned round going in and coming out, result inverted. */
unit:   ldr     r7, [r6, #MAILBOX_CRC_UNIT]
        ldr     r0, =0x04C11DB7
        str     r0, [r7, #4]                /* polynomial */
        ldr     r0, =0xA7000000             /* the next data are the seed */
        str     r0, [r7, #8]
        movs    r0, #0
        mvns    r0, r0
        str     r0, [r7]
        ldr     r0, =0xA5000000
        str     r0, [r7, #8]
1:      ldmia   r1!, {r0, r3, r5, r6}
        str     r0, [r7]
        str     r3, [r7]
        str     r5, [r7]
        str     r6, [r7]
        cmp     r1, r12
        bne     1b
        ldr     r0, [r7]
        b       stored

        .pool
        .align  2
