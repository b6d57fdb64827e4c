/* SPDX-License-Identifier: MIT */
#include "text/xml_write.h"
#include "eml.h"

static void
put_text(struct buf *out, const char *text)
{
	xml_put_text(out, slice_of(text), false);
}

static void
put_element(
    struct buf *out, const char *indent, const char *tag, const char *text)
{
	if (text == NULL)
		return;
	buf_printf(out, "%s<%s>", indent, tag);
	put_text(out, text);
	buf_printf(out, "</%s>\n", tag);
}

static void
put_party(struct buf *out, const char *tag, const struct about *about)
{
	buf_printf(out, "    <%s>\n", tag);
	if (about->contact != NULL) {
		buf_put_string(out, "      <individualName>\n");
		put_element(out, "        ", "surName", about->contact);
		buf_put_string(out, "      </individualName>\n");
	}
	if (about->organization != NULL || about->contact == NULL)
		put_element(out, "      ", "organizationName",
		    about->organization != NULL ? about->organization
						: "not given");
	put_element(out, "      ", "electronicMailAddress", about->email);
	buf_printf(out, "    </%s>\n", tag);
}

static void
put_paragraph(struct buf *out, const char *tag, const char *text)
{
	if (text == NULL)
		return;
	buf_printf(out, "    <%s>\n", tag);
	put_element(out, "      ", "para", text);
	buf_printf(out, "    </%s>\n", tag);
}

/* A licence as GBIF reads it: a link to a URL. */
static void
put_rights(struct buf *out, const char *rights)
{
	if (rights == NULL)
		return;
	if (strncmp(rights, "http", 4) != 0) {
		put_paragraph(out, "intellectualRights", rights);
		return;
	}
	buf_put_string(out,
	    "    <intellectualRights>\n      <para>This work is licensed "
	    "under <ulink url=\"");
	put_text(out, rights);
	buf_put_string(out, "\"><citetitle>");
	put_text(out, rights);
	buf_put_string(
	    out, "</citetitle></ulink>.</para>\n    </intellectualRights>\n");
}

void
eml_eml(struct buf *out, const struct about *about)
{
	buf_put_string(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<eml:eml xmlns:eml=\"eml://ecoinformatics.org/eml-2.1.1\" "
	    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
	    "xsi:schemaLocation=\"eml://ecoinformatics.org/eml-2.1.1 "
	    "http://rs.gbif.org/schema/eml-gbif-profile/1.1/eml.xsd\" "
	    "packageId=\"");
	put_text(out, about->id != NULL ? about->id : about->title);
	buf_put_string(out,
	    "\" system=\"http://gbif.org\" scope=\"system\" "
	    "xml:lang=\"en\">\n  <dataset>\n");
	put_element(out, "    ", "title", about->title);
	put_party(out, "creator", about);
	put_party(out, "metadataProvider", about);
	put_element(out, "    ", "pubDate", about->date);
	put_element(out, "    ", "language", about->language);
	put_paragraph(out, "abstract", about->abstract);
	put_rights(out, about->rights);
	put_party(out, "contact", about);
	buf_put_string(out, "  </dataset>\n</eml:eml>\n");
}
