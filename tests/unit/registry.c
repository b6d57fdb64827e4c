/* SPDX-License-Identifier: MIT */
/* The registries of columns, of problem codes, of the schema's versions. */
#include "base/buf.h"
#include "registry/column.h"
#include "registry/problem.h"
#include "registry/schema.h"
#include "tap.h"

static bool
is_term(const char *header, const char *name)
{
	const struct column *term = column_by_header(slice_of(header));

	return ok((term == NULL && name == NULL) ||
		(term != NULL && name != NULL && strcmp(term->name, name) == 0),
	    header);
}

static void
test_terms(void)
{
	size_t n;
	const struct column *terms = column_all(&n);
	bool unique = true, found = true;

	for (size_t i = 0; i < n; i++) {
		found =
		    found && column_find(slice_of(terms[i].name)) == &terms[i];
		found = found &&
		    column_by_header(slice_of(terms[i].name)) == &terms[i];
		for (size_t k = 0; k < i; k++)
			unique =
			    unique && strcmp(terms[i].name, terms[k].name) != 0;
	}
	ok(unique, "a column is registered once");
	ok(found, "a column is found by its own name, exact and as a header");
	is_term("Catalog Number", "catalogNumber");
	is_term("catalog_number", "catalogNumber");
	is_term("dwc:catalogNumber", "catalogNumber");
	is_term("http://rs.tdwg.org/dwc/terms/catalogNumber", "catalogNumber");
	is_term("accessURI", "originalUrl");
	is_term("photographer", "creator");
	is_term("no such thing", NULL);
	is_term("", NULL);
	is_term("dwc:", NULL);
}

static void
test_problems(void)
{
	size_t n;
	const struct problem *problems = problem_all(&n);
	bool sorted = true, whole = true;
	struct buf text = {0};

	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			sorted = sorted &&
			    strcmp(problems[i - 1].code, problems[i].code) < 0;
		whole = whole && strpbrk(problems[i].code, " \t\n\\") == NULL &&
		    *problems[i].text != '\0' && *problems[i].advice != '\0';
	}
	ok(sorted, "codes are sorted and unique");
	ok(whole, "each code has a text and an advice");
	problem_merge(&text, SLICE("other  missing another"), "img-check",
	    SLICE("missing"));
	is_slice(buf_slice(&text), SLICE("other another missing"),
	    "a tool replaces its own codes only");
	is_slice(slice_of(problem_verdict(SLICE("other"))), SLICE("ok"),
	    "unknown codes weigh nothing");
	is_slice(slice_of(problem_verdict(SLICE("other missing"))),
	    SLICE("bad"), "the heaviest code is the verdict");
	buf_free(&text);
}

static void
test_schemas(void)
{
	size_t n;
	const struct schema *all = schema_all(&n);
	struct buf text = {0};
	bool found = true, marked = true;

	for (size_t i = 0; i < n; i++) {
		found =
		    found && schema_find(slice_of(all[i].version)) == &all[i];
		for (size_t k = 0; k < i; k++)
			marked = marked &&
			    (strcmp(all[i].table, all[k].table) != 0 ||
				strcmp(all[i].column, all[k].column) != 0);
	}
	ok(n == 5 && found, "versions of the schema are found by their names");
	ok(marked, "each has a column of its own by which it is known");
	ok(schema_find(SLICE("3.9")) == NULL, "and no other is");
	schema_put_versions(&text);
	ok(slice_equal(buf_slice(&text), SLICE("3.0, 3.1, 3.2, 3.3 or 3.4")),
	    "all versions in words");
	buf_free(&text);
}

int
main(void)
{
	test_terms();
	test_problems();
	test_schemas();
	return done_testing();
}
