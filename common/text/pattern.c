/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"
#include "text/pattern.h"

/* A name has at most 255 bytes: what needs more steps than this never ends. */
enum { STEPS_MOST = 200000, STACK_FIRST = 32 << 10, STACK_MOST = 1 << 20 };

struct pattern {
	pcre2_code *code;
	uint32_t number, sequence; /* groups; 0: none */
	bool jit;
};

struct pattern_state {
	const struct pattern *pattern;
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
};

struct flag {
	char letter;
	uint32_t options;
};

static const struct flag flags[] = {
    {'i', PCRE2_CASELESS},
    {'m', PCRE2_MULTILINE},
    {'s', PCRE2_DOTALL},
    {'x', PCRE2_EXTENDED},
    {'u', PCRE2_UCP},
    {'U', PCRE2_UNGREEDY},
    {'A', PCRE2_ANCHORED},
    {'D', PCRE2_DOLLAR_ENDONLY},
    {'J', PCRE2_DUPNAMES},
    {'n', PCRE2_NO_AUTO_CAPTURE},
    {'S', 0},
    {'X', 0},
};

static uint32_t
flag_options(const char *letters, const char *option)
{
	uint32_t options = 0;

	for (; *letters != '\0'; letters++) {
		size_t i = 0;

		while (i < sizeof flags / sizeof *flags &&
		    flags[i].letter != *letters)
			i++;
		if (i == sizeof flags / sizeof *flags)
			die("%s: unknown flag after the last '/': '%s'", option,
			    letters);
		options |= flags[i].options;
	}
	return options;
}

/* Flags are after a second slash, and what Word makes of quotes is no part. */
static void
refuse_half(const char *text, const char *option)
{
	static const char *const quotes[] = {"\xE2\x80\x98", "\xE2\x80\x99",
	    "\xE2\x80\x9C", "\xE2\x80\x9D", "\xE2\x80\x9E"};
	const char *slash = strrchr(text, '/');

	for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
		if (strncmp(text, quotes[i], 3) == 0)
			die("%s: quotes as Word writes them are around it: a "
			    "shell knows ' and \" only: %s",
			    option, text);
	if (slash != NULL && (strcmp(slash, "/i") == 0 || slash[1] == '\0'))
		die("%s: it ends in '%s' but does not begin with '/': %s",
		    option, slash, text);
}

/* The pattern between its slashes; sets the options its flags stand for. */
static struct slice
undelimit(const char *text, const char *option, uint32_t *options)
{
	const char *end = strrchr(text, '/');

	*options = 0;
	if (*text != '/') {
		refuse_half(text, option);
		return slice_of(text);
	}
	if (end == text)
		die("%s: begins with '/' but has no second one: %s", option,
		    text);
	*options = flag_options(end + 1, option);
	return (struct slice){text + 1, (size_t)(end - text - 1)};
}

static uint32_t
group_named(const pcre2_code *code, const char *name)
{
	int number = pcre2_substring_number_from_name(code, (PCRE2_SPTR)name);

	return number > 0 ? (uint32_t)number : 0;
}

static void
find_groups(struct pattern *pattern, const char *option, const char *text)
{
	uint32_t groups;

	pcre2_pattern_info(pattern->code, PCRE2_INFO_CAPTURECOUNT, &groups);
	pattern->number = group_named(pattern->code, "catalogNumber");
	pattern->sequence = group_named(pattern->code, "seq");
	if (pattern->number == 0)
		pattern->number = pattern->sequence == 1 ? 2 : 1;
	if (pattern->sequence == 0 && groups >= 2)
		pattern->sequence = pattern->number == 1 ? 2 : 1;
	if (pattern->number > groups)
		die("%s: no group (…) around the number: %s", option, text);
}

struct pattern *
pattern_new(const char *text, const char *option, bool needs_group)
{
	struct pattern *pattern = mem_array(1, sizeof *pattern);
	uint32_t options;
	struct slice body = undelimit(text, option, &options);
	PCRE2_UCHAR message[256];
	PCRE2_SIZE at;
	int error;

	if (!utf8_valid(body))
		die("%s: not UTF-8", option);
	pattern->code = pcre2_compile((PCRE2_SPTR)body.at, body.n,
	    options | PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C, &error, &at, NULL);
	if (pattern->code == NULL) {
		if (*text == '*')
			die("%s: a regular expression is meant, not a pattern "
			    "of file names: '.*' for '*', '\\.' for '.': %s",
			    option, text);
		pcre2_get_error_message(error, message, sizeof message);
		die("%s: at character %zu: %s: %s", option,
		    utf8_length((struct slice){body.at, at}) + 1,
		    (const char *)message, text);
	}
	pattern->jit =
	    pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
	if (needs_group)
		find_groups(pattern, option, text);
	return pattern;
}

void
pattern_free(struct pattern *pattern)
{
	pcre2_code_free(pattern->code);
	free(pattern);
}

struct pattern_state *
pattern_state_new(const struct pattern *pattern)
{
	struct pattern_state *state = mem_array(1, sizeof *state);

	state->pattern = pattern;
	state->data = pcre2_match_data_create_from_pattern(pattern->code, NULL);
	state->context = pcre2_match_context_create(NULL);
	state->stack = pcre2_jit_stack_create(STACK_FIRST, STACK_MOST, NULL);
	if (state->data == NULL || state->context == NULL)
		die("out of memory");
	pcre2_set_match_limit(state->context, STEPS_MOST);
	pcre2_set_depth_limit(state->context, STEPS_MOST);
	if (state->stack != NULL)
		pcre2_jit_stack_assign(state->context, NULL, state->stack);
	return state;
}

void
pattern_state_free(struct pattern_state *state)
{
	pcre2_match_data_free(state->data);
	pcre2_match_context_free(state->context);
	pcre2_jit_stack_free(state->stack);
	free(state);
}

static enum pattern_found
match_at(
    struct pattern_state *state, struct slice text, size_t at, uint32_t options)
{
	const struct pattern *pattern = state->pattern;
	PCRE2_SPTR subject = (PCRE2_SPTR)(text.n > 0 ? text.at : "");
	int rc;

	/* The fast way takes no options. */
	rc = pattern->jit && options == 0
	    ? pcre2_jit_match(pattern->code, subject, text.n, at, 0,
		  state->data, state->context)
	    : pcre2_match(pattern->code, subject, text.n, at,
		  options | PCRE2_NO_UTF_CHECK, state->data, state->context);
	return rc > 0			? PATTERN_YES
	    : rc == PCRE2_ERROR_NOMATCH ? PATTERN_NO
					: PATTERN_RUNAWAY;
}

static struct slice
group(const struct pattern_state *state, struct slice text, uint32_t number)
{
	const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(state->data);

	if (number >= pcre2_get_ovector_count(state->data) ||
	    ends[2 * number] == PCRE2_UNSET ||
	    ends[2 * number] > ends[2 * number + 1])
		return SLICE_NONE;
	return (struct slice){text.at + ends[2 * number],
	    ends[2 * number + 1] - ends[2 * number]};
}

enum pattern_found
pattern_match(struct pattern_state *state, struct slice text,
    struct pattern_groups *groups)
{
	const struct pattern *pattern = state->pattern;
	enum pattern_found found = match_at(state, text, 0, 0);

	if (found != PATTERN_YES)
		return found;
	groups->number = group(state, text, pattern->number);
	groups->sequence = pattern->sequence == 0
	    ? SLICE_NONE
	    : group(state, text, pattern->sequence);
	if (groups->number.at == NULL || groups->number.n == 0)
		return PATTERN_NO;
	groups->end = (size_t)(groups->number.at - text.at) + groups->number.n;
	return PATTERN_YES;
}

/* Reads "$1", "${1}" or "\1" at the beginning; its length, or 0. */
static size_t
reference(struct slice s, uint32_t *number)
{
	bool braces = s.n > 2 && s.at[0] == '$' && s.at[1] == '{';
	size_t start = braces ? 2 : 1, at;
	struct slice digits;
	uint64_t value;

	*number = 0;
	if ((s.at[0] != '$' && s.at[0] != '\\') || s.n <= start)
		return 0;
	digits = slice_from(s, start);
	if (digits.n > 2)
		digits.n = 2;
	if (!number_take(&digits, UINT32_MAX, &value))
		return 0;
	*number = (uint32_t)value;
	at = (size_t)(digits.at - s.at);
	if (braces)
		return at < s.n && s.at[at] == '}' ? at + 1 : 0;
	return at;
}

/* A backslash makes the next backslash or dollar a character like others. */
static void
put_replacement(const struct pattern_state *state, struct slice text,
    struct slice with, struct buf *out)
{
	while (with.n > 0) {
		uint32_t number;
		size_t n = reference(with, &number);

		if (n > 0) {
			buf_put_slice(out, group(state, text, number));
		} else {
			bool escape = with.n > 1 && with.at[0] == '\\' &&
			    (with.at[1] == '\\' || with.at[1] == '$');

			n = escape ? 2 : 1;
			buf_put_char(out, with.at[n - 1]);
		}
		with.at += n;
		with.n -= n;
	}
}

/* The end of the character that begins at `at`. */
static size_t
next_character(struct slice text, size_t at)
{
	for (at++; at < text.n && (text.at[at] & 0xC0) == 0x80;)
		at++;
	return at;
}

enum pattern_found
pattern_replace(struct pattern_state *state, struct slice text,
    struct slice with, struct buf *out)
{
	const uint32_t again = PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED;
	size_t copied = 0, at = 0;
	uint32_t options = 0;

	for (;;) {
		enum pattern_found found = match_at(state, text, at, options);
		const PCRE2_SIZE *ends = pcre2_get_ovector_pointer(state->data);

		if (found == PATTERN_RUNAWAY)
			return found;
		if (found == PATTERN_YES && ends[0] >= copied &&
		    ends[1] >= ends[0]) {
			buf_put(out, text.at + copied, ends[0] - copied);
			put_replacement(state, text, with, out);
			copied = at = ends[1];
			/* Behind an empty match, look for a longer one. */
			options = ends[0] == ends[1] ? again : 0;
		} else if (found == PATTERN_NO && options != 0 && at < text.n) {
			at = next_character(text, at);
			options = 0;
		} else {
			break;
		}
	}
	buf_put(out, text.at + copied, text.n - copied);
	return PATTERN_YES;
}
