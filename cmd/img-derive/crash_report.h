/* SPDX-License-Identifier: MIT */
/*
 * When a decoder crashes for all that was done against it, say on which
 * picture (or on one of which, one for each worker), so that the run can be
 * repeated without it.
 */
#ifndef IMG_CRASH_REPORT_H
#define IMG_CRASH_REPORT_H

/* Signals that sanitizers or others have taken already stay theirs. */
void crash_report_install(void);

/* What this thread works on, until the next call; NULL for nothing. */
void crash_report_about(const char *path);

#endif
