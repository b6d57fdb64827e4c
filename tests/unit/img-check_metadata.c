/* SPDX-License-Identifier: MIT */
/* XMP and IPTC in their forms, and who is believed. */
#include "metadata/iptc.h"
#include "metadata/xmp.h"
#include "../../cmd/img-check/metadata.h"
#include "tap.h"

#define BEGIN \
	"<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?>" \
	"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF " \
	"xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' " \
	"xmlns:dc='http://purl.org/dc/elements/1.1/' " \
	"xmlns:xr='http://ns.adobe.com/xap/1.0/rights/' " \
	"xmlns:cc='http://creativecommons.org/ns#'>"
#define END "</rdf:RDF></x:xmpmeta>  \n<?xpacket end='w'?>"

static void
test_xmp(void)
{
	struct xmp xmp = {0};
	struct buf *v = xmp.values;
	static const char elements[] = BEGIN
	    "<rdf:Description rdf:about=''>"
	    "<dc:creator><rdf:Seq><rdf:li>J. Tanaka</rdf:li>"
	    "<rdf:li> A.\n Curator </rdf:li></rdf:Seq></dc:creator>"
	    "<dc:rights><rdf:Alt><rdf:li xml:lang='de'>Frei</rdf:li>"
	    "<rdf:li xml:lang='x-default'>Free &amp; open</rdf:li>"
	    "</rdf:Alt></dc:rights>"
	    "<cc:license rdf:resource='http://creativecommons.org/licenses/"
	    "by/4.0/'/></rdf:Description><rdf:Description rdf:about=''>"
	    "<xr:Owner><rdf:Bag><rdf:li>Museum</rdf:li></rdf:Bag></xr:Owner>"
	    "<xr:Other>x<dc:description>no</dc:description></xr:Other>"
	    "</rdf:Description>" END "\0\0";
	static const char attributes[] =
	    BEGIN "<rdf:Description rdf:about='' dc:description='A sheet' "
		  "xr:WebStatement='https://example.org/'/>" END;

	ok(xmp_read(&xmp, (struct slice){elements, sizeof elements}),
	    "a padded packet");
	is_slice(buf_slice(&v[XMP_CREATOR]), SLICE("J. Tanaka; A. Curator"),
	    "a list");
	is_slice(buf_slice(&v[XMP_RIGHTS]), SLICE("Free & open"),
	    "the default of several languages");
	is_slice(buf_slice(&v[XMP_LICENCE]),
	    SLICE("http://creativecommons.org/licenses/by/4.0/"), "a resource");
	is_slice(
	    buf_slice(&v[XMP_OWNER]), SLICE("Museum"), "a second description");
	is_slice(buf_slice(&v[XMP_DESCRIPTION]), SLICE(""),
	    "not what is inside others");
	ok(xmp_read(&xmp, slice_of(attributes)), "attributes");
	is_slice(buf_slice(&v[XMP_DESCRIPTION]), SLICE("A sheet"), "a value");
	is_slice(buf_slice(&v[XMP_STATEMENT]), SLICE("https://example.org/"),
	    "and another");
	is_slice(buf_slice(&v[XMP_CREATOR]), SLICE(""), "nothing old");
	ok(xmp_read(&xmp,
	       SLICE(BEGIN "<rdf:Description xmlns:dc="
			   "'http://purl.org/dc/elements/1.1/'>\n"
			   " <dc:rights>\n  <rdf:Alt>\n"
			   "   <rdf:li xml:lang='x-default'>Free</rdf:li>\n"
			   "  </rdf:Alt>\n </dc:rights>\n"
			   " <dc:creator>\n  <rdf:Seq>\n"
			   "   <rdf:li>Ada</rdf:li>\n   <rdf:li>Bo</rdf:li>\n"
			   "  </rdf:Seq>\n </dc:creator>\n"
			   "</rdf:Description>" END)) &&
		slice_equal(buf_slice(&v[XMP_RIGHTS]), SLICE("Free")) &&
		slice_equal(buf_slice(&v[XMP_CREATOR]), SLICE("Ada; Bo")),
	    "indented");
	ok(!xmp_read(&xmp, SLICE(BEGIN "<rdf:Description>")), "cut");
	ok(!xmp_read(&xmp,
	       SLICE("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
		     "<a>&b;</a>")),
	    "entities are not resolved");
	xmp_free(&xmp);
}

#define IIM \
	"\x1C\2\x50\0\x09J. Tanaka\x1C\2\x50\0\3\xC5sa\x1C\2\x74\0\5CC BY" \
	"\x1C\2\x78\0\7A sheet\x1C\1\x50\0\1x"

static void
test_iptc(void)
{
	struct iptc iptc = {0};
	static const char bim[] =
	    "8BIM\4\5\0\0\0\0\0\2zz8BIM\4\4\3abc\0\0\0\x32" IIM "\0";
	struct slice s = {bim, sizeof bim - 1};

	iptc_read(&iptc, SLICE(IIM));
	is_slice(buf_slice(&iptc.creator), SLICE("J. Tanaka; \xC3\x85sa"),
	    "by-lines");
	is_slice(buf_slice(&iptc.copyright), SLICE("CC BY"), "copyright");
	is_slice(buf_slice(&iptc.caption), SLICE("A sheet"), "caption");
	iptc_read(&iptc, s);
	is_slice(buf_slice(&iptc.caption), SLICE("A sheet"),
	    "in Photoshop's resources");
	for (size_t n = 0; n < s.n; n++)
		iptc_read(&iptc, (struct slice){bim, n});
	ok(iptc.creator.n > 0, "cut anywhere");
	iptc_read(&iptc, SLICE(""));
	is_slice(buf_slice(&iptc.creator), SLICE(""), "none");
	iptc_free(&iptc);
}

static void
test_together(void)
{
	struct metadata *m = metadata_new();
	struct picture_facts picture = {0};
	struct metadata_facts f;

	buf_clear(&picture.iptc);
	buf_put(&picture.iptc, IIM, sizeof(IIM) - 1);
	f = metadata_read(m, &picture);
	is_slice(f.creator, SLICE("J. Tanaka; \xC3\x85sa"), "IPTC alone");
	ok(f.licence_unclear && f.rights.n == 0, "a licence without a version");
	buf_put_string(&picture.xmp,
	    BEGIN "<rdf:Description dc:creator='A. Curator' "
		  "xr:UsageTerms='CC BY 4.0'/>" END);
	f = metadata_read(m, &picture);
	is_slice(f.creator, SLICE("A. Curator"), "XMP before IPTC");
	is_slice(f.copyright, SLICE("CC BY"), "IPTC where XMP says nothing");
	is_slice(f.rights,
	    SLICE("https://creativecommons.org/licenses/by/4.0/"),
	    "a licence that one names and another does not contradict");
	buf_clear(&picture.xmp);
	buf_put_string(&picture.xmp,
	    BEGIN "<rdf:Description dc:rights='CC BY-NC 4.0' "
		  "dc:description='OLYMPUS DIGITAL CAMERA' "
		  "xr:UsageTerms='CC BY 4.0'/>" END);
	buf_clear(&picture.iptc);
	f = metadata_read(m, &picture);
	ok(f.licence_unclear && f.rights.n == 0, "two licences");
	is_slice(f.caption, SLICE(""), "a camera's caption is none");
	buf_free(&picture.xmp);
	buf_free(&picture.iptc);
	metadata_free(m);
}

int
main(void)
{
	test_xmp();
	test_iptc();
	test_together();
	return done_testing();
}
