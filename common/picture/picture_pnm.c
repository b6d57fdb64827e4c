/* SPDX-License-Identifier: MIT */
/* PNM: its head is text, with comments anywhere; then come samples, as bytes or
 * as text too. */
#include "picture/picture_parse.h"

enum { HEAD_MOST = 4096 };

/* Several may follow each other: what comes after the first is its own. */
static void
all_there(struct picture *p, const uint8_t *none)
{
	(void)none;
	p->unjudged = true;
	picture_look(p, picture_rest);
}

static bool
data(struct picture *p)
{
	struct pnm *m = &p->pnm;
	uint64_t width = m->numbers[0], samples = m->kind == '6' ? 3 : 1;
	uint64_t row = m->kind == '4'
	    ? (width + 7) / 8
	    : width * samples * (m->numbers[2] > 255 ? 2 : 1);

	if (width == 0 || m->numbers[1] == 0 || m->numbers[2] > UINT16_MAX)
		return false;
	picture_enlarge(p, width, m->numbers[1]);
	p->settled = true;
	picture_expect(p, 0, all_there);
	if (m->kind >= '4')
		picture_pass(p, row * m->numbers[1], NULL);
	return true;
}

static bool
is_blank(uint8_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Width, height and, unless there are two colours only, the largest value; one
 * blank after the last. */
static bool
take(struct picture *p, uint8_t c)
{
	struct pnm *m = &p->pnm;
	unsigned most = m->kind == '1' || m->kind == '4' ? 2 : 3;

	if (m->comment) {
		m->comment = c != '\n' && c != '\r';
	} else if (c >= '0' && c <= '9' && m->numbers[m->n] < 100000000) {
		m->numbers[m->n] = m->numbers[m->n] * 10 + (c - '0');
		m->digits = true;
	} else if (c == '#' || is_blank(c)) {
		m->comment = c == '#';
		m->n += m->digits;
		m->digits = false;
	} else {
		return false;
	}
	if (m->n == most && !m->comment)
		return data(p);
	return true;
}

static size_t
head(struct picture *p, const uint8_t *bytes, size_t n)
{
	struct pnm *m = &p->pnm;

	for (size_t i = 0; i < n; i++) {
		if (!take(p, bytes[i]) || ++m->length > HEAD_MOST) {
			picture_fail(p, PICTURE_CORRUPT, "a bad header");
			p->facts.where = p->at + i;
			return i + 1;
		}
		if (p->scan != head)
			return i + 1;
	}
	return n;
}

static void
magic(struct picture *p, const uint8_t *b)
{
	p->pnm = (struct pnm){.kind = b[1]};
	if (b[1] < '1' || b[1] > '6') {
		if (b[1] == '7')
			p->facts.undecodable = "a PAM";
		p->settled = true;
		all_there(p, NULL);
	} else {
		picture_look(p, head);
	}
}

static void
begin(struct picture *p)
{
	picture_expect(p, 2, magic);
}

const struct picture_parser picture_pnm = {begin, NULL, NULL};
