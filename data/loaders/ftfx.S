/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The routine in RAM for the FTFx controllers (NXP Kinetis). MAILBOX_SPECIAL is the address of the
 * controller's own RAM, for program-section. */
        .set    FSTAT, 0x00
        .set    CLEAR, 0x70
        .include "loader-head.inc"

        .set    FCCOB0, 0x04
        .set    FCCOB4, 0x08
        .set    FCCOB8, 0x0C

        cmp     r7, #COMMAND_ERASE
        beq     erase
        cmp     r7, #COMMAND_PROGRAM4
        beq     program4
        cmp     r7, #COMMAND_PROGRAM8
        beq     program8
        cmp     r7, #COMMAND_SECTION
        beq     section
        b       check

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
        b       failed

/* Bytes go to the controller's RAM first, then all are programmed by one command. */
section:
        lsrs    r0, #8
        lsls    r0, #16
        str     r0, [r5, #FCCOB4]           /* count in FCCOB4 and 5 */
        ldr     r0, [r4, #MAILBOX_SPECIAL]
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

        .include "loader-check.inc"
