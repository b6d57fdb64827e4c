/* SPDX-License-Identifier: MIT */
/* XML as events, whole and byte by byte; nothing is loaded or expanded. */
#include <pthread.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buf.h"
#include "text/xml.h"
#include "tap.h"

static void
on_start(void *state, struct slice uri, struct slice name,
    const struct xml_attribute a[], size_t n)
{
	struct buf *log = state;

	buf_printf(log, "<%.*s>%.*s", SLICE_ARG(uri), SLICE_ARG(name));
	for (size_t i = 0; i < n; i++)
		buf_printf(log, " %.*s:%.*s=%.*s", SLICE_ARG(a[i].uri),
		    SLICE_ARG(a[i].name), SLICE_ARG(a[i].value));
	buf_put_char(log, '{');
}

static void
on_end(void *state, struct slice uri, struct slice name)
{
	(void)uri;
	buf_printf(state, "}%.*s", SLICE_ARG(name));
}

static void
on_text(void *state, struct slice text)
{
	buf_put_slice(state, text);
}

static const struct xml_handler handler = {on_start, on_end, on_text};

/* The events, and the failure after them. */
static void
events(struct buf *log, struct slice text, size_t portion)
{
	struct xml *xml = xml_open(&handler, log);

	while (text.n > 0) {
		size_t n = text.n < portion ? text.n : portion;

		if (!xml_put(xml, (struct slice){text.at, n}))
			break;
		text.at += n;
		text.n -= n;
	}
	if (xml_finish(xml) == (xml_failure(xml) != NULL))
		buf_put_string(log, "(inconsistent)");
	if (xml_failure(xml) != NULL)
		buf_printf(log, "! %s", xml_failure(xml));
	xml_close(xml);
}

static void
test(const char *text, const char *expected)
{
	struct buf log = {0};

	events(&log, slice_of(text), 1000);
	is_slice(buf_slice(&log), slice_of(expected), text);
	buf_clear(&log);
	events(&log, slice_of(text), 1);
	is_slice(buf_slice(&log), slice_of(expected), "byte by byte");
	buf_free(&log);
}

static void
test_failure(const char *text, const char *expected)
{
	struct buf log = {0};

	events(&log, slice_of(text), 1000);
	ok(strstr(buf_string(&log), expected) != NULL, expected);
	buf_free(&log);
}

static void
test_attribute(void)
{
	const struct xml_attribute a[] = {
	    {SLICE("urn:x"), SLICE("id"), SLICE("1")},
	    {SLICE(""), SLICE("id"), SLICE("2")},
	};

	is_slice(xml_attribute(a, 2, "id"), SLICE("2"), "no namespace");
	ok(xml_attribute(a, 2, "x").at == NULL, "not there");
}

enum { THREADS = 8, CHILDREN = 40 };

static pthread_barrier_t at_once;

static void *
parse_one(void *unused)
{
	struct buf log = {0};

	(void)unused;
	pthread_barrier_wait(&at_once);
	events(&log, SLICE("<a/>"), 1);
	buf_free(&log);
	return NULL;
}

/* A child, since libxml2 is made ready once in a process's life. */
static bool
parses_in_threads(void)
{
	pid_t child = fork();
	int status = 1;

	if (child == 0) {
		pthread_t threads[THREADS];

		pthread_barrier_init(&at_once, NULL, THREADS);
		for (int i = 0; i < THREADS; i++)
			pthread_create(&threads[i], NULL, parse_one, NULL);
		for (int i = 0; i < THREADS; i++)
			pthread_join(threads[i], NULL);
		exit(0);
	}
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

static void
test_threads(void)
{
	bool passed = true;

	fflush(stdout);
	for (int i = 0; i < CHILDREN && passed; i++)
		passed = parses_in_threads();
	ok(passed, "the first documents of a process, many at once");
}

int
main(void)
{
	test_threads();
	test("<a/>", "<>a{}a");
	test("<a b='1 &amp; &#x41;'>t&lt;<![CDATA[<c>]]></a>",
	    "<>a :b=1 & A{t<<c>}a");
	test("<x:a xmlns:x='urn:x' x:b='1' c='2'/>",
	    "<urn:x>a urn:x:b=1 :c=2{}a");
	test("<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "<>a{}a");
	test_failure("<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>",
	    "! line 1: a reference to an entity of its own");
	test_failure("<!DOCTYPE a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>"
		     "\n<a b='&e;'/>",
	    "! line 2: a reference to an entity of its own");
	test_failure("<a><b></a>", "! line 1: ");
	test_failure("", "! line ");
	test_failure("<a>", "! line 1: ");
	test_attribute();
	return done_testing();
}
