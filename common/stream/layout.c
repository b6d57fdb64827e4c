/* SPDX-License-Identifier: MIT */
/* Writing an img-stream(5): escapes, and rows made of those read. */
#include <stdlib.h>

#include "base/mem.h"
#include "stream/lines.h"
#include "stream/stream.h"

void
stream_escape(struct buf *out, struct slice value)
{
	for (;;) {
		size_t n;
		char c;

		if (out->room - out->n < value.n)
			buf_room(out, value.n);
		n = value.n > 0
		    ? lines_copy(out->at + out->n, value.at, value.n)
		    : 0;
		out->n += n;
		if (n == value.n)
			return;
		c = value.at[n];
		buf_put_char(out, '\\');
		buf_put_char(out,
		    c == '\t'	    ? 't'
			: c == '\n' ? 'n'
			: c == '\r' ? 'r'
				    : '\\');
		value.at += n + 1;
		value.n -= n + 1;
	}
}

struct slice
stream_unescape(struct slice field, struct buf *scratch)
{
	const char *at = field.at, *end = field.at + field.n;
	size_t start = scratch->n;

	if (field.n == 0 || memchr(field.at, '\\', field.n) == NULL)
		return field;
	buf_room(scratch, field.n);
	while (at < end) {
		const char *escape = memchr(at, '\\', (size_t)(end - at));

		if (escape == NULL || escape + 1 == end)
			escape = end;
		buf_put(scratch, at, (size_t)(escape - at));
		if (escape == end)
			break;
		buf_put_char(scratch,
		    escape[1] == 't'	   ? '\t'
			: escape[1] == 'n' ? '\n'
			: escape[1] == 'r' ? '\r'
					   : '\\');
		at = escape + 2;
	}
	return (struct slice){scratch->at + start, scratch->n - start};
}

/* Columns of the input to be copied as they stand, or one of the own. */
struct step {
	size_t first, last; /* STREAM_NONE: not in the input */
	size_t own; /* STREAM_NONE: a copy */
};

struct layout {
	struct step *steps;
	size_t n;
	const struct columns *in;
	const char *const *own;
};

static void
add(struct layout *layout, struct step step)
{
	struct step *last =
	    layout->n > 0 ? &layout->steps[layout->n - 1] : NULL;

	if (last != NULL && last->own == STREAM_NONE && step.own == STREAM_NONE)
		last->last = step.last;
	else
		layout->steps[layout->n++] = step;
}

static size_t
find_own(struct slice name, const char *const own[], size_t nown)
{
	for (size_t i = 0; i < nown; i++)
		if (slice_equal(name, slice_of(own[i])))
			return i;
	return STREAM_NONE;
}

struct layout *
layout_new(const struct columns *in, const char *const own[], size_t nown)
{
	struct layout *layout = mem_array(1, sizeof *layout);

	layout->in = in;
	layout->own = own;
	layout->steps = mem_array(in->n + nown, sizeof *layout->steps);
	for (size_t i = 0; i < in->n; i++)
		add(layout,
		    (struct step){i, i, find_own(in->names[i], own, nown)});
	for (size_t i = 0; i < nown; i++) {
		size_t there = 0;

		while (there < in->n &&
		    !slice_equal(in->names[there], slice_of(own[i])))
			there++;
		if (there == in->n)
			add(layout, (struct step){STREAM_NONE, STREAM_NONE, i});
	}
	return layout;
}

void
layout_free(struct layout *layout)
{
	free(layout->steps);
	free(layout);
}

void
layout_header(const struct layout *layout, struct buf *out)
{
	for (size_t i = 0; i < layout->n; i++) {
		const struct step *step = &layout->steps[i];

		if (i > 0)
			buf_put_char(out, '\t');
		if (step->own != STREAM_NONE) {
			buf_put_string(out, layout->own[step->own]);
			continue;
		}
		for (size_t c = step->first; c <= step->last; c++) {
			if (c > step->first)
				buf_put_char(out, '\t');
			buf_put_slice(out, layout->in->names[c]);
		}
	}
	buf_put_char(out, '\n');
}

void
layout_row(const struct layout *layout, const struct block *block, size_t row,
    const struct slice values[], struct buf *out)
{
	for (size_t i = 0; i < layout->n; i++) {
		const struct step *step = &layout->steps[i];

		if (i > 0)
			buf_put_char(out, '\t');
		if (step->own != STREAM_NONE && values[step->own].at != NULL)
			stream_escape(out, values[step->own]);
		else if (step->first != STREAM_NONE)
			buf_put_slice(out,
			    block_fields(block, row, step->first, step->last));
	}
	buf_put_char(out, '\n');
}
