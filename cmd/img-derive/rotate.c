/* SPDX-License-Identifier: MIT */
#include <turbojpeg.h>

#include "rotate.h"

/* What the decoder warns of, and does not if all of the image is there. */
static bool
is_damage(const char *warning)
{
	static const char *const words[] = {"remature end", "bad Huffman code",
	    "bad arithmetic code", "instead of RST", "nconsistent progression"};

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (strstr(warning, words[i]) != NULL)
			return true;
	return false;
}

bool
rotate_finds_damage(struct slice jpeg)
{
	tjtransform transform = {
	    .op = TJXOP_NONE, .options = TJXOPT_NOOUTPUT | TJXOPT_COPYNONE};
	tjhandle handle = tjInitTransform();
	unsigned char *made = NULL;
	unsigned long n = 0;
	bool found;

	if (handle == NULL)
		return false;
	found = tjTransform(handle, (const unsigned char *)jpeg.at, jpeg.n, 1,
		    &made, &n, &transform, TJFLAG_STOPONWARNING) != 0 &&
	    is_damage(tjGetErrorStr2(handle));
	tjFree(made);
	tjDestroy(handle);
	return found;
}

bool
rotate_jpeg(struct buf *out, struct slice jpeg, int orientation)
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
