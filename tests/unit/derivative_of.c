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

static struct derivative_mark
mark(const char *url)
{
	static struct buf scratch;

	return derivative_mark(slice_of(url), &scratch);
}

/* True if both are of one picture, in whatever order they are asked about. */
static bool
is_one(const char *a, const char *b)
{
	bool one = mark(a).picture == mark(b).picture;

	mark("https://img.example.org/c/other.jpg");
	return one && mark(b).picture == mark(a).picture;
}

static void
test_folders(void)
{
	ok(is_one("https://img.example.org/a/P1.jpg",
	       "https://img.example.org/a/P1_tn.jpg"),
	    "one folder");
	ok(is_one("https://img.example.org/a/P1.jpg",
	       "https://img.example.org/a/web/P1.jpg"),
	    "a folder for one size");
	ok(is_one("https://img.example.org/thumbs/b/P1.jpg",
	       "https://img.example.org/b/P1_web.jpg"),
	    "with a folder in it");
	ok(!is_one("https://img.example.org/a/P1.jpg",
	       "https://img.example.org/b/P1.jpg"),
	    "not two folders");
	ok(!is_one("https://img.example.org/a/P1.jpg",
	       "https://img.example.org/a/P2.jpg"),
	    "not two names");
	ok(mark("https://img.example.org/a/web/P1.jpg").rank >
		mark("https://img.example.org/a/P1.jpg").rank,
	    "a plain name in a folder for one size is of that size");
	ok(mark("https://img.example.org/a/web/P1_tn.jpg").rank ==
		mark("https://img.example.org/a/P2_tn.jpg").rank,
	    "what the name says counts more");
}

int
main(void)
{
	struct derivatives d = {0};
	bool any = false, all = true;

	test_folders();
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
