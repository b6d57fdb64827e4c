/* SPDX-License-Identifier: MIT */
/*
 * What a program says on standard error, and how it ends.
 *
 * Every message is one line, "program: message"; control characters and bytes
 * that are not UTF-8 are shown as \xNN, so a file name can do no harm to a
 * terminal. Formats have no newline. Safe to call from any thread.
 *
 * Exit status: 0 done; 1 done, but something needs attention; 2 usage, bad
 * stream, input/output or memory.
 */
#ifndef IMG_DIAG_H
#define IMG_DIAG_H

#include <stdbool.h>
#include <stdint.h>

enum { DIAG_DONE = 0, DIAG_ATTENTION = 1, DIAG_FAILED = 2 };

/*
 * First act of every main: sets the name, occupies descriptors 0, 1 and 2 if
 * they were closed (so that no file that is opened later is taken for them),
 * and has standard output checked at exit. `program` stays the caller's.
 */
void diag_init(const char *program);
const char *diag_program(void);

/*
 * Has the handler called for SIGSEGV, SIGABRT and the like, instead of
 * diag_init()'s own, which says so and ends with status 2. Handlers of a
 * sanitizer stay.
 */
void diag_on_crash(void (*handler)(int signal));

/* -1 with -q (warnings are not printed), 0, or 1 with -v. */
void diag_verbosity(int level);
int diag_verbose(void);

/* Prints and ends with status 2, without what atexit(3) has registered. */
_Noreturn void die(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
/* The same with ": " and the text of errno. */
_Noreturn void die_errno(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Prints unless -q; does not change the exit status. */
void warn(const char *format, ...) __attribute__((format(printf, 1, 2)));
void warn_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints with -v only. */
void inform(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * The sum at the end of a run: printed with -v, and unless -q also where
 * `nothing` has come of it: a program that has left everything as it was says
 * so.
 */
void sum_up(bool nothing, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* From now on the program's exit status is 1 unless it fails with 2. */
void diag_attention(void);
bool diag_needs_attention(void);

/* diag_status() is DIAG_DONE even after diag_attention(). */
void diag_attention_ok(void);

/*
 * What main returns, and exit(3) is given: DIAG_ATTENTION after
 * diag_attention() unless that is ok, else DIAG_DONE. An end without this call
 * (a library that calls exit(3)) becomes status 2.
 */
int diag_status(void);

#endif
