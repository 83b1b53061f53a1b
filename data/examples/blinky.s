@ SPDX-License-Identifier: GPL-2.0-or-later
@
@ Makes an LED of the FRDM-KL25Z breathe. Assembled and linked three times by make-examples.py,
@ each time at another address or with other settings:
@   with_fcf 1: holds the flash configuration field at 0x400
@   fsec     its security byte: 0xFE unsecured, 0xFF secured
@   led      bit of the LED in port B: 18 red, 19 green
@ It writes table.inc: one slow breath as on-times, 0 to 255.

    .syntax unified
    .cpu cortex-m0plus
    .thumb

    .equ SIM_SCGC5, 0x40048038
    .equ SIM_COPC, 0x40048100
    .equ PORTB_PCR0, 0x4004A000
    .equ GPIOB_PSOR, 0x400FF044
    .equ GPIOB_PCOR, 0x400FF048
    .equ GPIOB_PDDR, 0x400FF054

    .text
vectors:
    .word 0x20003000            @ initial stack: end of the RAM
    .word start
    .rept 46
    .word stop
    .endr

    .if with_fcf
    .org 0x400, 0xFF
    .byte 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF @ backdoor key
    .byte 0xFF, 0xFF, 0xFF, 0xFF                         @ FPROT: nothing protected
    .byte fsec, 0xFF, 0xFF, 0xFF                         @ FSEC, FOPT, FEPROT, FDPROT
    .endif

    .thumb_func
start:
    ldr r0, =SIM_COPC           @ the watchdog runs after reset; this stops it
    movs r1, #0
    str r1, [r0]
    ldr r0, =SIM_SCGC5          @ clock for port B
    ldr r1, [r0]
    ldr r2, =1 << 10
    orrs r1, r2
    str r1, [r0]
    ldr r0, =PORTB_PCR0 + 4 * led
    ldr r1, =1 << 8             @ the pin is GPIO
    str r1, [r0]
    ldr r7, =1 << led
    ldr r0, =GPIOB_PDDR         @ ... and an output
    str r7, [r0]
    ldr r5, =GPIOB_PCOR         @ low lights the LED
    ldr r6, =GPIOB_PSOR

breath:
    ldr r4, =table
    ldr r3, table_size
step:
    ldrb r1, [r4]               @ on for so long ...
    str r7, [r5]
    bl wait
    ldrb r2, [r4]               @ ... and off for the rest of 255
    movs r1, #255
    subs r1, r1, r2
    str r7, [r6]
    bl wait
    adds r4, r4, #1
    subs r3, r3, #1
    bne step
    b breath

    .thumb_func
wait:                           @ r1 turns of a short loop
    cmp r1, #0
    beq done
turn:
    subs r1, r1, #1
    bne turn
done:
    bx lr

    .thumb_func
stop:
    b stop

    .balign 4
table_size:
    .word table_end - table
    .ltorg
table:
    .include "table.inc"
table_end:
