/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "ask.h"
#include "diag.h"
#include "httpdate.h"
#include "judge.h"
#include "mem.h"
#include "nameless.h"
#include "url.h"
#include "urlrules.h"

/* Where the facts at the head of a picture are, but for rare ones. */
#define START_BYTES ((size_t)16384)

/* No photograph has as many; a body without end would. */
#define BODY_MOST ((uint64_t)1 << 30)

/* What is read of a body that is not wanted. */
#define DRAIN_MOST ((uint64_t)1 << 16)

enum step {
	HEAD, /* headers */
	START, /* the first bytes, by a range */
	PLAIN, /* the same from a server that gives no ranges */
	WHOLE, /* all bytes */
	TWIN /* the first bytes of the https form */
};

/* The bytes of one answer. Decoding needs them twice. */
struct judging {
	struct judging *next; /* at rest */
	struct judge *judge;
	int kept; /* a file of the bytes, -1 for none */
	uint64_t got; /* bytes */
	struct buf start; /* the first of them */
};

struct ask {
	struct asker *asker;
	struct ask *next;
	enum step step;
	struct buf url, twin; /* what is asked for */
	struct buf name; /* of the file, for its extension */
	struct buf start; /* the first bytes, for the twin */
	int64_t length; /* likewise; -1 if not known */
	bool again; /* there is an earlier record */
	struct record earlier;
	int64_t since; /* its Last-Modified, 0 if not known */
	uint64_t drained; /* bytes of an error page */
	struct judging *judging; /* while bytes come */
	struct record record;
};

struct asker {
	struct ask_rules rules;
	struct ask *rest;
	struct judging *judgings;
	struct buf codes, text;
};

static struct judging *
judging_new(const struct asker *asker)
{
	const struct settings *settings = &asker->rules.settings;
	struct judging *judging = mem_array(1, sizeof *judging);

	judging->judge = judge_new(settings);
	judging->kept = settings->decode ? nameless_open() : -1;
	return judging;
}

static void
judging_rest(struct asker *asker, struct judging *judging)
{
	judging->next = asker->judgings;
	asker->judgings = judging;
}

/* With files for all requests at once: later none can be made. */
struct asker *
asker_new(const struct ask_rules *rules)
{
	struct asker *asker = mem_array(1, sizeof *asker);

	asker->rules = *rules;
	asker->rules.settings.quick = !rules->full;
	if (!rules->full) {
		asker->rules.settings.md5 = false;
		asker->rules.settings.hash = NULL;
		asker->rules.settings.decode = false;
		asker->rules.settings.deep = false;
	}
	if (asker->rules.settings.decode)
		for (uint64_t i = 0; i < rules->parallel; i++)
			judging_rest(asker, judging_new(asker));
	return asker;
}

void
asker_free(struct asker *asker)
{
	struct ask *ask;
	struct judging *judging;

	while ((ask = asker->rest) != NULL) {
		asker->rest = ask->next;
		buf_free(&ask->url);
		buf_free(&ask->twin);
		buf_free(&ask->name);
		buf_free(&ask->start);
		record_free(&ask->record);
		record_free(&ask->earlier);
		free(ask);
	}
	while ((judging = asker->judgings) != NULL) {
		asker->judgings = judging->next;
		judge_free(judging->judge);
		if (judging->kept >= 0)
			close(judging->kept);
		buf_free(&judging->start);
		free(judging);
	}
	buf_free(&asker->codes);
	buf_free(&asker->text);
	free(asker);
}

const struct record *
ask_record(const struct ask *ask)
{
	return &ask->record;
}

static bool
has_extension(struct slice name)
{
	return name.n > 1 && memchr(name.at + 1, '.', name.n - 1) != NULL;
}

static bool
wants_twin(const struct ask *ask)
{
	return ask->asker->rules.twin && urlrules_is_http(buf_slice(&ask->url));
}

/* Where headers cannot be proof, they are not asked for alone. */
static enum step
first_step(const struct ask *ask)
{
	const struct ask_rules *rules = &ask->asker->rules;

	if (rules->full)
		return WHOLE;
	return rules->prove || rules->settings.readers != 0 ||
		wants_twin(ask) || !has_extension(buf_slice(&ask->name))
	    ? START
	    : HEAD;
}

struct ask *
ask_new(struct asker *asker, struct slice url, const struct record *earlier)
{
	struct ask *ask = asker->rest;
	struct slice values[RECORD_FIELDS];

	if (ask != NULL)
		asker->rest = ask->next;
	else
		ask = mem_array(1, sizeof *ask);
	ask->asker = asker;
	ask->length = -1;
	ask->since = 0;
	ask->drained = 0;
	buf_clear(&ask->url);
	buf_put_slice(&ask->url, url);
	buf_clear(&ask->name);
	url_put_name(&ask->name, url);
	ask->step = first_step(ask);
	for (size_t i = 0; i < RECORD_FIELDS; i++)
		values[i] =
		    earlier != NULL ? record_value(earlier, i) : SLICE("");
	values[RECORD_URL] = url;
	record_set(&ask->earlier, values);
	ask->again = earlier != NULL;
	if (!httpdate_read_iso(values[LAST_MODIFIED], &ask->since))
		ask->since = 0;
	record_set(
	    &ask->record, (struct slice[RECORD_FIELDS]){[RECORD_URL] = url});
	return ask;
}

static void
end_judging(struct ask *ask)
{
	if (ask->judging != NULL)
		judging_rest(ask->asker, ask->judging);
	ask->judging = NULL;
}

static void
begin_judging(struct ask *ask)
{
	struct asker *asker = ask->asker;
	struct judging *judging;

	end_judging(ask);
	if (asker->judgings == NULL)
		judging_rest(asker, judging_new(asker));
	judging = asker->judgings;
	asker->judgings = judging->next;
	judging->got = 0;
	buf_clear(&judging->start);
	judge_begin(judging->judge);
	ask->judging = judging;
}

static void
take_bytes(struct judging *judging, struct slice bytes)
{
	size_t room = START_BYTES - judging->start.n;

	if (judging->kept >= 0)
		nameless_write(judging->kept, judging->got, bytes.at, bytes.n);
	buf_put(&judging->start, bytes.at, bytes.n < room ? bytes.n : room);
	judge_push(judging->judge, bytes.at, bytes.n);
	judging->got += bytes.n;
}

/* For the judge: what has come, once more. */
static size_t
read_kept(void *context, uint64_t offset, void *bytes, size_t n)
{
	const struct judging *judging = context;
	ssize_t got;

	if (offset >= judging->got)
		return 0;
	if (n > judging->got - offset)
		n = judging->got - offset;
	got = pread(judging->kept, bytes, n, (off_t)offset);
	return got > 0 ? (size_t)got : 0;
}

void
ask_free(struct ask *ask)
{
	end_judging(ask);
	ask->next = ask->asker->rest;
	ask->asker->rest = ask;
}

void
ask_request(struct ask *ask, struct transfer_request *request)
{
	bool twin = ask->step == TWIN;

	end_judging(ask);
	request->url = buf_slice(twin ? &ask->twin : &ask->url);
	request->head = ask->step == HEAD;
	if (ask->step == START || twin)
		request->first_bytes = START_BYTES;
	if (!twin) {
		request->etag = record_value(&ask->earlier, ETAG);
		request->since = ask->since;
	}
}

static bool
is_good(int status)
{
	return status == 200 || status == 206;
}

/*
 * Reading a little to the end keeps the connection; more is not worth it.
 * What is asked for is never cut, but what comes beyond it.
 */
bool
ask_body(struct ask *ask, const struct transfer *transfer, struct slice bytes)
{
	struct judging *judging;
	uint64_t most = ask->step == WHOLE ? BODY_MOST : START_BYTES;
	uint64_t room;

	if (!is_good(transfer_status(transfer))) {
		ask->drained += bytes.n;
		return ask->drained < DRAIN_MOST;
	}
	if (ask->judging == NULL)
		begin_judging(ask);
	judging = ask->judging;
	room = most - judging->got;
	if (bytes.n < room)
		room = bytes.n;
	take_bytes(judging, (struct slice){bytes.at, room});
	return room == bytes.n &&
	    (ask->step != WHOLE || judging->got < DRAIN_MOST ||
		!judge_is_hopeless(judging->judge));
}

/* The registered code for a status that is not good. */
static const char *
status_code(int status)
{
	switch (status) {
	case 401: return "http-401";
	case 403: return "http-403";
	case 404: return "http-404";
	case 408: return "http-408";
	case 410: return "http-410";
	case 429: return "http-429";
	case 500: return "http-500";
	case 502: return "http-502";
	case 503: return "http-503";
	case 504: return "http-504";
	default: break;
	}
	return status >= 500 ? "http-5xx"
	    : status >= 400  ? "http-4xx"
			     : "http-other";
}

static enum flight_next
after_status(int status)
{
	if (status == 429 || status == 503)
		return FLIGHT_BUSY;
	return status == 408 || status >= 500 ? FLIGHT_FAILED : FLIGHT_OVER;
}

/* Statuses by which servers say that they do not like HEAD. */
static bool
refuses_head(int status)
{
	return status == 400 || status == 403 || status == 405 ||
	    status == 406 || status == 500 || status == 501;
}

static const char *
outcome_code(enum transfer_outcome outcome)
{
	static const char *const codes[] = {
	    [TRANSFER_ILLEGAL] = "url-illegal",
	    [TRANSFER_PRIVATE] = "private-address",
	    [TRANSFER_DNS] = "dns",
	    [TRANSFER_CONNECT] = "connect",
	    [TRANSFER_TLS] = "tls",
	    [TRANSFER_TIMEOUT] = "timeout",
	    [TRANSFER_REDIRECTS] = "redirects",
	    [TRANSFER_BROKEN] = "broken-off",
	};

	return codes[outcome];
}

static enum flight_next
after_outcome(const struct transfer_answer *answer)
{
	switch (answer->outcome) {
	case TRANSFER_DNS:
	case TRANSFER_CONNECT: return FLIGHT_SILENT;
	case TRANSFER_TIMEOUT:
		return answer->status == 0 ? FLIGHT_SILENT : FLIGHT_FAILED;
	case TRANSFER_BROKEN: return FLIGHT_FAILED;
	default: return FLIGHT_OVER;
	}
}

static void
say(const struct ask *ask, const char *what)
{
	struct buf url = {0};

	if (diag_verbose() < 1)
		return;
	url_put_redacted(&url, buf_slice(&ask->url));
	inform("%s: %s", buf_string(&url), what);
	buf_free(&url);
}

static struct slice
number(struct buf *text, int64_t number)
{
	size_t start = text->n;

	if (number <= 0)
		return SLICE("");
	buf_put_number(text, (uint64_t)number);
	return (struct slice){text->at + start, text->n - start};
}

static struct slice
time_text(struct buf *text, int64_t seconds)
{
	size_t start = text->n;

	if (seconds <= 0)
		return SLICE("");
	httpdate_put_iso(text, seconds);
	return (struct slice){text->at + start, text->n - start};
}

/* The record anew, from the answer and from values that are set already. */
static void
conclude(struct ask *ask, const struct transfer_answer *answer,
    struct slice values[RECORD_FIELDS])
{
	struct buf *text = &ask->asker->text;

	buf_clear(text);
	buf_room(text, 512); /* so that slices of it stay */
	values[RECORD_URL] = buf_slice(&ask->url);
	/* 206 is what 200 becomes by asking for a part only. */
	values[HTTP_STATUS] =
	    number(text, answer->status == 206 ? 200 : answer->status);
	if (answer->redirects > 0)
		values[FINAL_URL] = answer->url;
	if (is_good(answer->status)) {
		values[LAST_MODIFIED] = time_text(text, answer->modified);
		values[ETAG] = answer->etag;
	}
	if (ask->asker->rules.stamp)
		values[CHECKED] = time_text(text, (int64_t)time(NULL));
	record_set(&ask->record, values);
}

static void
conclude_bad(
    struct ask *ask, const struct transfer_answer *answer, const char *code)
{
	struct slice values[RECORD_FIELDS] = {0};

	values[PROBLEMS] = slice_of(code);
	conclude(ask, answer, values);
	if (answer->outcome != TRANSFER_ANSWERED)
		say(ask, answer->error);
}

/* Content-Type without parameters, in lower case, into `out`. */
static struct slice
media_type(struct slice type, struct buf *out)
{
	size_t n = 0;

	while (n < type.n && type.at[n] != ';' && type.at[n] != ' ')
		n++;
	buf_clear(out);
	for (size_t i = 0; i < n; i++)
		buf_put_char(out,
		    type.at[i] >= 'A' && type.at[i] <= 'Z'
			? (char)(type.at[i] + 32)
			: type.at[i]);
	return buf_slice(out);
}

/*
 * Headers are believed where they and the name agree that it is a picture for
 * the web, of some size; all else needs proof.
 */
static const struct picture_kind *
believable(const struct ask *ask, const struct transfer_answer *answer)
{
	const struct picture_kind *kind =
	    picture_kind_of(media_type(answer->type, &ask->asker->text));

	return kind != NULL && kind->picture && kind->web &&
		answer->length > (int64_t)START_BYTES &&
		picture_may_be_named(kind, buf_slice(&ask->name))
	    ? kind
	    : NULL;
}

static enum flight_next
answer_head(struct ask *ask, const struct transfer_answer *answer)
{
	const struct settings *settings = &ask->asker->rules.settings;
	const struct picture_kind *kind = believable(ask, answer);
	struct slice values[RECORD_FIELDS] = {0};
	struct buf bytes = {0};

	if (kind == NULL) {
		ask->step = START;
		return FLIGHT_MORE;
	}
	values[FORMAT] = slice_of(kind->mime);
	values[BYTES] = number(&bytes, answer->length);
	if ((uint64_t)answer->length > settings->max_bytes)
		values[PROBLEMS] = SLICE("too-big");
	conclude(ask, answer, values);
	buf_free(&bytes);
	return FLIGHT_OVER;
}

static void
add(struct buf *codes, struct slice code)
{
	if (codes->n > 0)
		buf_put_char(codes, ' ');
	buf_put_slice(codes, code);
}

/* The judge's codes, but a web page is called one. */
static void
put_codes(struct ask *ask, const struct transfer_answer *answer,
    struct slice found, struct slice format)
{
	struct asker *asker = ask->asker;
	struct slice code, type = media_type(answer->type, &asker->text);
	bool html = slice_equal(format, SLICE("text/html"));

	buf_clear(&asker->codes);
	while (slice_word(&found, ' ', &code))
		add(&asker->codes,
		    html && slice_equal(code, SLICE("not-a-picture"))
			? SLICE("html-instead")
			: code);
	if (!html && type.n > 0 && format.n > 0 && !slice_equal(type, format))
		add(&asker->codes, SLICE("type-mismatch"));
}

/* Where it is not told and not all has come, it is more than what has. */
static uint64_t
whole_size(const struct ask *ask, const struct transfer_answer *answer)
{
	uint64_t got = ask->judging->got;

	if (!answer->cut && ask->step == WHOLE)
		return got;
	if (answer->length > 0 && (uint64_t)answer->length > got)
		return (uint64_t)answer->length;
	return answer->cut || (answer->status == 206 && answer->length < 0)
	    ? got + 1
	    : got;
}

/* Bytes have come, all that were asked for. */
static void
answer_bytes(struct ask *ask, const struct transfer_answer *answer)
{
	struct slice values[RECORD_FIELDS] = {0};
	struct buf codes = {0}, bytes = {0};
	struct judging *judging;
	uint64_t size;

	if (ask->judging == NULL)
		begin_judging(ask);
	judging = ask->judging;
	size = whole_size(ask, answer);
	judge_end(judging->judge, size, judging->kept >= 0 ? read_kept : NULL,
	    judging, buf_slice(&ask->name));
	judge_values(judging->judge, values, &codes);
	put_codes(ask, answer, buf_slice(&codes), values[FORMAT]);
	values[PROBLEMS] = buf_slice(&ask->asker->codes);
	/* With a coding only all of it can be counted. */
	if (ask->step == WHOLE || answer->length >= 0)
		values[BYTES] = number(&bytes, (int64_t)size);
	conclude(ask, answer, values);
	buf_clear(&ask->start);
	buf_put_slice(&ask->start, buf_slice(&judging->start));
	ask->length = answer->length;
	buf_free(&codes);
	buf_free(&bytes);
}

static void
put_twin(struct ask *ask)
{
	buf_clear(&ask->twin);
	urlrules_put_https(buf_slice(&ask->url), &ask->twin);
}

static void
adopt(struct ask *ask, struct slice final)
{
	struct slice values[RECORD_FIELDS];

	for (size_t i = 0; i < RECORD_FIELDS; i++)
		values[i] = record_value(&ask->record, i);
	values[RECORD_HTTPS] = SLICE("1");
	values[FINAL_URL] = final;
	record_set(&ask->record, values);
}

static bool
is_usable(struct ask *ask)
{
	const char *verdict =
	    problem_verdict(record_value(&ask->record, PROBLEMS));

	return strcmp(verdict, "bad") != 0 && strcmp(verdict, "retry") != 0;
}

/* After a good answer: what is still to be asked. */
static enum flight_next
after_good(struct ask *ask)
{
	if (!wants_twin(ask) || !is_usable(ask))
		return FLIGHT_OVER;
	put_twin(ask);
	/* The redirect that servers give when they have https. */
	if (slice_equal(
		record_value(&ask->record, FINAL_URL), buf_slice(&ask->twin))) {
		adopt(ask, SLICE(""));
		return FLIGHT_OVER;
	}
	ask->step = TWIN;
	return FLIGHT_MORE;
}

/* Whatever the twin does, the URL itself has been answered. */
static void
answer_twin(struct ask *ask, const struct transfer_answer *answer)
{
	if (answer->outcome != TRANSFER_ANSWERED || !is_good(answer->status) ||
	    ask->judging == NULL)
		return;
	if (slice_equal(
		buf_slice(&ask->judging->start), buf_slice(&ask->start)) &&
	    answer->length == ask->length)
		adopt(ask, answer->redirects > 0 ? answer->url : SLICE(""));
}

static enum flight_next
answer_good(struct ask *ask, const struct transfer_answer *answer)
{
	if (ask->step == HEAD)
		return answer_head(ask, answer);
	answer_bytes(ask, answer);
	return after_good(ask);
}

/* Nothing has changed; the row stays as it was. */
static void
keep_earlier(struct ask *ask)
{
	struct slice values[RECORD_FIELDS];
	struct buf *text = &ask->asker->text;

	for (size_t i = 0; i < RECORD_FIELDS; i++)
		values[i] = record_value(&ask->earlier, i);
	buf_clear(text);
	if (ask->asker->rules.stamp)
		values[CHECKED] = time_text(text, (int64_t)time(NULL));
	record_set(&ask->record, values);
}

static enum flight_next
answer_status(struct ask *ask, const struct transfer_answer *answer)
{
	int status = answer->status;

	if (status == 304 && ask->again) {
		keep_earlier(ask);
		return FLIGHT_OVER;
	}
	if (ask->step == HEAD && refuses_head(status)) {
		ask->step = START;
		return FLIGHT_MORE;
	}
	if (ask->step == START && status == 416) {
		ask->step = PLAIN;
		return FLIGHT_MORE;
	}
	conclude_bad(ask, answer, status_code(status));
	return after_status(status);
}

enum flight_next
ask_answer(struct ask *ask, const struct transfer_answer *answer)
{
	enum flight_next next;

	ask->drained = 0;
	if (ask->step == TWIN) {
		answer_twin(ask, answer);
		next = FLIGHT_OVER;
	} else if (answer->outcome != TRANSFER_ANSWERED) {
		/* Some servers hang up on HEAD. */
		if (ask->step == HEAD && answer->outcome == TRANSFER_BROKEN)
			ask->step = START;
		conclude_bad(ask, answer, outcome_code(answer->outcome));
		next = after_outcome(answer);
	} else if (is_good(answer->status)) {
		next = answer_good(ask, answer);
	} else {
		next = answer_status(ask, answer);
	}
	end_judging(ask);
	return next;
}

void
ask_take_over(struct ask *ask)
{
	struct slice values[RECORD_FIELDS];

	for (size_t i = 0; i < RECORD_FIELDS; i++)
		values[i] = record_value(&ask->earlier, i);
	record_set(&ask->record, values);
}

void
ask_set_aside(struct ask *ask)
{
	struct transfer_answer none = {0};

	if (record_value(&ask->record, PROBLEMS).n == 0)
		conclude_bad(ask, &none, "host-aside");
}
