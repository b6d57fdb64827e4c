/* SPDX-License-Identifier: MIT */
/* The codes that img-suspect gives, and their bits in a row's trait. */
#ifndef IMG_DOUBT_H
#define IMG_DOUBT_H

enum doubt {
	DOUBT_DATE,
	DOUBT_NAME,
	DOUBT_ORDER,
	DOUBT_GAP,
	DOUBT_SAME,
	DOUBT_MANY,
	DOUBT_TWO,
	DOUBTS
};

/* As in the registry of problems. */
extern const char *const doubt_codes[DOUBTS];

#define DOUBT_BIT(doubt) (1u << (doubt))

#endif
