/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/buf.h"
#include "base/nearest.h"
#include "base/opt_refuse.h"

/*
 * What other programs call it. `has` is the option of ours, said where the
 * program has it; `advice` where it has not, or where there is none.
 */
static const struct {
	const char *words; /* between blanks */
	const char *program; /* only of this one, or NULL */
	const char *has, *advice;
} others[] = {
    {" i in input infile input-file file ", NULL, NULL,
	"files are named without an option"},
    {" r R recursive recurse ", "img-scan", NULL,
	"folders are listed with all folders in them (--max-depth N for less)"},
    {" n dry-run simulate ", "img-emit-sql", "rehearse", NULL},
    {" n dry-run simulate ", NULL, "dry-run",
	"it only writes its output: nothing is there to be tried first"},
    {" t p threads workers processes parallel parallelism cores ", NULL, "jobs",
	NULL},
    {" f force overwrite clobber y yes ", NULL, "replace",
	"a file that -o names is replaced without being asked for"},
    {" O out outfile output-file output-dir outdir to ", NULL, "output", NULL},
    {" o output out outdir output-dir ", NULL, "directory", NULL},
    {" s silent no-warnings ", NULL, "quiet", NULL},
    {" d debug ", NULL, "verbose", NULL},
    {" ? usage man ", NULL, "help", NULL},
    {" d sep separator F field-separator ", NULL, "delimiter", NULL},
    {" charset codepage ", NULL, "encoding", NULL},
    {" regex regexp e ", NULL, "pattern", NULL},
    {" b base base-url baseurl prefix ", NULL, "url", NULL},
    {" destination dest d remote host server ", NULL, "target", NULL},
    {" extension extensions type ", NULL, "ext", NULL},
    {" size width resize medium ", NULL, "web", NULL},
    {" thumb thumbs tn small ", NULL, "thumbnail", NULL},
    {" occurrences specimens ", NULL, "records", NULL},
    {" collection collection-id ", NULL, "collid", NULL},
    {" db database ", NULL, "sqlite", NULL},
    {" user password passwd ", NULL, "netrc-file", NULL},
};

static const char *
own_name(const struct opt *opt, const char *name)
{
	for (const struct opt_entry *e = opt->entries; e->help != NULL; e++)
		if (name != NULL && e->key != 0 && strcmp(e->name, name) == 0)
			return e->name;
	return NULL;
}

/* Dies if it is what another program calls an option. */
static void
refuse_other(const struct opt *opt, const char *text, struct slice name)
{
	struct buf word = {0};

	buf_printf(&word, " %.*s ", SLICE_ARG(name));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const char *own = own_name(opt, others[i].has);

		if (strstr(others[i].words, buf_string(&word)) == NULL ||
		    (others[i].program != NULL &&
			strcmp(others[i].program, opt->program) != 0))
			continue;
		if (own != NULL)
			opt_misuse(opt,
			    "unknown option '%s': did you mean '--%s'?", text,
			    own);
		if (others[i].advice != NULL)
			opt_misuse(opt, "unknown option '%s': %s", text,
			    others[i].advice);
	}
	buf_free(&word);
}

void
opt_refuse_long(const struct opt *opt, const char *text)
{
	struct slice name = slice_of(text + strspn(text, "-"));
	struct nearest near = {0};
	struct buf several = {0};
	size_t found = 0;

	near.text = name = (struct slice){name.at, strcspn(name.at, "=")};
	for (const struct opt_entry *e = opt->entries; e->help != NULL; e++) {
		if (e->key == 0)
			continue;
		nearest_try(&near, e->name);
		if (strncmp(e->name, name.at, name.n) != 0)
			continue;
		if (e->name[name.n] == '\0')
			opt_misuse(opt, "option '--%s' takes no argument: '%s'",
			    e->name, text);
		buf_printf(
		    &several, "%s--%s", found++ > 0 ? ", " : "", e->name);
	}
	if (found > 1)
		opt_misuse(opt, "ambiguous option '%s': %s", text,
		    buf_string(&several));
	refuse_other(opt, text, name);
	if (near.name != NULL)
		opt_misuse(opt, "unknown option '%s': did you mean '--%s'?",
		    text, near.name);
	opt_misuse(opt, "unknown option '%s'", text);
}

void
opt_refuse_short(const struct opt *opt, char letter)
{
	char text[] = {'-', letter, '\0'};

	refuse_other(opt, text, (struct slice){text + 1, 1});
	opt_misuse(opt, "unknown option '%s'", text);
}

void
opt_refuse_one_dash(const struct opt *opt, const char *argument)
{
	struct slice name = slice_of(argument);
	const char *own;

	if (name.n < 4 || *argument != '-' || argument[1] == '-' ||
	    slice_equal(name, SLICE("-help")))
		return;
	own = own_name(opt, argument + 1);
	if (own != NULL)
		opt_misuse(opt,
		    "'%s': a long option begins with two dashes: '--%s'",
		    argument, own);
}

void
opt_refuse_dash(const struct opt *opt, const char *operand)
{
	static const char *const dashes[] = {
	    "\xE2\x80\x93", "\xE2\x80\x94", "\xE2\x88\x92"};

	for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
		if (slice_begins(slice_of(operand), dashes[i]))
			opt_misuse(opt,
			    "'%s' begins with a dash as Word writes it: an "
			    "option begins with '-'",
			    operand);
}

size_t
opt_choice(const struct opt *opt, const char *const names[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(opt->argument, names[i]) == 0)
			return i;
	opt_refuse_word(opt, slice_of(opt->argument), names, n);
}

void
opt_refuse_word(const struct opt *opt, struct slice word,
    const char *const names[], size_t n)
{
	struct nearest near = {.text = word};
	struct buf list = {0};

	for (size_t i = 0; i < n; i++) {
		nearest_try(&near, names[i]);
		buf_printf(&list, "%s%s",
		    i == 0	    ? ""
			: i + 1 < n ? ", "
				    : " or ",
		    names[i]);
	}
	if (near.name != NULL)
		opt_misuse(opt, "invalid --%s: '%.*s': did you mean '%s'?",
		    opt->name, SLICE_ARG(word), near.name);
	opt_invalid(opt, opt->name, word, "%s", buf_string(&list));
}
