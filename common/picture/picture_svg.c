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

/* Where it breaks depends on how its bytes come: that it does is said at the
 * end. */
static size_t
parse(struct picture *p, const uint8_t *bytes, size_t n)
{
	xml_put(p->xml, (struct slice){(const char *)bytes, n});
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
	p->complete = p->at >= p->size && xml_finish(p->xml);
	p->ended = p->size;
	if (!p->complete && (p->at < p->size || is_limit(xml_failure(p->xml))))
		p->unjudged = true;
	else if (!p->complete)
		picture_fail(p, PICTURE_CORRUPT, "not well-formed XML");
	xml_close(p->xml);
	p->xml = NULL;
}

const struct picture_parser picture_svg = {begin, end, NULL};
