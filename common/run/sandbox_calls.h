/* SPDX-License-Identifier: MIT */
/* Which system calls a sandbox refuses. */
#ifndef IMG_SANDBOX_CALLS_H
#define IMG_SANDBOX_CALLS_H

#include <stdbool.h>

/*
 * Refuses them to this thread and those it starts, for good; needs no memory,
 * so that it is done whole or not at all. False with errno if the kernel does
 * not, or this kind of machine is not known.
 */
bool sandbox_calls_refuse(bool network);

#endif
