/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "sink/rejects.h"
#include "text/counted.h"

struct rejects {
	struct output *file; /* or NULL */
	struct layout *layout; /* of its rows */
	uint64_t counts[NREASONS];
	struct buf line;
};

struct rejects *
rejects_open(const char *path, const struct stream_in *in)
{
	static const char *const why[] = {"reason", "reasonColumn"};
	struct rejects *r = mem_array(1, sizeof *r);

	if (path == NULL)
		return r;
	r->file = output_open(path);
	r->layout = layout_new(stream_columns(in), why, 2);
	layout_header(r->layout, &r->line);
	output_put(r->file, buf_slice(&r->line));
	return r;
}

const struct layout *
rejects_layout(const struct rejects *r)
{
	return r->layout;
}

void
rejects_put(const struct layout *layout, const struct block *block, size_t row,
    enum reject_reason reason, const char *column, struct buf *out)
{
	struct slice why[] = {
	    slice_of(reject_reason_code(reason)), slice_of(column)};

	layout_row(layout, block, row, why, out);
}

void
rejects_add(struct rejects *r, enum reject_reason reason, struct slice text)
{
	r->counts[reason]++;
	if (r->file != NULL)
		output_put(r->file, text);
}

void
rejects_take(struct rejects *r, const struct block *block, size_t row,
    enum reject_reason reason, const char *column)
{
	buf_clear(&r->line);
	if (r->file != NULL)
		rejects_put(r->layout, block, row, reason, column, &r->line);
	rejects_add(r, reason, buf_slice(&r->line));
}

static void
report(const struct rejects *r, uint64_t n, uint64_t taken)
{
	struct buf text = {0};

	for (int i = 0; i < NREASONS; i++)
		if (r->counts[i] > 0)
			buf_printf(&text, "%s%" PRIu64 " %s",
			    text.n > 0 ? ", " : "", r->counts[i],
			    reject_reason_code((enum reject_reason)i));
	warn("%" PRIu64 " of %s left out: %s%s", n,
	    COUNTED(n + taken, "row", "rows"), buf_string(&text),
	    r->counts[REJECT_REASON_NO_RECORD] == n
		? " (img-match finds the records)"
		: "");
	for (int i = 0; i < NREASONS; i++)
		if (r->counts[i] > 0)
			inform("%s: %s: %s",
			    reject_reason_code((enum reject_reason)i),
			    reject_reason_text((enum reject_reason)i),
			    reject_reason_advice((enum reject_reason)i));
	buf_free(&text);
}

bool
rejects_finish(struct rejects *r, uint64_t taken)
{
	uint64_t n = 0;
	bool attention;

	for (int i = 0; i < NREASONS; i++)
		n += r->counts[i];
	attention = n > r->counts[REJECT_REASON_DUPLICATE] +
		r->counts[REJECT_REASON_ALREADY_THERE];
	if (n > 0)
		report(r, n, taken);
	else if (taken == 0)
		warn("no rows");
	if (r->file != NULL) {
		output_finish(r->file);
		layout_free(r->layout);
	}
	buf_free(&r->line);
	free(r);
	return attention;
}
