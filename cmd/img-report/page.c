/* SPDX-License-Identifier: MIT */
#include "net/url.h"
#include "picture/hash.h"
#include "registry/meaning.h"
#include "page.h"
#include "page_parts.h"
#include "page_words.h"
#include "quoted.h"

static const char *
word(const struct page *page, enum page_word w)
{
	return page_word(w, page->rows->language);
}

/* A word with {0} and {1} replaced, as HTML. */
static void
put_word(const struct page *page, struct buf *html, enum page_word w,
    uint64_t first, uint64_t second)
{
	struct slice text = slice_of(word(page, w));

	for (; text.n > 0; text = slice_from(text, 1)) {
		bool place =
		    text.n >= 3 && text.at[0] == '{' && text.at[2] == '}';

		if (!place) {
			quoted_html(html, (struct slice){text.at, 1});
			continue;
		}
		buf_put_number(html, text.at[1] == '0' ? first : second);
		text = slice_from(text, 2);
	}
}

static void
put_hash(struct buf *html, struct slice text)
{
	struct hash *hash = hash_new(hash_find("sha256-base64"));

	hash_begin(hash);
	hash_push(hash, text.at, text.n);
	buf_put_string(html, "'sha256-");
	hash_end(hash, html);
	buf_put_char(html, '\'');
	hash_free(hash);
}

static void
put_title(const struct page *page, struct buf *html)
{
	quoted_html(html,
	    page->title.n > 0 ? page->title : slice_of(word(page, WORD_TITLE)));
}

static void
put_head(const struct page *page, struct buf *html)
{
	buf_printf(html,
	    "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; script-src ",
	    language_code(page->rows->language));
	put_hash(html, page_script());
	buf_put_string(html, "; style-src ");
	put_hash(html, page_style());
	buf_printf(html,
	    "; img-src data:%s; base-uri 'none'; form-action 'none'\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"referrer\" content=\"no-referrer\">\n<title>",
	    page->rows->web ? " https: http:" : "");
	put_title(page, html);
	buf_put_string(html, "</title>\n<style>");
	buf_put_slice(html, page_style());
	buf_put_string(html, "</style>\n</head>\n<body>\n");
}

static void
put_sentence(const struct page *page, struct buf *html)
{
	static const enum page_word first[] = {
	    [REPORT_LISTED] = WORD_SAY_LISTED,
	    [REPORT_CHECKED] = WORD_SAY_GOOD,
	    [REPORT_MATCHED] = WORD_SAY_LINKED};
	static const enum page_word others[NEEDS][2] = {
	    [NEED_PERSON] = {WORD_PERSON, WORD_PERSON_ONE},
	    [NEED_LATER] = {WORD_LATER, WORD_LATER_ONE},
	    [NEED_DONE] = {WORD_DONE, WORD_DONE_ONE}};
	const struct report_rows *rows = page->rows;

	if (rows->n == 0) {
		put_word(page, html, WORD_SAY_NONE, 0, 0);
		return;
	}
	put_word(
	    page, html, first[rows->kind], rows->needs[NEED_NOTHING], rows->n);
	for (int need = NEED_PERSON; need < NEEDS; need++) {
		uint64_t n = rows->needs[need];

		if (n == 0)
			continue;
		buf_put_char(html, ' ');
		put_word(page, html, others[need][n == 1], n, 0);
	}
}

/* Shares as a drawing, whose sizes need no style. */
static void
put_bar(const struct page *page, struct buf *html)
{
	static const char *const classes[NEEDS] = {
	    "nothing", "person", "later", "done"};
	const struct report_rows *rows = page->rows;
	uint64_t at = 0, width;

	if (rows->n == 0)
		return;
	buf_put_string(html,
	    "<svg class=\"bar\" viewBox=\"0 0 10000 100\" "
	    "preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	for (int need = 0; need < NEEDS; need++) {
		width = rows->needs[need] * 10000 / rows->n;
		buf_printf(html,
		    "<rect class=\"%s\" x=\"%" PRIu64 "\" width=\"%" PRIu64
		    "\" height=\"100\"/>",
		    classes[need], at, width);
		at += width;
	}
	buf_put_string(html, "</svg>\n");
}

static void
put_reason(const struct page *page, struct buf *html,
    const struct report_result *result)
{
	struct meaning meaning =
	    report_result_meaning(page->rows, result->code);

	buf_put_string(html, "<li><a href=\"#result=");
	url_put_path(html, result->code);
	buf_printf(html, "\">%" PRIu64 " ", result->n);
	quoted_html_shown(
	    html, meaning.text != NULL ? slice_of(meaning.text) : result->code);
	buf_put_string(html, "</a>");
	if (meaning.advice != NULL && *meaning.advice != '\0') {
		buf_put_string(html, " <span>");
		quoted_html(html, slice_of(word(page, WORD_WHAT_TO_DO)));
		buf_put_string(html, ": ");
		quoted_html(html, slice_of(meaning.advice));
		buf_put_string(html, "</span>");
	}
	buf_put_string(html, "</li>\n");
}

static void
put_header(const struct page *page, struct buf *html)
{
	const struct report_rows *rows = page->rows;

	buf_put_string(html, "<header>\n<h1>");
	put_title(page, html);
	buf_put_string(html, "</h1>\n<p id=\"sentence\">");
	put_sentence(page, html);
	buf_put_string(html, "</p>\n");
	put_bar(page, html);
	if (rows->n > rows->needs[NEED_NOTHING]) {
		buf_put_string(html, "<h2>");
		put_word(page, html, WORD_REASONS, 0, 0);
		buf_put_string(html, "</h2>\n<ul id=\"reasons\">\n");
		for (size_t i = 0; i < rows->nresults; i++)
			if (rows->results[i].code.n > 0)
				put_reason(page, html, &rows->results[i]);
		buf_put_string(html, "</ul>\n");
	}
	buf_put_string(html, "</header>\n");
}

/* What is there without a script, and taken away by it. */
static void
put_static(const struct page *page, struct buf *html)
{
	static const enum page_word heads[] = {WORD_NAME, WORD_NUMBER,
	    WORD_RECORD, WORD_CANDIDATES, WORD_SUGGESTION, WORD_PROBLEM};

	buf_put_string(html, "<main>\n<section id=\"static\">\n");
	if (page->rows->static_rows > 0) {
		buf_put_string(html, "<table><caption>");
		put_word(page, html, WORD_STATIC, page->rows->static_rows, 0);
		buf_put_string(html, "</caption>\n<thead><tr>");
		for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
			buf_printf(html, "<th scope=\"col\" class=\"%s\">",
			    page_word_key(heads[i]));
			quoted_html(html, slice_of(word(page, heads[i])));
			buf_put_string(html, "</th>");
		}
		buf_put_string(html, "</tr></thead>\n<tbody>\n");
		buf_put_slice(html, buf_slice(&page->rows->html));
		buf_put_string(html, "</tbody></table>\n");
	}
	buf_put_string(
	    html, "</section>\n<div id=\"app\" hidden></div>\n</main>\n");
}

static void
put_meaning(struct buf *json, const char *comma, struct slice code,
    struct meaning meaning)
{
	buf_put_string(json, comma);
	quoted_json(json, code);
	buf_put_string(json, ":[");
	quoted_json(json, meaning.text != NULL ? slice_of(meaning.text) : code);
	buf_put_char(json, ',');
	quoted_json(json,
	    meaning.advice != NULL ? slice_of(meaning.advice) : SLICE(""));
	buf_put_char(json, ']');
}

static void
put_meanings(const struct page *page, struct buf *json)
{
	const struct report_rows *rows = page->rows;
	size_t n;
	const struct problem *all = problem_all(&n);
	const char *comma = "";

	buf_put_string(json, ",\n\"results\":{");
	for (size_t i = 0; i < rows->nresults; i++)
		put_meaning(json, i > 0 ? "," : "", rows->results[i].code,
		    report_result_meaning(rows, rows->results[i].code));
	buf_put_string(json, "},\n\"done\":{");
	for (size_t i = 0; i < rows->nresults; i++) {
		quoted_json(json, rows->results[i].code);
		buf_printf(json, ":%d%s", rows->results[i].need,
		    i + 1 < rows->nresults ? "," : "");
	}
	buf_put_string(json, "},\n\"problems\":{");
	for (size_t i = 0; rows->problems != NULL && i < n; i++) {
		if (!rows->problems[i])
			continue;
		put_meaning(json, comma, slice_of(all[i].code),
		    meaning_of_problem(&all[i], rows->language));
		comma = ",\n";
	}
	buf_put_char(json, '}');
}

static void
put_words(const struct page *page, struct buf *json)
{
	const char *comma = "";

	buf_put_string(json, ",\n\"words\":{");
	for (int w = 0; w < NPAGE_WORDS; w++) {
		const char *key = page_word_key((enum page_word)w);

		if (key == NULL)
			continue;
		buf_put_string(json, comma);
		quoted_json(json, slice_of(key));
		buf_put_char(json, ':');
		quoted_json(json, slice_of(word(page, (enum page_word)w)));
		comma = ",";
	}
	buf_put_char(json, '}');
}

static void
put_data(const struct page *page, struct buf *json)
{
	buf_put_string(
	    json, "<script type=\"application/json\" id=\"data\">{\"portal\":");
	quoted_json(json, page->portal);
	buf_put_string(json, ",\n\"fields\":[");
	for (int i = 0; i < REPORT_FIELDS; i++) {
		buf_put_string(json, i > 0 ? "," : "");
		quoted_json(
		    json, slice_of(report_field_name((enum report_field)i)));
	}
	buf_put_char(json, ']');
	put_words(page, json);
	put_meanings(page, json);
	buf_put_string(json, ",\n\"rows\":[");
}

void
page_write(const struct page *page, struct output *out)
{
	struct buf text = {0};

	put_head(page, &text);
	put_header(page, &text);
	put_static(page, &text);
	put_data(page, &text);
	output_put(out, buf_slice(&text));
	output_put(out, buf_slice(&page->rows->json));
	output_put(out, SLICE("],\n\"thumbs\":"));
	output_put(out, buf_slice(page->thumbnails));
	output_put(out, SLICE("}</script>\n<script>"));
	output_put(out, page_script());
	output_put(out, SLICE("</script>\n</body>\n</html>\n"));
	buf_free(&text);
}
