/* SPDX-License-Identifier: MIT */
/*
 * That the system had no memory or descriptor for a library which went on
 * without: what it made since then is not to be trusted. For all threads of a
 * process that works on one picture at a time.
 */
#ifndef IMG_LACK_H
#define IMG_LACK_H

#include <stdbool.h>

/* Notes it if a message of a library or of the dynamic linker says so. */
void lack_listen(const char *message);

bool lack_is_noted(void);

/* Whether it was noted since this was asked last. */
bool lack_take(void);

#endif
