/* SPDX-License-Identifier: MIT */
#include <turbojpeg.h>

#include "turn.h"

bool
turn_jpeg(struct buf *out, struct slice jpeg, int orientation)
{
	static const int operations[] = {[2] = TJXOP_HFLIP,
	    [3] = TJXOP_ROT180,
	    [4] = TJXOP_VFLIP,
	    [5] = TJXOP_TRANSPOSE,
	    [6] = TJXOP_ROT90,
	    [7] = TJXOP_TRANSVERSE,
	    [8] = TJXOP_ROT270};
	tjtransform transform = {.op = operations[orientation],
	    .options = TJXOPT_PERFECT | TJXOPT_PROGRESSIVE | TJXOPT_COPYNONE};
	tjhandle handle = tjInitTransform();
	unsigned char *made = NULL;
	unsigned long n = 0;
	bool good;

	if (handle == NULL)
		return false;
	/* Warnings are errors: what is damaged must not pass for sound. */
	good = tjTransform(handle, (const unsigned char *)jpeg.at, jpeg.n, 1,
		   &made, &n, &transform, TJFLAG_STOPONWARNING) == 0;
	if (good)
		buf_put(out, (const char *)made, n);
	tjFree(made);
	tjDestroy(handle);
	return good;
}
