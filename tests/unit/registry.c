/* SPDX-License-Identifier: MIT */
/* The registries of columns, of problem codes, of the schema's versions. */
#include "base/buf.h"
#include "base/ascii.h"
#include "registry/column.h"
#include "registry/derivative_name.h"
#include "registry/meaning.h"
#include "registry/media_type.h"
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
	size_t described = 0;

	for (size_t i = 0; i < n; i++) {
		described += terms[i].of_picture != NULL;
		found =
		    found && column_find(slice_of(terms[i].name)) == &terms[i];
		found = found &&
		    column_by_header(slice_of(terms[i].name)) == &terms[i];
		for (size_t k = 0; k < i; k++)
			unique =
			    unique && strcmp(terms[i].name, terms[k].name) != 0;
	}
	ok(unique, "a column is registered once");
	ok(described > 0 && described <= COLUMN_OF_PICTURE_MOST,
	    "there is room for what describes a picture");
	ok(found, "a column is found by its own name, exact and as a header");
	is_term("Catalog Number", "catalogNumber");
	is_term("catalog_number", "catalogNumber");
	is_term("dwc:catalogNumber", "catalogNumber");
	is_term("http://rs.tdwg.org/dwc/terms/catalogNumber", "catalogNumber");
	is_term("Catalog #", "catalogNumber");
	is_term("Barcode No.", "catalogNumber");
	is_term("CAT_NUM", "catalogNumber");
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
	struct buf text = {0}, many = {0};

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
	buf_clear(&text);
	buf_clear(&many);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 500; i++)
			buf_printf(
			    &many, "%scode-%d", many.n > 0 ? " " : "", i);
	problem_merge(&text, buf_slice(&many), "img-check", SLICE("code-7 x"));
	ok(text.n == many.n / 2 + 2 &&
		memcmp(text.at, many.at, many.n / 2) == 0,
	    "of many codes, too, each once");
	buf_free(&many);
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

static void
is_named(const char *place, const char *name, enum derivative_role role,
    const char *common)
{
	struct derivative_name found = derivative_name(
	    &derivative_defaults, slice_of(place), slice_of(name));
	struct buf got = {0};

	buf_put_slice(&got, found.before);
	buf_put_slice(&got, found.after);
	buf_put_slice(&got, found.stem);
	if (!ok(found.role == role &&
		    slice_equal(buf_slice(&got), slice_of(common)),
		name))
		printf("# role %d, '%s'\n", (int)found.role, buf_string(&got));
	buf_free(&got);
}

/* Each of the default patterns and folders is found. */
static void
test_derivatives(void)
{
	struct buf text = {0};

	for (int i = 0; i < ROLE_PAGE; i++) {
		enum derivative_role role = (enum derivative_role)i;
		struct slice list = slice_of(derivative_defaults.of[role]),
			     word;

		while (slice_word(&list, ',', &word)) {
			buf_clear(&text);
			buf_printf(
			    &text, "1%.*s", SLICE_ARG(slice_from(word, 1)));
			is_named("a/", buf_string(&text), role, "a/1");
		}
		list = slice_of(derivative_defaults.folders[role]);
		while (slice_word(&list, ',', &word)) {
			buf_clear(&text);
			buf_printf(&text, "a/%.*s/b/", SLICE_ARG(word));
			is_named(buf_string(&text), "1", role, "a/b/1");
		}
	}
	is_named("a/Thumbs/", "1_TN", ROLE_THUMBNAIL, "a/1");
	is_named("a/web/", "1_tn", ROLE_THUMBNAIL, "a/1");
	is_named("tn", "1", ROLE_THUMBNAIL, "1");
	is_named("a/webs/tns/", "1_label", ROLE_PLAIN, "a/webs/tns/1_label");
	buf_free(&text);
}

static void
is_meant(const char *text, const char *mime)
{
	struct media_meaning meaning = media_type_meant(slice_of(text));
	struct buf got = {0}, name = {0};

	media_type_put_meant(&got, slice_of(text));
	buf_printf(&name, "format '%s' means '%s'", text, mime);
	if (!ok(slice_equal(buf_slice(&got), slice_of(mime)) &&
		    meaning.known == (*mime != '\0'),
		buf_string(&name)))
		printf("# got '%s'\n", buf_string(&got));
	buf_free(&got);
	buf_free(&name);
}

static void
test_meanings(void)
{
	is_meant("image/jpeg", "image/jpeg");
	is_meant(" IMAGE/JPEG ", "image/jpeg");
	is_meant("image/jpeg; charset=binary", "image/jpeg");
	is_meant("\"image/png\"", "image/png");
	is_meant("image/jpg", "image/jpeg");
	is_meant("image/pjpeg", "image/jpeg");
	is_meant(".jpg", "image/jpeg");
	is_meant("JPG", "image/jpeg");
	is_meant("Tif", "image/tiff");
	is_meant("audio/x-wav", "audio/vnd.wave");
	is_meant("application/x-pdf", "application/pdf");
	is_meant("image/x-New", "image/x-new");
	is_meant("http://rs.tdwg.org/format/values/m008", "image/jpeg");
	is_meant("https://rs.tdwg.org/format/values/m011", "image/tiff");
	is_meant("http://rs.tdwg.org/format/values/e005", "image/jpeg");
	is_meant("http://rs.tdwg.org/format/values/m017", "model/x3d+xml");
	is_meant("http://www.iana.org/assignments/media-types/image/png",
	    "image/png");
	is_meant("", "");
	is_meant("StillImage", "");
	is_meant("http://purl.org/dc/dcmitype/StillImage", "");
	is_meant("image", "");
	is_meant("a photograph", "");
	is_meant("application/octet-stream", "");
	is_meant("http://rs.tdwg.org/format/values/m999", "");
	is_meant("http://rs.tdwg.org/format/values/", "");
	is_meant("/", "");
	is_meant("image/", "");
	ok(media_type_meant(SLICE("http://rs.tdwg.org/format/values/m003"))
		    .group == MEDIA_PICTURE,
	    "a value for all pictures means one of no particular type");
}

static bool
goes_by(enum media_type_id id, const char *name)
{
	return media_type_of_name(slice_of(name)) == media_type_get(id);
}

static void
test_media_types(void)
{
	bool found = true, owned = true;

	for (int i = 0; i < MEDIA_NTYPES; i++) {
		const struct media_type *type =
		    media_type_get((enum media_type_id)i);
		struct slice list = slice_of(type->extensions), word;

		found = found && type->mime != NULL &&
		    media_type_find(slice_of(type->mime)) == type &&
		    media_type_id(type) == (enum media_type_id)i;
		while (slice_word(&list, ' ', &word))
			owned = owned && media_type_meant(word).type == type;
	}
	ok(found, "a media type is registered once and found by its name");
	ok(owned, "an extension is one type's own");
	ok(goes_by(MEDIA_JPEG, "a/b.c/X.JPG") && goes_by(MEDIA_JPEG, "a.thm") &&
		goes_by(MEDIA_TIFF, "a.b.tif"),
	    "a type by the last extension, in any case");
	ok(media_type_of_name(SLICE("a.jpg/b")) == NULL &&
		media_type_of_name(SLICE(".jpg")) == NULL &&
		media_type_of_name(SLICE("jpg")) == NULL &&
		media_type_of_name(SLICE("a.")) == NULL &&
		media_type_of_name(SLICE("a.x y")) == NULL &&
		media_type_of_name(SLICE("")) == NULL,
	    "no type without an extension that is known");
}

static bool
is_said(struct meaning meaning, struct meaning english)
{
	return meaning.text != NULL && *meaning.text != '\0' &&
	    meaning.advice != NULL && *meaning.advice != '\0' &&
	    strcmp(meaning.text, english.text) != 0;
}

/* Every code in every language, and no other. */
static void
test_languages(void)
{
	size_t n;
	const struct problem *problems = problem_all(&n);

	for (int i = LANGUAGE_EN + 1; i < NLANGUAGES; i++) {
		enum language language = (enum language)i;
		struct buf missing = {0};

		for (size_t p = 0; p < n; p++)
			if (!is_said(meaning_of_problem(&problems[p], language),
				meaning_of_problem(&problems[p], LANGUAGE_EN)))
				buf_printf(&missing, " %s", problems[p].code);
		for (int r = 1; r < NREASONS; r++) {
			enum reject_reason reason = (enum reject_reason)r;

			if (!is_said(meaning_of_reason(reason, language),
				meaning_of_reason(reason, LANGUAGE_EN)))
				buf_printf(&missing, " reason:%s",
				    reject_reason_code(reason));
		}
		if (missing.n > 0)
			printf("# missing:%s\n", buf_string(&missing));
		ok(missing.n == 0, language_code(language));
		buf_free(&missing);
	}
}

int
main(void)
{
	test_languages();
	test_terms();
	test_problems();
	test_schemas();
	test_derivatives();
	test_meanings();
	test_media_types();
	return done_testing();
}
