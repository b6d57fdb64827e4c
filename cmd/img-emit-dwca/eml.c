/* SPDX-License-Identifier: MIT */
#include "eml.h"

static void
put_text(struct buf *out, const char *text)
{
	for (; *text != '\0'; text++)
		switch (*text) {
		case '&': buf_put_string(out, "&amp;"); break;
		case '<': buf_put_string(out, "&lt;"); break;
		case '>': buf_put_string(out, "&gt;"); break;
		case '"': buf_put_string(out, "&quot;"); break;
		default:
			buf_put_char(
			    out, (unsigned char)*text < ' ' ? ' ' : *text);
		}
}

static void
put_field(struct buf *out, size_t index, const char *term)
{
	buf_printf(out, "    <field index=\"%zu\" term=\"", index);
	put_text(out, term);
	buf_put_string(out, "\"/>\n");
}

static void
begin_table(struct buf *out, const char *tag, const char *row_type,
    const char *file, const char *key)
{
	buf_printf(out,
	    "  <%s encoding=\"UTF-8\" fieldsTerminatedBy=\",\" "
	    "linesTerminatedBy=\"\\n\" fieldsEnclosedBy=\"&quot;\" "
	    "ignoreHeaderLines=\"1\" rowType=\"%s\">\n"
	    "    <files><location>%s</location></files>\n"
	    "    <%s index=\"0\"/>\n",
	    tag, row_type, file, key);
}

void
eml_meta(struct buf *out, const char *const core[],
    const struct extension_columns_plan *plan, enum extension extension)
{
	buf_put_string(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<archive xmlns=\"http://rs.tdwg.org/dwc/text/\" "
	    "metadata=\"eml.xml\">\n");
	begin_table(out, "core", "http://rs.tdwg.org/dwc/terms/Occurrence",
	    OCCURRENCES_NAME, "id");
	for (size_t i = 0; core[i] != NULL; i++)
		put_field(out, i + 1, core[i]);
	buf_put_string(out, "  </core>\n");
	begin_table(out, "extension",
	    extension == AUDIOVISUAL
		? "http://rs.tdwg.org/ac/terms/Multimedia"
		: "http://rs.gbif.org/terms/1.0/Multimedia",
	    PICTURES_NAME, "coreid");
	for (size_t i = 0; i < plan->n; i++)
		put_field(out, i + 1, plan->columns[i].term);
	buf_put_string(out, "  </extension>\n</archive>\n");
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
