/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <time.h>

#include "base/ascii.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/path.h"
#include "net/http_date.h"
#include "net/picture_page.h"
#include "net/retry.h"
#include "net/url.h"
#include "net/url_secret.h"
#include "body_judge.h"
#include "http_outcome.h"
#include "iiif.h"
#include "url_check.h"
#include "url_rules.h"

/* No photograph has as many; a body without end would. */
#define BODY_MOST ((uint64_t)1 << 30)

/* What is read of a body that is not wanted. */
#define DRAIN_MOST ((uint64_t)1 << 16)

/* What is kept of it. */
#define PAGE_MOST ((size_t)16 << 10)

/* And of a document that is. */
#define DOCUMENT_MOST ((size_t)1 << 20)

/* A manifest, and the info.json of its picture. */
enum { DOCUMENTS_MOST = 2 };

enum step {
	DOCUMENT, /* all of one of IIIF */
	HEAD, /* headers */
	START, /* the first bytes, by a range */
	PLAIN, /* the same from a server that gives no ranges */
	WHOLE, /* all bytes */
	TWIN /* the first bytes of the https form */
};

struct url_check {
	struct url_checker *asker;
	struct url_check *next;
	enum step step;
	struct buf given; /* the URL */
	struct buf url, twin; /* what is asked for */
	struct buf leads; /* URLs that a document has led to, with an LF each */
	size_t next_lead; /* where the next one begins */
	unsigned documents; /* that were read */
	enum flight_next failure; /* of one of them, and its record: */
	struct result_record failed; /* if there is a text */
	struct buf name; /* of the file, for its extension */
	struct buf start; /* the first bytes, for the twin */
	int64_t length; /* likewise; -1 if not known */
	bool again; /* there is an earlier record */
	struct result_record earlier;
	int64_t since; /* its Last-Modified, 0 if not known */
	uint64_t drained; /* bytes of an error page, */
	struct buf page; /* and its beginning */
	struct body_judge *judging; /* while bytes come */
	struct result_record record;
};

struct url_checker {
	struct url_check_rules rules;
	struct url_check *rest;
	struct body_judges judgings;
	struct iiif iiif;
	struct buf found, codes, text, number;
};

struct url_checker *
url_checker_new(const struct url_check_rules *rules)
{
	struct url_checker *asker = mem_array(1, sizeof *asker);
	struct settings settings = rules->settings;

	asker->rules = *rules;
	settings.quick = !rules->full;
	if (!rules->full) {
		settings.md5 = settings.decode = settings.deep = false;
		settings.hash = NULL;
	}
	body_judges_open(&asker->judgings, &settings, rules->parallel);
	return asker;
}

void
url_checker_free(struct url_checker *asker)
{
	struct url_check *ask;

	while ((ask = asker->rest) != NULL) {
		asker->rest = ask->next;
		buf_free(&ask->given);
		buf_free(&ask->url);
		buf_free(&ask->twin);
		buf_free(&ask->leads);
		buf_free(&ask->name);
		buf_free(&ask->start);
		buf_free(&ask->page);
		result_record_free(&ask->record);
		result_record_free(&ask->earlier);
		result_record_free(&ask->failed);
		free(ask);
	}
	body_judges_close(&asker->judgings);
	iiif_free(&asker->iiif);
	buf_free(&asker->found);
	buf_free(&asker->number);
	buf_free(&asker->codes);
	buf_free(&asker->text);
	free(asker);
}

const struct result_record *
url_check_record(const struct url_check *ask)
{
	return &ask->record;
}

static bool
wants_twin(const struct url_check *ask)
{
	return ask->asker->rules.twin &&
	    url_rules_is_http(buf_slice(&ask->url));
}

/* Where headers cannot be proof, they are not asked for alone. */
static enum step
first_step(const struct url_check *ask)
{
	const struct url_check_rules *rules = &ask->asker->rules;

	if (rules->full)
		return WHOLE;
	return rules->sniff || rules->settings.readers != 0 ||
		wants_twin(ask) || path_extension(buf_slice(&ask->name)).n == 0
	    ? START
	    : HEAD;
}

/* What the record is about: the URL that was given, and where it led. */
static void
set_subject(
    const struct url_check *ask, struct slice values[RESULT_RECORD_FIELDS])
{
	values[RESULT_RECORD_URL] = buf_slice(&ask->given);
	if (ask->leads.n > 0 && ask->step != DOCUMENT)
		values[RESULT_RECORD_PICTURE] = buf_slice(&ask->url);
}

static void
set_earlier(struct url_check *ask, const struct result_record *earlier)
{
	struct slice values[RESULT_RECORD_FIELDS];

	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++)
		values[i] = result_record_value(earlier, i);
	set_subject(ask, values);
	result_record_set(&ask->earlier, values);
	if (!date_read(values[LAST_MODIFIED], &ask->since))
		ask->since = 0;
}

/* Begins with the URL in its turn. */
static void
set_url(struct url_check *ask, struct slice url, bool document)
{
	buf_clear(&ask->url);
	buf_put_slice(&ask->url, url);
	buf_clear(&ask->name);
	url_put_file_name(&ask->name, url);
	ask->length = -1;
	ask->since = 0;
	ask->again = false;
	ask->step = document ? DOCUMENT : first_step(ask);
}

struct url_check *
url_check_new(struct url_checker *asker, struct slice url,
    const struct result_record *earlier)
{
	struct url_check *ask = asker->rest;

	if (ask != NULL)
		asker->rest = ask->next;
	else
		ask = mem_array(1, sizeof *ask);
	ask->asker = asker;
	ask->drained = 0;
	ask->documents = 0;
	ask->next_lead = 0;
	buf_clear(&ask->leads);
	buf_clear(&ask->failed.text);
	buf_clear(&ask->given);
	buf_put_slice(&ask->given, url);
	set_url(ask, url, asker->rules.documents && picture_page_is_iiif(url));
	ask->again = earlier != NULL;
	if (ask->again)
		set_earlier(ask, earlier);
	result_record_set(&ask->record,
	    (struct slice[RESULT_RECORD_FIELDS]){[RESULT_RECORD_URL] = url});
	return ask;
}

static void
end_judging(struct url_check *ask)
{
	if (ask->judging != NULL)
		body_judge_rest(&ask->asker->judgings, ask->judging);
	ask->judging = NULL;
}

void
url_check_free(struct url_check *ask)
{
	end_judging(ask);
	ask->next = ask->asker->rest;
	ask->asker->rest = ask;
}

void
url_check_request(struct url_check *ask, struct transfer_request *request)
{
	bool twin = ask->step == TWIN;

	end_judging(ask);
	ask->drained = 0;
	buf_clear(&ask->page);
	request->url = buf_slice(twin ? &ask->twin : &ask->url);
	request->head = ask->step == HEAD;
	if (ask->step == START || twin)
		request->first_bytes = BODY_JUDGE_START;
	if (ask->again && !twin) {
		request->etag = result_record_value(&ask->earlier, ETAG);
		request->since = ask->since;
	}
}

/*
 * Reading a little to the end keeps the connection; more is not worth it.
 * What is asked for is never cut, but what comes beyond it.
 */
bool
url_check_body(
    struct url_check *ask, const struct transfer *transfer, struct slice bytes)
{
	struct body_judge *judging;
	uint64_t most = ask->step == WHOLE ? BODY_MOST : BODY_JUDGE_START;
	uint64_t room;
	int status = transfer_status(transfer);

	if (ask->step == DOCUMENT && status == 200) {
		buf_put_slice(&ask->page, bytes);
		return ask->page.n <= DOCUMENT_MOST;
	}
	if (status != 200 && status != 206) {
		ask->drained += bytes.n;
		if (ask->page.n < PAGE_MOST)
			buf_put_slice(&ask->page, bytes);
		return ask->drained < DRAIN_MOST;
	}
	if (ask->judging == NULL)
		ask->judging = body_judge_begin(&ask->asker->judgings);
	judging = ask->judging;
	room = most - judging->got;
	if (bytes.n < room)
		room = bytes.n;
	body_judge_push(judging, (struct slice){bytes.at, room});
	return room == bytes.n &&
	    (ask->step != WHOLE || judging->got < DRAIN_MOST ||
		!judge_is_hopeless(judging->judge));
}

static void
say(const struct url_check *ask, const char *what)
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
	date_put(text, seconds);
	return (struct slice){text->at + start, text->n - start};
}

/* The record again, from the answer and from values that are set already. */
static void
conclude(struct url_check *ask, const struct transfer_answer *answer,
    struct slice values[RESULT_RECORD_FIELDS])
{
	struct buf *text = &ask->asker->text;

	buf_clear(text);
	/* So that slices of it stay. */
	buf_room(text, 512 + 3 * answer->url.n);
	set_subject(ask, values);
	/* 206 is what 200 becomes by asking for a part only. */
	values[HTTP_STATUS] =
	    number(text, answer->status == 206 ? 200 : answer->status);
	if (answer->redirects > 0 &&
	    !slice_equal(answer->url, buf_slice(&ask->url)))
		values[FINAL_URL] = outcome_put_url(answer, text);
	if (retry_is_good(answer)) {
		values[LAST_MODIFIED] = time_text(text, answer->modified);
		values[ETAG] = outcome_etag(answer);
	}
	if (ask->asker->rules.record_time)
		values[CHECKED] = time_text(text, (int64_t)time(NULL));
	result_record_set(&ask->record, values);
}

static void
conclude_bad(struct url_check *ask, const struct transfer_answer *answer,
    const char *code)
{
	struct slice values[RESULT_RECORD_FIELDS] = {0};

	values[PROBLEMS] = slice_of(code);
	conclude(ask, answer, values);
	if (answer->outcome != TRANSFER_ANSWERED)
		say(ask, answer->error);
}

/*
 * Headers are believed where they and the name agree that it is a picture for
 * the web, of some size; all else needs proof.
 */
static const struct media_type *
believable(const struct url_check *ask, const struct transfer_answer *answer)
{
	const struct media_type *kind =
	    media_type_find(outcome_type(answer, &ask->asker->text));

	return kind != NULL && kind->group == MEDIA_PICTURE &&
		(kind->takers & MEDIA_BROWSERS) != 0 &&
		answer->length > (int64_t)BODY_JUDGE_START &&
		media_type_may_be_named(kind, buf_slice(&ask->name))
	    ? kind
	    : NULL;
}

static enum flight_next
answer_head(struct url_check *ask, const struct transfer_answer *answer)
{
	const struct settings *settings = &ask->asker->rules.settings;
	const struct media_type *kind = believable(ask, answer);
	struct slice values[RESULT_RECORD_FIELDS] = {0};
	struct buf *bytes = &ask->asker->number;

	if (kind == NULL) {
		ask->step = START;
		return FLIGHT_MORE;
	}
	values[FORMAT] = slice_of(kind->mime);
	buf_clear(bytes);
	values[BYTES] = number(bytes, answer->length);
	if ((uint64_t)answer->length > settings->max_bytes)
		values[PROBLEMS] = SLICE("too-big");
	conclude(ask, answer, values);
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
put_codes(struct url_check *ask, const struct transfer_answer *answer,
    struct slice found, struct slice format)
{
	struct url_checker *asker = ask->asker;
	struct slice code, type = outcome_type(answer, &asker->text);
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

/* Where it is not given and not all has come, it is more than what has. */
static uint64_t
whole_size(const struct url_check *ask, const struct transfer_answer *answer)
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
answer_bytes(struct url_check *ask, const struct transfer_answer *answer)
{
	struct url_checker *asker = ask->asker;
	struct slice values[RESULT_RECORD_FIELDS] = {0};
	struct body_judge *judging;
	uint64_t size;

	if (ask->judging == NULL)
		ask->judging = body_judge_begin(&asker->judgings);
	judging = ask->judging;
	size = whole_size(ask, answer);
	buf_clear(&asker->found);
	buf_clear(&asker->number);
	body_judge_end(
	    judging, size, buf_slice(&ask->name), values, &asker->found);
	put_codes(ask, answer, buf_slice(&asker->found), values[FORMAT]);
	values[PROBLEMS] = buf_slice(&asker->codes);
	/* With a coding only all of it can be counted. */
	if (ask->step == WHOLE || answer->length >= 0)
		values[BYTES] = number(&asker->number, (int64_t)size);
	conclude(ask, answer, values);
	buf_clear(&ask->start);
	buf_put_slice(&ask->start, buf_slice(&judging->start));
	ask->length = answer->length;
}

static void
put_twin(struct url_check *ask)
{
	buf_clear(&ask->twin);
	url_rules_put_https(buf_slice(&ask->url), &ask->twin);
}

static void
adopt(struct url_check *ask, struct slice final)
{
	struct slice values[RESULT_RECORD_FIELDS];

	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++)
		values[i] = result_record_value(&ask->record, i);
	values[RESULT_RECORD_HTTPS] = SLICE("1");
	values[FINAL_URL] = final;
	result_record_set(&ask->record, values);
}

static bool
is_usable(struct url_check *ask)
{
	const char *verdict =
	    problem_verdict(result_record_value(&ask->record, PROBLEMS));

	return strcmp(verdict, "bad") != 0 && strcmp(verdict, "retry") != 0;
}

/* After a good answer: what is still to be asked. */
static enum flight_next
after_good(struct url_check *ask)
{
	if (!wants_twin(ask) || !is_usable(ask))
		return FLIGHT_OVER;
	put_twin(ask);
	/* The redirect that servers give when they have https. */
	if (slice_equal(result_record_value(&ask->record, FINAL_URL),
		buf_slice(&ask->twin))) {
		adopt(ask, SLICE(""));
		return FLIGHT_OVER;
	}
	ask->step = TWIN;
	return FLIGHT_MORE;
}

/* Whatever the twin does, the URL itself has been answered. */
static void
answer_twin(struct url_check *ask, const struct transfer_answer *answer)
{
	struct buf *text = &ask->asker->text;

	if (!retry_is_good(answer) || ask->judging == NULL)
		return;
	buf_clear(text);
	if (slice_equal(
		buf_slice(&ask->judging->start), buf_slice(&ask->start)) &&
	    answer->length == ask->length)
		adopt(ask,
		    answer->redirects > 0 ? outcome_put_url(answer, text)
					  : SLICE(""));
}

static void
copy_record(struct result_record *to, const struct result_record *from)
{
	struct slice values[RESULT_RECORD_FIELDS];

	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++)
		values[i] = result_record_value(from, i);
	result_record_set(to, values);
}

static bool
is_elsewhere(struct slice a, struct slice b)
{
	struct url one, other;

	url_parse(a, &one);
	url_parse(b, &other);
	return !ascii_equal_slices(one.host, other.host);
}

/* True if an earlier run has found all that is needed. */
static bool
is_known(struct url_check *ask)
{
	const struct url_check_rules *rules = &ask->asker->rules;
	const struct result_record *found = NULL;
	bool fresh = false;

	if (ask->step != DOCUMENT && rules->find != NULL)
		found =
		    rules->find(rules->context, buf_slice(&ask->url), &fresh);
	ask->again = found != NULL;
	if (ask->again)
		set_earlier(ask, found);
	if (fresh)
		url_check_take_over(ask);
	return fresh;
}

/* Goes on with the next lead, at another host if need be; false if there is
 * none. */
static bool
follow(struct url_check *ask, bool elsewhere)
{
	struct slice leads = buf_slice(&ask->leads);
	struct slice rest = slice_from(leads, ask->next_lead), lead;

	while (slice_word(&rest, '\n', &lead)) {
		bool document = iiif_is_info(lead);

		if ((elsewhere && !is_elsewhere(lead, buf_slice(&ask->url))) ||
		    (document && ask->documents == DOCUMENTS_MOST))
			continue;
		ask->next_lead = (size_t)(rest.at - leads.at);
		set_url(ask, lead, document);
		return true;
	}
	return false;
}

/* A document has come: what it leads to comes before what others did. */
static enum flight_next
answer_document(struct url_check *ask, const struct transfer_answer *answer)
{
	struct iiif *iiif = &ask->asker->iiif;
	enum iiif_outcome outcome;

	ask->documents++;
	if (answer->cut)
		buf_clear(&ask->page);
	outcome = iiif_read(iiif, buf_slice(&ask->page), answer->url);
	if (outcome != IIIF_ONE) {
		conclude_bad(ask, answer,
		    outcome == IIIF_SEVERAL ? "iiif-several"
					    : "page-not-picture");
		say(ask,
		    answer->cut ? "more than 1 MiB" : buf_string(&iiif->what));
		return FLIGHT_OVER;
	}
	buf_put_slice(
	    &iiif->urls, slice_from(buf_slice(&ask->leads), ask->next_lead));
	buf_clear(&ask->leads);
	buf_put_slice(&ask->leads, buf_slice(&iiif->urls));
	ask->next_lead = 0;
	if (follow(ask, false))
		return is_known(ask) ? FLIGHT_OVER : FLIGHT_MORE;
	conclude_bad(ask, answer, "page-not-picture");
	return FLIGHT_OVER;
}

/*
 * A lead has failed: the next one may have the picture. If none has, what the
 * first one gave is what is known, or the first failure that is temporary.
 */
static enum flight_next
after_failure(struct url_check *ask, enum flight_next next)
{
	bool temporary = next != FLIGHT_OVER;

	if (ask->step != DOCUMENT &&
	    (ask->failed.text.n == 0 ||
		(temporary && ask->failure == FLIGHT_OVER))) {
		copy_record(&ask->failed, &ask->record);
		ask->failure = next;
	}
	if (follow(ask, temporary))
		return is_known(ask) ? FLIGHT_OVER : FLIGHT_MORE;
	if (ask->failed.text.n == 0)
		return next;
	copy_record(&ask->record, &ask->failed);
	buf_clear(&ask->failed.text);
	ask->next_lead = 0;
	follow(ask, false);
	return ask->failure;
}

static enum flight_next
answer_good(struct url_check *ask, const struct transfer_answer *answer)
{
	if (ask->step == DOCUMENT)
		return answer_document(ask, answer);
	if (ask->step == HEAD)
		return answer_head(ask, answer);
	answer_bytes(ask, answer);
	return after_good(ask);
}

/* Nothing has changed; the row stays as it was. */
static void
keep_earlier(struct url_check *ask)
{
	struct slice values[RESULT_RECORD_FIELDS];
	struct buf *text = &ask->asker->text;

	for (size_t i = 0; i < RESULT_RECORD_FIELDS; i++)
		values[i] = result_record_value(&ask->earlier, i);
	buf_clear(text);
	if (ask->asker->rules.record_time)
		values[CHECKED] = time_text(text, (int64_t)time(NULL));
	result_record_set(&ask->record, values);
}

static enum flight_next
answer_status(struct url_check *ask, const struct transfer_answer *answer)
{
	int status = answer->status;

	if (status == 304 && ask->again) {
		keep_earlier(ask);
		return FLIGHT_OVER;
	}
	if (ask->step == HEAD && retry_by_get(answer)) {
		ask->step = START;
		return FLIGHT_MORE;
	}
	if (ask->step == START && status == 416) {
		ask->step = PLAIN;
		return FLIGHT_MORE;
	}
	/* Only GET has the page that tells a wall from a server that is busy.
	 */
	if (ask->step == HEAD && status == 503)
		ask->step = START;
	conclude_bad(ask, answer, retry_code(answer));
	return flight_after(retry_after_answer(answer));
}

/* A page that lets only people through has come, whatever its status says. */
static bool
is_walled(const struct url_check *ask, const struct transfer_answer *answer)
{
	if (answer->outcome != TRANSFER_ANSWERED)
		return false;
	if (answer->challenged)
		return true;
	if (retry_is_good(answer) && ask->step != DOCUMENT)
		return ask->judging != NULL &&
		    retry_is_bot_wall(buf_slice(&ask->judging->start));
	return answer->status != 404 && answer->status != 410 &&
	    retry_is_bot_wall(buf_slice(&ask->page));
}

enum flight_next
url_check_answer(struct url_check *ask, const struct transfer_answer *answer)
{
	enum flight_next next;

	if (ask->step == TWIN) {
		answer_twin(ask, answer);
		next = FLIGHT_OVER;
	} else if (is_walled(ask, answer)) {
		conclude_bad(ask, answer, "bot-wall");
		next = FLIGHT_BUSY;
	} else if (answer->outcome != TRANSFER_ANSWERED) {
		/* Some servers hang up on HEAD, or never answer it. */
		if (ask->step == HEAD && retry_by_get(answer))
			ask->step = START;
		conclude_bad(ask, answer, retry_code(answer));
		next = flight_after(retry_after_answer(answer));
	} else if (retry_is_good(answer)) {
		next = answer_good(ask, answer);
	} else {
		next = answer_status(ask, answer);
	}
	end_judging(ask);
	if (ask->leads.n > 0 && next != FLIGHT_MORE && !is_usable(ask))
		next = after_failure(ask, next);
	return next;
}

void
url_check_take_over(struct url_check *ask)
{
	copy_record(&ask->record, &ask->earlier);
}

void
url_check_set_aside(struct url_check *ask)
{
	struct transfer_answer none = {0};

	if (result_record_value(&ask->record, PROBLEMS).n == 0)
		conclude_bad(ask, &none, "host-paused");
}
