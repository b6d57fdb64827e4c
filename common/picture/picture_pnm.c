/* SPDX-License-Identifier: MIT */
/* PNM: only what kind it is; its head is text, with comments anywhere. */
#include "picture/picture_parse.h"

static void
magic(struct picture *p, const uint8_t *b)
{
	if (b[1] == '7')
		p->facts.undecodable = "a PAM";
	p->unjudged = true;
	p->settled = true;
	picture_look(p, picture_rest);
}

static void
begin(struct picture *p)
{
	picture_expect(p, 2, magic);
}

const struct picture_parser picture_pnm = {begin, NULL, NULL};
