/* SPDX-License-Identifier: MIT */
/* JSON as a tree: what is read, what is refused, and how deep. */
#include "text/json.h"
#include "tap.h"

static struct json json;

/* The tree as text that says what each value is. */
static void
show(struct buf *out, const struct json_value *value)
{
	static const char kinds[] = "wnsao";
	const struct json_value *each = NULL;

	buf_put_char(out, kinds[value->kind]);
	buf_put(out, json.text.at + value->at, value->n);
	if (value->kind < JSON_ARRAY)
		return;
	buf_put_char(out, '(');
	while ((each = json_next(&json, value, each)) != NULL) {
		if (each->nkey > 0)
			buf_put(out, json.text.at + each->key, each->nkey);
		buf_put_char(out, ':');
		show(out, each);
	}
	buf_put_char(out, ')');
}

static void
reads(const char *text, const char *expected)
{
	struct buf out = {0};

	if (json_read(&json, slice_of(text)))
		show(&out, json_root(&json));
	is_slice(buf_slice(&out), slice_of(expected), text);
	buf_free(&out);
}

static void
refuses(const char *text)
{
	bool refused = !json_read(&json, slice_of(text));

	ok(refused && json_root(&json) == NULL, text);
}

static void
test_values(void)
{
	reads("{}", "o()");
	reads(" [ ] ", "a()");
	reads("\xef\xbb\xbf[1]", "a(:n1)");
	reads("\"x\"", "sx");
	reads("[true,false,null]", "a(:wtrue:wfalse:wnull)");
	reads("[0,-1,12.5e+3,1E-2]", "a(:n0:n-1:n12.5e+3:n1E-2)");
	reads("{\"a\":{\"b\":[1,{}]},\"c\":\"d\"}", "o(a:o(b:a(:n1:o()))c:sd)");
	reads("\"\\\"\\\\\\/\\u00e9\\t\"", "s\"\\/\xc3\xa9\t");
	reads("\"\\ud83c\\udf3f\"", "s\xf0\x9f\x8c\xbf");
	reads("\"\\ud83c.\\udf3f\"", "s\xef\xbf\xbd.\xef\xbf\xbd");
	reads("\"\\ud83c\\u0041\"",
	    "s\xef\xbf\xbd"
	    "A");
}

static void
test_refused(void)
{
	static const char *const texts[] = {"", " ", "{", "[", "[1", "[1,",
	    "[,1]", "[1,]", "[1 2]", "{1:2}", "{\"a\"}", "{\"a\":}",
	    "{\"a\":1,}", "01", "1.", ".5", "+1", "1e", "-", "tru", "nul",
	    "NaN", "'a'", "\"a", "\"\\x\"", "\"\\u12g4\"", "\"a\tb\"", "[1] 2",
	    "[1]]", "{]", "\"\xff\"", "<html>", "[\"a\":1]"};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		refuses(texts[i]);
}

static void
test_bounds(void)
{
	struct buf text = {0};

	for (int i = 0; i < JSON_DEPTH; i++)
		buf_put_char(&text, '[');
	for (int i = 0; i < JSON_DEPTH; i++)
		buf_put_char(&text, ']');
	ok(json_read(&json, buf_slice(&text)), "as deep as may be");
	buf_clear(&text);
	for (int i = 0; i <= JSON_DEPTH; i++)
		buf_put_char(&text, '[');
	for (int i = 0; i <= JSON_DEPTH; i++)
		buf_put_char(&text, ']');
	ok(!json_read(&json, buf_slice(&text)), "deeper");
	buf_clear(&text);
	buf_put_string(&text, "[0");
	for (size_t i = 0; i < JSON_VALUES; i++)
		buf_put_string(&text, ",0");
	buf_put_char(&text, ']');
	ok(!json_read(&json, buf_slice(&text)), "too many values");
	buf_free(&text);
}

static void
test_members(void)
{
	const struct json_value *root;
	uint64_t number;

	json_read(&json,
	    SLICE("{\"a\":1,\"b\":\"x\",\"a\":2,\"c\":-1,"
		  "\"d\":1.5,\"e\":99999999999999999999}"));
	root = json_root(&json);
	ok(json_number(&json, json_member(&json, root, "a"), &number) &&
		number == 2,
	    "the last of several");
	is_slice(json_string(&json, json_member(&json, root, "b")), SLICE("x"),
	    "a string");
	ok(json_member(&json, root, "z") == NULL &&
		json_string(&json, NULL).at == NULL,
	    "none");
	ok(json_string(&json, json_member(&json, root, "a")).at == NULL,
	    "a number is no string");
	ok(!json_number(&json, json_member(&json, root, "c"), &number) &&
		!json_number(&json, json_member(&json, root, "d"), &number) &&
		!json_number(&json, json_member(&json, root, "e"), &number) &&
		!json_number(&json, json_member(&json, root, "b"), &number),
	    "numbers that are none of ours");
	ok(json_next(&json, json_member(&json, root, "a"), NULL) == NULL,
	    "a number has nothing in it");
}

int
main(void)
{
	test_values();
	test_refused();
	test_bounds();
	test_members();
	json_free(&json);
	return done_testing();
}
