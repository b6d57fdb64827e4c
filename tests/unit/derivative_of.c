/* SPDX-License-Identifier: MIT */
/* Which files are smaller ones of a picture, where there are many. */
#include "base/buf.h"
#include "sink/derivative_of.h"
#include "tap.h"

enum { MANY = 300000 };

static bool
add(struct derivatives *d, unsigned n, const char *ending, uint64_t record)
{
	struct buf url = {0}, scratch = {0};
	struct derivative_mark mark;
	bool is;

	buf_printf(&url, "https://img.example.org/a/P%06u%s.jpg", n, ending);
	mark = derivative_mark(buf_slice(&url), &scratch);
	derivatives_expect(d, mark, record);
	is = derivatives_add(d, mark, record);
	buf_free(&url);
	buf_free(&scratch);
	return is;
}

int
main(void)
{
	struct derivatives d = {0};
	bool any = false, all = true;

	for (unsigned i = 0; i < MANY; i++)
		any = any || add(&d, i, "", i);
	ok(!any, "pictures without an ending are none of others");
	for (unsigned i = 0; i < MANY; i += 999)
		all = all && add(&d, i, "_web", i);
	ok(all, "a smaller file of any of those before");
	ok(add(&d, MANY - 1, "_TN", MANY - 1), "of the last one");
	ok(!add(&d, 5, "_web", 6), "not of another record's");
	ok(!add(&d, MANY, "_tn", 1), "not of one that has not come");
	ok(!add(&d, MANY + 1, "", 1) && add(&d, MANY + 1, "_lg", 1),
	    "of one that came after the first smaller one");
	ok(d.late == 0 && !add(&d, MANY, "", 1) && d.late == 1,
	    "what comes after its smaller file is counted");
	ok(derivatives_finish(&d), "and reported");
	return done_testing();
}
