/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef CC_BASE_INTERRUPT_H
#define CC_BASE_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

/* Ctrl-C (SIGINT) and SIGTERM held back while files are written, so that what is in hand is
 * finished. Between hold and release a signal waits and cc_interrupted() says so. */
typedef struct {
  sigset_t before;
} cc_interrupt;

/* Before any thread is started; threads inherit it. A signal that the process ignores (a job of
 * nohup) stays ignored. */
void cc_interrupt_hold(cc_interrupt *interrupt);

/* Whether a signal has come and waits. Any thread may ask. */
bool cc_interrupted(void);

/* Puts things back as they were. Takes a waiting signal away first and returns whether there was
 * one: the caller ends the process with exit code 130. */
bool cc_interrupt_release(const cc_interrupt *interrupt);

#endif
