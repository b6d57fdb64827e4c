/* SPDX-License-Identifier: MIT */
/*
 * How far it is, on standard error: count, rate and, where the end is known,
 * the time left. Nothing is shown in the first two seconds, so short work
 * stays silent; then one line a second, in place on a terminal. Safe to call
 * from any thread; diag's messages clear the line first.
 */
#ifndef IMG_PROGRESS_H
#define IMG_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* Turns it on; `unit` names what is counted ("rows"), a literal. */
void progress_start(const char *unit);

/* `done` of `total` of the work is after us; total 0 where not known. */
void progress_share(uint64_t done, uint64_t total);

/* n more units are done. Cheap when progress is off or not due. */
void progress_add(uint64_t n);

/* n more bytes have gone their way; they are shown beside the units. */
void progress_bytes(uint64_t n);

/* The last line, if any was shown. */
void progress_end(void);

/* Clears the line on a terminal; called by diag before each message. */
void progress_hide(void);

#endif
