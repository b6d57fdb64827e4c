/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <strings.h>

#include "base/mem.h"
#include "registry/column.h"
#include "stream/stream.h"
#include "column_plan.h"
#include "sheet/dwca_terms.h"

size_t
column_plan_add(struct column_plan *plan, const char *name, const char *terms)
{
	plan->columns =
	    mem_resize(plan->columns, plan->n + 1, sizeof *plan->columns);
	plan->columns[plan->n] = (struct column_rule){
	    .name = mem_string(name, strlen(name)), .terms = terms};
	return plan->n++;
}

/* Which of the words the field's term is, or their number. */
static size_t
rank(const char *terms, const struct dwca_meta_field *field)
{
	struct slice list = slice_of(terms), word;
	struct slice local = dwca_term_local(field->term);
	size_t i = 0;

	for (; slice_word(&list, ' ', &word); i++)
		if (word.n == local.n &&
		    strncasecmp(word.at, local.at, word.n) == 0)
			break;
	return i;
}

static bool
has_term(const struct dwca_meta_table *table, const char *terms)
{
	size_t none = slice_count_words(slice_of(terms), ' ');

	for (size_t i = 0; i < table->nfields; i++)
		if (rank(terms, &table->fields[i]) < none)
			return true;
	return false;
}

size_t
column_plan_add_rule(struct column_plan *plan,
    const struct dwca_package packages[], size_t n, const char *name,
    const char *terms, bool always)
{
	for (size_t i = 0; i < n && !always; i++)
		for (size_t k = 0; k < packages[i].meta.n && !always; k++)
			always = dwca_package_is_media(&packages[i], k) &&
			    has_term(&packages[i].meta.tables[k], terms);
	return always ? column_plan_add(plan, name, terms) : DWCA_NONE;
}

static void
bind(struct binding *binding, const struct dwca_meta_field *field)
{
	binding->fields = mem_resize(
	    binding->fields, binding->n + 1, sizeof *binding->fields);
	binding->fields[binding->n++] = field;
}

/* By preference of the local name, then of the vocabulary. */
static void
bind_terms(struct binding *binding, const char *terms,
    const struct dwca_meta_table *table)
{
	size_t words = slice_count_words(slice_of(terms), ' ');

	for (size_t word = 0; word < words; word++)
		for (int turn = 0; turn < 2; turn++)
			for (size_t i = 0; i < table->nfields; i++) {
				const struct dwca_meta_field *field =
				    &table->fields[i];

				if (dwca_term_is_preferred(field->term) ==
					(turn == 0) &&
				    rank(terms, field) == word)
					bind(binding, field);
			}
}

/* In Audiovisual Core it is a name for the picture, and only may be a URL. */
static bool
is_identifier(
    const struct dwca_meta_table *table, const struct dwca_meta_field *field)
{
	return dwca_row_type_is_audiovisual(table->row_type) &&
	    dwca_term_is(field->term, "identifier");
}

static bool
is_first_choice(const struct column_plan *plan,
    const struct dwca_meta_table *table, const struct dwca_meta_field *field)
{
	bool found = false;

	if (is_identifier(table, field))
		return false;
	for (size_t i = 0; i < plan->n && !found; i++) {
		struct binding binding = {0};

		if (plan->columns[i].terms == NULL ||
		    rank(plan->columns[i].terms, field) ==
			slice_count_words(
			    slice_of(plan->columns[i].terms), ' '))
			continue;
		bind_terms(&binding, plan->columns[i].terms, table);
		found = binding.n > 0 && binding.fields[0] == field;
		free(binding.fields);
	}
	return found;
}

static bool
is_taken(const struct column_plan *plan, struct slice name, bool any_name)
{
	if (name.n == 0 || (!any_name && column_find(name) != NULL))
		return true;
	for (size_t i = 0; i < plan->n; i++)
		if (slice_equal(name, slice_of(plan->columns[i].name)))
			return true;
	return false;
}

static void
pass(struct column_plan *plan, const char *term, bool any_name)
{
	struct slice local = dwca_term_local(term);
	struct buf name = {0};
	size_t n;

	buf_put_slice(&name, local);
	if (is_taken(plan, buf_slice(&name), any_name)) {
		buf_clear(&name);
		dwca_term_put_prefix(&name, term);
		buf_put_char(&name, ':');
		buf_put_slice(&name, local);
	}
	n = name.n;
	for (unsigned i = 2; is_taken(plan, buf_slice(&name), true); i++) {
		name.n = n;
		buf_printf(&name, "-%u", i);
	}
	column_plan_add(plan, buf_string(&name), NULL);
	plan->columns[plan->n - 1].term = mem_string(term, strlen(term));
	buf_free(&name);
}

void
column_plan_pass(struct column_plan *plan, const struct dwca_meta_table *table,
    bool any_name)
{
	for (size_t i = 0; i < table->nfields; i++) {
		const char *term = table->fields[i].term;
		bool there = is_first_choice(plan, table, &table->fields[i]);

		for (size_t k = 0; k < plan->n && !there; k++)
			there = plan->columns[k].term != NULL &&
			    strcmp(plan->columns[k].term, term) == 0;
		if (!there)
			pass(plan, term, any_name);
	}
}

struct binding *
column_plan_bind(
    const struct column_plan *plan, const struct dwca_meta_table *table)
{
	struct binding *bindings = mem_array(plan->n, sizeof *bindings);

	for (size_t i = 0; i < plan->n; i++) {
		const struct column_rule *column = &plan->columns[i];

		if (column->terms != NULL)
			bind_terms(&bindings[i], column->terms, table);
		for (size_t k = 0; k < table->nfields; k++)
			if (column->term != NULL &&
			    strcmp(table->fields[k].term, column->term) == 0)
				bind(&bindings[i], &table->fields[k]);
	}
	return bindings;
}

void
column_plan_unbind(const struct column_plan *plan, struct binding *bindings)
{
	for (size_t i = 0; i < plan->n; i++)
		free(bindings[i].fields);
	free(bindings);
}

void
column_plan_header(const struct column_plan *plan, struct buf *out)
{
	for (size_t i = 0; i < plan->n; i++) {
		if (i > 0)
			buf_put_char(out, '\t');
		stream_escape(out, slice_of(plan->columns[i].name));
	}
	buf_put_char(out, '\n');
}

void
column_plan_free(struct column_plan *plan)
{
	for (size_t i = 0; i < plan->n; i++) {
		free(plan->columns[i].name);
		free(plan->columns[i].term);
	}
	free(plan->columns);
	*plan = (struct column_plan){0};
}
