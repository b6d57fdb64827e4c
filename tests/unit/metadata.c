/* SPDX-License-Identifier: MIT */
/* XMP and IPTC in their forms, and who is believed. */
#include "metadata/clean_text.h"
#include "metadata/iptc.h"
#include "metadata/metadata.h"
#include "metadata/taken.h"
#include "metadata/xmp.h"
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
	is_slice(buf_slice(&xmp.values[XMP_CREATOR]),
	    SLICE("\tJ. Tanaka\n\tA. Curator\n"), "a list");
	is_slice(buf_slice(&xmp.values[XMP_RIGHTS]),
	    SLICE("de\tFrei\nx-default\tFree & open\n"), "all languages");
	is_slice(xmp_text(&xmp, XMP_RIGHTS), SLICE("Free & open"),
	    "the default of several languages");
	is_slice(xmp_text(&xmp, XMP_LICENCE),
	    SLICE("http://creativecommons.org/licenses/by/4.0/"), "a resource");
	is_slice(
	    xmp_text(&xmp, XMP_OWNER), SLICE("Museum"), "a second description");
	is_slice(xmp_text(&xmp, XMP_DESCRIPTION), SLICE(""),
	    "not what is inside others");
	ok(xmp_read(&xmp, slice_of(attributes)), "attributes");
	is_slice(xmp_text(&xmp, XMP_DESCRIPTION), SLICE("A sheet"), "a value");
	is_slice(xmp_text(&xmp, XMP_STATEMENT), SLICE("https://example.org/"),
	    "and another");
	is_slice(xmp_text(&xmp, XMP_CREATOR), SLICE(""), "nothing old");
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
		slice_equal(xmp_text(&xmp, XMP_RIGHTS), SLICE("Free")) &&
		slice_equal(buf_slice(&xmp.values[XMP_CREATOR]),
		    SLICE("\tAda\n\tBo\n")),
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
	is_slice(buf_slice(&iptc.creators), SLICE("J. Tanaka\n\xC3\x85sa\n"),
	    "by-lines");
	is_slice(buf_slice(&iptc.copyright), SLICE("CC BY"), "copyright");
	is_slice(buf_slice(&iptc.caption), SLICE("A sheet"), "caption");
	iptc_read(&iptc, s);
	is_slice(buf_slice(&iptc.caption), SLICE("A sheet"),
	    "in Photoshop's resources");
	for (size_t n = 0; n < s.n; n++)
		iptc_read(&iptc, (struct slice){bim, n});
	ok(iptc.creators.n > 0, "cut anywhere");
	iptc_read(&iptc, SLICE(""));
	is_slice(buf_slice(&iptc.creators), SLICE(""), "none");
	iptc_free(&iptc);
}

/* A picture that is placed in another one, and values with qualifiers. */
static void
test_xmp_nested(void)
{
	struct xmp xmp = {0};
	static const char packet[] = BEGIN
	    "<rdf:Description xmlns:m='http://ns.adobe.com/xap/1.0/mm/'>"
	    "<m:Pantry><rdf:Bag><rdf:li><rdf:Description>"
	    "<dc:creator><rdf:Seq><rdf:li>Placed</rdf:li></rdf:Seq>"
	    "</dc:creator><dc:rights>Placed</dc:rights></rdf:Description>"
	    "</rdf:li></rdf:Bag></m:Pantry>"
	    "<m:DerivedFrom dc:description='Placed' rdf:parseType='Resource'>"
	    "<dc:title>Placed</dc:title></m:DerivedFrom>"
	    "<dc:creator><rdf:Seq><rdf:li rdf:parseType='Resource'>"
	    "<rdf:value>Ada</rdf:value><m:role>Placed</m:role></rdf:li>"
	    "<rdf:li><rdf:Description><rdf:value>Bo</rdf:value>"
	    "</rdf:Description></rdf:li></rdf:Seq></dc:creator>"
	    "</rdf:Description>" END;

	ok(xmp_read(&xmp, slice_of(packet)), "nested descriptions");
	is_slice(buf_slice(&xmp.values[XMP_CREATOR]), SLICE("\tAda\n\tBo\n"),
	    "values with qualifiers");
	ok(xmp.values[XMP_RIGHTS].n + xmp.values[XMP_DESCRIPTION].n +
		    xmp.values[XMP_TITLE].n ==
		0,
	    "what is placed has its own metadata");
	xmp_free(&xmp);
}

/* Where the encoding is said it is read, and where it is not, certain only. */
static void
test_encodings(void)
{
	static const struct {
		enum charset charset;
		const char *bytes, *text; /* NULL: not certain */
	} texts[] = {
	    {CHARSET_UNKNOWN, "Jos\xE9 M\xFCller", "Jos\u00E9 M\u00FCller"},
	    {CHARSET_UNKNOWN, "Mu\xF1oz", "Mu\u00F1oz"},
	    {CHARSET_UNKNOWN, "Jo\xE3o", "Jo\u00E3o"},
	    {CHARSET_UNKNOWN, "\xA9 2019 Museum", "\u00A9 2019 Museum"},
	    {CHARSET_UNKNOWN, "\xC0\xEB\xE5\xEA\xF1\xE0\xED\xE4\xF0", NULL},
	    {CHARSET_UNKNOWN,
		"Krop\xE1\xE8"
		"ek",
		NULL},
	    {CHARSET_UNKNOWN, "\xC9\xCD", NULL},
	    {CHARSET_UNKNOWN, "Jos\x8E", NULL},
	    {CHARSET_UNKNOWN,
		"MUS\xE9"
		"E",
		NULL},
	    {CHARSET_UNKNOWN, "Mal\xA0ga", NULL},
	    {CHARSET_UTF_8, "Jos\xE9", NULL},
	    {CHARSET_OTHER, "Jos\xE9", NULL},
	    {CHARSET_OTHER, "Jose", "Jose"},
	    {CHARSET_LATIN_1, "S\xF8ren", "S\u00F8ren"},
	    {CHARSET_LATIN_2,
		"Krop\xE1\xE8"
		"ek",
		"Krop\u00E1\u010Dek"},
	    {CHARSET_CYRILLIC, "\xB8\xD2\xD0\xDD", "\u0418\u0432\u0430\u043D"},
	    {CHARSET_LATIN_5,
		"\xDE"
		"ahin",
		"\u015Eahin"},
	    {CHARSET_LATIN_9, "\xA4", "\u20AC"},
	};
	struct buf out = {0};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		const char *text = texts[i].text;
		bool good;

		buf_clear(&out);
		good = clean_text_put_as(
		    &out, slice_of(texts[i].bytes), texts[i].charset);
		ok(good == (text != NULL), "certain or not");
		is_slice(buf_slice(&out), slice_of(text != NULL ? text : ""),
		    "and read so");
	}
	buf_free(&out);
}

static void
test_dates(void)
{
	static const struct {
		const char *xmp, *date;
	} dates[] = {{"2021-05-01", "2021-05-01"},
	    {"2021-05-01T10:20", "2021-05-01T10:20:00"},
	    {"2021-05-01T10:20:30.123+02:00", "2021-05-01T10:20:30+02:00"},
	    {"2021-05-01T10:20:30Z", "2021-05-01T10:20:30Z"}, {"2021-05", ""},
	    {"2021", ""}, {"2021-02-30", ""}, {"2021-05-01T25:00:00", ""},
	    {"", ""}};
	struct buf out = {0};

	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		buf_clear(&out);
		taken_put_xmp(&out, slice_of(dates[i].xmp));
		is_slice(
		    buf_slice(&out), slice_of(dates[i].date), "a date of XMP");
	}
	buf_clear(&out);
	taken_put_iptc(&out, SLICE("20210501"), SLICE("102030+0200"));
	is_slice(buf_slice(&out), SLICE("2021-05-01T10:20:30+02:00"),
	    "a date of IPTC");
	buf_clear(&out);
	ok(!taken_put_iptc(&out, SLICE("20210000"), SLICE("")) && out.n == 0,
	    "a month alone is none");
	buf_free(&out);
}

/* Texts of cameras are no captions, but only as a whole. */
static void
test_captions(void)
{
	static const struct {
		const char *text;
		bool person;
	} captions[] = {{"OLYMPUS DIGITAL CAMERA", false}, {"SONY DSC", false},
	    {"DCIM\\100MEDIA\\DJI_0042.JPG", false}, {"DSC_0042.JPG", false},
	    {"<KENOX S1050  / Samsung S1050>", false}, {"untitled", false},
	    {"Jpeg of the type sheet", true}, {"Kodakia sp. nov.", true},
	    {"Samsung forest reserve, leaf", true},
	    {"DSC Herbarium, sheet 3", true}, {"7b", true},
	    {"<i>Quercus</i> leaf", true}, {"{holotype}", true},
	    {"Untitled specimen", true}};
	struct metadata *m = metadata_new();
	struct picture_facts picture = {0};

	for (size_t i = 0; i < sizeof captions / sizeof *captions; i++) {
		struct slice text = slice_of(captions[i].text);
		struct metadata_facts f;

		buf_clear(&picture.iptc);
		buf_put(&picture.iptc, "\x1C\2\x78\0", 4);
		buf_put_char(&picture.iptc, (char)text.n);
		buf_put_slice(&picture.iptc, text);
		f = metadata_read(m, &picture);
		is_slice(f.caption, captions[i].person ? text : SLICE(""),
		    captions[i].text);
	}
	buf_free(&picture.iptc);
	metadata_free(m);
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
	for (size_t n = 3; n > 0; n--) {
		/* When it was taken, published as, made into this file. */
		static const char *const dates[] = {
		    " e:DateTimeOriginal='2001-01-01'",
		    " p:DateCreated='2002-02-02'",
		    " x:CreateDate='2003-03-03'"};
		static const char *const expected[] = {
		    "2001-01-01", "2002-02-02", "2003-03-03"};

		buf_clear(&picture.xmp);
		buf_put_string(&picture.xmp,
		    BEGIN
		    "<rdf:Description xmlns:e='http://ns.adobe.com/exif/1.0/'"
		    " xmlns:p='http://ns.adobe.com/photoshop/1.0/'"
		    " xmlns:x='http://ns.adobe.com/xap/1.0/'");
		for (size_t i = 3; i > 3 - n; i--)
			buf_put_string(&picture.xmp, dates[i - 1]);
		buf_put_string(&picture.xmp, "/>" END);
		f = metadata_read(m, &picture);
		is_slice(f.date, slice_of(expected[3 - n]), expected[3 - n]);
	}
	buf_free(&picture.xmp);
	buf_free(&picture.iptc);
	metadata_free(m);
}

int
main(void)
{
	test_xmp();
	test_xmp_nested();
	test_iptc();
	test_encodings();
	test_dates();
	test_captions();
	test_together();
	return done_testing();
}
