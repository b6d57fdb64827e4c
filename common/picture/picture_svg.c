/* SPDX-License-Identifier: MIT */
/* SVG: browsers show nothing that is not well-formed XML. */
#include "picture/picture_parse.h"
#include "text/xml.h"

static const struct xml_handler nothing = {NULL, NULL, NULL};

/* What this parser does not take from strangers, browsers may. */
static bool
is_limit(const char *failure)
{
	static const char *const signs[] = {
	    "ntity", "too long", "xcessive", "huge", "XML_PARSE_HUGE"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (failure != NULL && strstr(failure, signs[i]) != NULL)
			return true;
	return false;
}

static void
judge(struct picture *p, enum picture_state state)
{
	if (is_limit(xml_failure(p->xml))) {
		p->unjudged = true;
		picture_look(p, picture_rest);
	} else {
		picture_fail(p, state, "no well-formed XML");
	}
}

static size_t
parse(struct picture *p, const uint8_t *bytes, size_t n)
{
	if (!xml_put(p->xml, (struct slice){(const char *)bytes, n}))
		judge(p, PICTURE_CORRUPT);
	return n;
}

static void
begin(struct picture *p)
{
	xml_close(p->xml);
	p->xml = xml_open(&nothing, NULL);
	picture_look(p, parse);
}

static void
end(struct picture *p)
{
	if (p->facts.why == NULL && !p->unjudged && p->at >= p->size) {
		p->ended = p->size;
		p->complete = xml_finish(p->xml);
		if (!p->complete)
			judge(p, PICTURE_TRUNCATED);
	} else if (p->facts.why == NULL) {
		p->unjudged = true;
	}
	xml_close(p->xml);
	p->xml = NULL;
}

const struct picture_parser picture_svg = {begin, end, NULL};
