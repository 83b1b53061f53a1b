/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The routine in RAM for the FTMRH and FTMRE controllers (NXP Kinetis KE0x, KEA): command words go
 * byte by byte through a window. Seen from FCCOBIX, which is MAILBOX_CONTROLLER, both have their
 * registers in the same places but FCCOBLO: its offset is MAILBOX_SPECIAL. */
        .set    FSTAT, 0x04
        .set    CLEAR, 0x30
        .include "loader-head.inc"

        .set    FCCOBIX, 0x00
        .set    FCCOBHI, 0x08

        ldr     r6, [r4, #MAILBOX_SPECIAL]
        cmp     r7, #COMMAND_PROGRAM4
        beq     program
        cmp     r7, #COMMAND_ERASE
        bne     check
        movs    r0, #0x0A
        bl      first
        movs    r0, #0x80
        strb    r0, [r5, #FSTAT]
1:      ldrb    r0, [r5, #FSTAT]
        lsls    r0, #25                     /* CCIF to carry; what is left are errors */
        bcc     1b
        bne     failed
        b       done

/* Opcode r0 and address r1 into the first two words; uses r7. */
first:  movs    r7, #0
        strb    r7, [r5, #FCCOBIX]
        strb    r0, [r5, #FCCOBHI]
        lsrs    r7, r1, #16
        strb    r7, [r5, r6]
        movs    r7, #1
        strb    r7, [r5, #FCCOBIX]
        lsrs    r7, r1, #8
        strb    r7, [r5, #FCCOBHI]
        strb    r1, [r5, r6]
        bx      lr

/* Longword r0 into words r7 and r7 + 1, r7 being even; uses r2. r7 moves on. */
longword:
        strb    r7, [r5, #FCCOBIX]
        strb    r0, [r5, r6]
        lsrs    r0, #8
        strb    r0, [r5, #FCCOBHI]
        lsrs    r0, #8
        adds    r7, #1
        lsrs    r2, r7, #1
        bcs     longword
        bx      lr

/* A longword at a time, or two at once where eight bytes together have no blank half. */
program:
        adds    r2, r3
        mov     r8, r2                      /* end of the data */
1:      ldmia   r3!, {r0}
        mvns    r2, r0
        beq     4f                          /* blank: nothing to do */
        mov     r9, r0
        movs    r0, #0x06
        bl      first
        mov     r0, r9
        movs    r7, #2
        bl      longword
        lsls    r2, r1, #29
        bne     2f
        cmp     r3, r8
        beq     2f
        ldr     r0, [r3]
        mvns    r2, r0
        beq     2f
        adds    r3, #4
        bl      longword
2:      movs    r0, #0x80
        strb    r0, [r5, #FSTAT]
3:      ldrb    r0, [r5, #FSTAT]
        lsls    r0, #25
        bcc     3b
        bne     failed
        adds    r1, r7                      /* r7 is 4 after one longword, 6 after two */
        adds    r1, r7
        subs    r1, #8
4:      adds    r1, #4
        cmp     r3, r8
        bne     1b
        b       done

        .include "loader-check.inc"
