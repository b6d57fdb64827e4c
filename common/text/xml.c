/* SPDX-License-Identifier: MIT */
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "text/xml.h"

enum { PIECE = 1 << 20 };

struct xml {
	const struct xml_handler *handler;
	void *state;
	xmlParserCtxtPtr parser;
	struct xml_attribute *attributes;
	size_t room;
	struct buf failure;
};

static struct slice
string(const xmlChar *s)
{
	return s != NULL ? slice_of((const char *)s) : SLICE("");
}

static void
record(struct xml *xml, const char *text)
{
	size_t n;

	if (xml->failure.n > 0)
		return;
	buf_printf(&xml->failure, "line %d: %s",
	    xmlSAX2GetLineNumber(xml->parser), text);
	n = xml->failure.n;
	while (n > 0 && xml->failure.at[n - 1] == '\n')
		n--;
	xml->failure.n = n;
	buf_string(&xml->failure);
}

/* libxml2's own way to stop frees what the handler is looking at. */
void
xml_stop(struct xml *xml, const char *text)
{
	record(xml, text);
}

static void
on_start(void *data, const xmlChar *name, const xmlChar *prefix,
    const xmlChar *uri, int nnamespaces, const xmlChar **namespaces, int n,
    int ndefaulted, const xmlChar **from)
{
	struct xml *xml = data;
	size_t count = (size_t)n;

	(void)prefix, (void)nnamespaces, (void)namespaces, (void)ndefaulted;
	if (xml->handler->start == NULL || xml->failure.n > 0)
		return;
	if (count > xml->room) {
		xml->room = count;
		xml->attributes =
		    mem_resize(xml->attributes, count, sizeof *xml->attributes);
	}
	for (size_t i = 0; i < count; i++, from += 5)
		xml->attributes[i] =
		    (struct xml_attribute){string(from[2]), string(from[0]),
			{(const char *)from[3], (size_t)(from[4] - from[3])}};
	xml->handler->start(
	    xml->state, string(uri), string(name), xml->attributes, count);
}

static void
on_end(
    void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml *xml = data;

	(void)prefix;
	if (xml->handler->end != NULL && xml->failure.n == 0)
		xml->handler->end(xml->state, string(uri), string(name));
}

static void
on_text(void *data, const xmlChar *text, int n)
{
	struct xml *xml = data;

	if (xml->handler->text != NULL && xml->failure.n == 0)
		xml->handler->text(
		    xml->state, (struct slice){(const char *)text, (size_t)n});
}

static xmlEntityPtr
on_entity(void *data, const xmlChar *name)
{
	struct xml *xml = data;
	xmlEntityPtr entity = xmlGetPredefinedEntity(name);

	if (entity == NULL)
		xml_stop(xml, "a reference to an entity of its own");
	return entity;
}

/* libxml2 builds its tables at first use, unguarded against other threads. */
static void
prepare(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, xmlInitParser);
}

struct xml *
xml_open(const struct xml_handler *handler, void *state)
{
	struct xml *xml = mem_array(1, sizeof *xml);
	xmlSAXHandler sax = {.initialized = XML_SAX2_MAGIC,
	    .startElementNs = on_start,
	    .endElementNs = on_end,
	    .characters = on_text,
	    .ignorableWhitespace = on_text,
	    .cdataBlock = on_text,
	    .getEntity = on_entity};

	prepare();
	xml->handler = handler;
	xml->state = state;
	xml->parser = xmlCreatePushParserCtxt(&sax, xml, NULL, 0, NULL);
	if (xml->parser == NULL)
		die("out of memory");
	xmlCtxtUseOptions(xml->parser,
	    XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_NOERROR |
		XML_PARSE_NOWARNING);
	return xml;
}

void
xml_close(struct xml *xml)
{
	if (xml == NULL)
		return;
	/* Declarations leave a document after even so. */
	if (xml->parser->myDoc != NULL)
		xmlFreeDoc(xml->parser->myDoc);
	xmlFreeParserCtxt(xml->parser);
	free(xml->attributes);
	buf_free(&xml->failure);
	free(xml);
}

/* Without it the library leaves out what it has read, and may say nothing. */
static void
must_have_had_memory(void)
{
	if (errno == ENOMEM)
		die("out of memory");
}

static bool
parse(struct xml *xml, struct slice bytes, int last)
{
	const xmlError *error;

	if (xml->failure.n > 0)
		return false;
	errno = 0;
	xmlParseChunk(xml->parser, bytes.at, (int)bytes.n, last);
	must_have_had_memory();
	error = xmlCtxtGetLastError(xml->parser);
	if (xml->parser->wellFormed == 0)
		record(xml,
		    error != NULL && error->message != NULL
			? error->message
			: "not well-formed");
	return xml->failure.n == 0;
}

bool
xml_put(struct xml *xml, struct slice bytes)
{
	while (bytes.n > 0) {
		size_t n = bytes.n < PIECE ? bytes.n : PIECE;

		if (!parse(xml, (struct slice){bytes.at, n}, 0))
			return false;
		bytes.at += n;
		bytes.n -= n;
	}
	return true;
}

bool
xml_finish(struct xml *xml)
{
	return parse(xml, SLICE(""), 1);
}

const char *
xml_failure(const struct xml *xml)
{
	return xml->failure.n > 0 ? xml->failure.at : NULL;
}

struct slice
xml_attribute(
    const struct xml_attribute attributes[], size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (attributes[i].uri.n == 0 &&
		    slice_equal(attributes[i].name, slice_of(name)))
			return attributes[i].value;
	return SLICE_NONE;
}

static void
on_html_start(void *data, const xmlChar *name, const xmlChar **pairs)
{
	struct xml *xml = data;
	size_t n = 0;

	for (; pairs != NULL && pairs[2 * n] != NULL; n++) {
		if (n == xml->room) {
			xml->room = 2 * n + 8;
			xml->attributes = mem_resize(xml->attributes, xml->room,
			    sizeof *xml->attributes);
		}
		xml->attributes[n] = (struct xml_attribute){
		    SLICE(""), string(pairs[2 * n]), string(pairs[2 * n + 1])};
	}
	if (xml->handler->start != NULL)
		xml->handler->start(
		    xml->state, SLICE(""), string(name), xml->attributes, n);
}

static void
on_html_end(void *data, const xmlChar *name)
{
	struct xml *xml = data;

	if (xml->handler->end != NULL)
		xml->handler->end(xml->state, SLICE(""), string(name));
}

static void
set_charset(htmlParserCtxtPtr parser, const char *charset)
{
	xmlCharEncodingHandlerPtr encoding =
	    charset != NULL ? xmlFindCharEncodingHandler(charset) : NULL;

	htmlCtxtUseOptions(parser,
	    HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR |
		HTML_PARSE_NOWARNING |
		(encoding != NULL ? HTML_PARSE_IGNORE_ENC : 0));
	if (encoding != NULL)
		xmlSwitchToEncoding(parser, encoding);
}

void
xml_read_html(struct slice page, const char *charset,
    const struct xml_handler *handler, void *state)
{
	struct xml xml = {.handler = handler, .state = state};
	htmlParserCtxtPtr parser;

	if (page.n == 0)
		return;
	if (page.n > XML_HTML_MOST)
		page.n = XML_HTML_MOST;
	prepare();
	parser = htmlCreateMemoryParserCtxt(page.at, (int)page.n);
	if (parser == NULL)
		die("out of memory");
	memset(parser->sax, 0, sizeof *parser->sax);
	parser->sax->startElement = on_html_start;
	parser->sax->endElement = on_html_end;
	parser->sax->characters = on_text;
	parser->sax->ignorableWhitespace = on_text;
	parser->userData = &xml;
	set_charset(parser, charset);
	errno = 0;
	htmlParseDocument(parser);
	must_have_had_memory();
	xmlFreeDoc(parser->myDoc);
	htmlFreeParserCtxt(parser);
	free(xml.attributes);
}
