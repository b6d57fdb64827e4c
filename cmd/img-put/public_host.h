/* SPDX-License-Identifier: MIT */
#ifndef IMG_PUBLIC_HOST_H
#define IMG_PUBLIC_HOST_H

#include "base/opt.h"

/*
 * Dies if the host of the public URL `base` has no address, before anything is
 * sent: nobody could be asked for one of the files. Where a proxy looks names
 * up, or the system cannot tell just now, nothing is known.
 */
void public_host_check(const struct opt *opt, const char *base);

#endif
