/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "text/xml_write.h"
#include "meta_write.h"

static void
put_text(struct buf *out, const char *text)
{
	/* It may become part of a document in any encoding. */
	xml_put_text(out, slice_of(text), true);
}

static void
put_field(struct buf *out, const char *prefix, size_t index, const char *term,
    const char *list)
{
	buf_printf(out, "    <%sfield index=\"%zu\" term=\"", prefix, index);
	put_text(out, term);
	if (list != NULL) {
		buf_put_string(out, "\" delimitedBy=\"");
		put_text(out, strcmp(list, "\t") == 0 ? "\\t" : list);
	}
	buf_put_string(out, "\"/>\n");
}

static void
begin_table(struct buf *out, const char *prefix, const char *tag,
    const char *row_type, const char *file)
{
	buf_printf(out,
	    "  <%s%s encoding=\"UTF-8\" fieldsTerminatedBy=\"\\t\" "
	    "linesTerminatedBy=\"\\n\" fieldsEnclosedBy=\"\" "
	    "ignoreHeaderLines=\"1\" rowType=\"",
	    prefix, tag);
	put_text(out, row_type);
	buf_printf(out, "\">\n    <%sfiles><%slocation>", prefix, prefix);
	put_text(out, file);
	buf_printf(out, "</%slocation></%sfiles>\n", prefix, prefix);
}

static const char *
row_type_of(enum extension extension)
{
	return extension == AUDIOVISUAL
	    ? "http://rs.tdwg.org/ac/terms/Multimedia"
	    : "http://rs.gbif.org/terms/1.0/Multimedia";
}

void
meta_write_extension(struct buf *out, const char *prefix, const char *row_type,
    const char *file, size_t key, const struct extension_columns_plan *plan)
{
	begin_table(out, prefix, "extension",
	    row_type != NULL ? row_type : row_type_of(plan->extension), file);
	buf_printf(out, "    <%scoreid index=\"%zu\"/>\n", prefix, key);
	for (size_t i = 0; i < plan->n; i++)
		put_field(out, prefix, extension_columns_place(key, i),
		    plan->columns[i].term,
		    plan->columns[i].field != NULL
			? plan->columns[i].field->list
			: NULL);
	buf_printf(out, "  </%sextension>\n", prefix);
}

void
meta_write(struct buf *out, const char *const core[], size_t key,
    const char *core_file, const struct extension_columns_plan *plan,
    const char *file)
{
	buf_put_string(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<archive xmlns=\"http://rs.tdwg.org/dwc/text/\" "
	    "metadata=\"eml.xml\">\n");
	begin_table(out, "", "core", "http://rs.tdwg.org/dwc/terms/Occurrence",
	    core_file);
	buf_printf(out, "    <id index=\"%zu\"/>\n", key);
	for (size_t i = 0; core[i] != NULL; i++)
		put_field(out, "", key + 1 + i, core[i], NULL);
	buf_put_string(out, "  </core>\n");
	meta_write_extension(out, "", NULL, file, 0, plan);
	buf_put_string(out, "</archive>\n");
}
