/* SPDX-License-Identifier: MIT */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/opt.h"
#include "base/opt_refuse.h"

struct parser {
	struct option *longs;
	struct buf shorts;
	const char **arguments; /* of the options, but for the output's */
	size_t narguments;
	const char *renewed; /* one of them, which the output may replace */
	int verbosity;
};

static struct parser *
build(const struct opt_entry *entries)
{
	struct parser *parser = mem_array(1, sizeof *parser);
	struct option *to;
	size_t n = 0;

	while (entries[n].help != NULL)
		n++;
	parser->longs = to = mem_array(n + 1, sizeof *to);
	buf_put_string(&parser->shorts, ":");
	for (const struct opt_entry *e = entries; e->help != NULL; e++) {
		if (e->key == 0)
			continue;
		to->name = e->name;
		to->has_arg =
		    e->argument != NULL ? required_argument : no_argument;
		to++->val = e->key;
		if (e->key >= OPT_LONG_ONLY)
			continue;
		buf_put_char(&parser->shorts, (char)e->key);
		if (e->argument != NULL)
			buf_put_char(&parser->shorts, ':');
	}
	buf_string(&parser->shorts);
	return parser;
}

/* Where the help texts begin, and how wide they are at most. */
enum { HELP_COLUMN = 30, HELP_WIDTH = 50 };

/* A default is not parted from its word. */
static bool
may_break(const char *text, size_t at)
{
	static const char word[] = "(default:";
	size_t n = sizeof word - 1;

	if (at >= n && memcmp(text + at - n, word, n) == 0)
		return false;
	return text[at] == ' ';
}

/* The length of the next line of a help text. */
static size_t
line_length(const char *text)
{
	size_t length = 0, columns = 0;

	for (size_t i = 0; columns <= HELP_WIDTH; i++) {
		if (text[i] == '\0')
			return i;
		if (may_break(text, i))
			length = i;
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	}
	return length > 0 ? length : strlen(text);
}

static void
print_entry(const struct opt_entry *e)
{
	int width = e->key < OPT_LONG_ONLY ? printf("  -%c, ", e->key)
					   : printf("      ");
	const char *text = e->help;

	width += printf("--%s%s%s", e->name, e->argument != NULL ? " " : "",
	    e->argument != NULL ? e->argument : "");
	if (width > HELP_COLUMN - 2) {
		putchar('\n');
		width = 0;
	}
	for (; *text != '\0'; width = 0) {
		size_t n = line_length(text);

		printf("%*s%.*s\n", HELP_COLUMN - width, "", (int)n, text);
		text += n + (text[n] == ' ');
	}
}

static void
print_synopsis(const struct opt *opt)
{
	const char *line = opt->synopsis;

	for (const char *lead = "Usage:"; line != NULL; lead = "  or:") {
		size_t n = strcspn(line, "\n");

		printf("%s %s %.*s\n", lead, opt->program, (int)n, line);
		line = line[n] == '\n' ? line + n + 1 : NULL;
	}
}

static void
print_help(const struct opt *opt)
{
	print_synopsis(opt);
	printf("%s\n\n", opt->summary);
	for (const struct opt_entry *e = opt->entries; e->help != NULL; e++)
		if (e->key == 0)
			printf(
			    "%s%s:\n", e == opt->entries ? "" : "\n", e->help);
		else
			print_entry(e);
	printf("\nExit status: 0 done; 1 done, but something needs attention;\n"
	       "2 usage, bad stream, input/output or memory.\n"
	       "More: man %s, man %s%simg\n",
	    opt->program, opt->more != NULL ? opt->more : "",
	    opt->more != NULL ? ", man " : "");
}

static size_t
processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > 64 ? 64 : (size_t)n;
}

static void
begin(struct opt *opt)
{
	diag_init(opt->program);
	opt->parser = build(opt->entries);
	opt->jobs = opt->jobs > 0 ? opt->jobs : processors();
	opt->progress = isatty(STDERR_FILENO) == 1;
	opterr = 0;
}

/* True if the option was one of the common ones. */
static bool
take_common(struct opt *opt, int key)
{
	struct parser *parser = opt->parser;

	switch (key) {
	case 'h': print_help(opt); exit(diag_status());
	case 'V':
		printf("%s (imgpipe) " VERSION "\n", opt->program);
		exit(diag_status());
	case 'j': opt->jobs = (size_t)opt_number(opt, 1, 1024); return true;
	case 'o': opt->output = opt->argument; return true;
	case 'q':
		parser->verbosity = -1;
		opt->progress = false;
		break;
	case 'v': parser->verbosity = 1; break;
	case OPT_PROGRESS: opt->progress = true; return true;
	case OPT_ATTENTION_OK: diag_attention_ok(); return true;
	case OPT_EXPLAIN: opt->explain = opt->argument; return true;
	case OPT_LANG: opt->lang = opt->argument; return true;
	default: return false;
	}
	diag_verbosity(parser->verbosity);
	return true;
}

static bool
is_file(const char *path, const struct stat *file)
{
	struct stat st;
	int got =
	    strcmp(path, "-") == 0 ? fstat(STDIN_FILENO, &st) : stat(path, &st);

	return got == 0 && st.st_dev == file->st_dev &&
	    st.st_ino == file->st_ino;
}

/* Only a regular file is spoiled by a writer while it is read. */
static bool
is_operand(const struct opt *opt, const struct stat *st)
{
	if (!S_ISREG(st->st_mode))
		return false;
	if (opt->noperands == 0 && is_file("-", st))
		return true;
	for (size_t i = 0; i < opt->noperands; i++)
		if (is_file(opt->operands[i], st))
			return true;
	return false;
}

static bool
is_argument(const struct opt *opt, const struct stat *st, const char *but)
{
	const struct parser *parser = opt->parser;

	if (!S_ISREG(st->st_mode))
		return false;
	for (size_t i = 0; parser != NULL && i < parser->narguments; i++)
		if (parser->arguments[i] != but &&
		    is_file(parser->arguments[i], st))
			return true;
	return false;
}

static bool
is_read(const struct opt *opt, const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 &&
	    (is_operand(opt, &st) || is_argument(opt, &st, NULL));
}

/* A list, a sheet or a stream that something else would be written over. */
static void
keep_apart_from_output(const struct opt *opt)
{
	const struct parser *parser = opt->parser;
	struct stat st;

	if (stat(opt->output, &st) == 0 &&
	    (is_argument(opt, &st, parser->renewed) ||
		(!opt->in_place && is_operand(opt, &st))))
		opt_misuse(opt,
		    "--output: '%s' is also read: give another name",
		    opt->output);
}

/* What a run that was stopped has left is there to be read. */
static void
keep_apart_from_partial(
    const struct opt *opt, const char *name, const char *path)
{
	struct buf partial = {0};

	buf_printf(&partial, "%s.partial", path);
	if (is_read(opt, buf_string(&partial)))
		opt_misuse(opt, "--%s: '%s' is also read: give another name",
		    name, partial.at);
	buf_free(&partial);
}

_Noreturn static void
refuse_shell(const struct opt *opt, const char *path, const struct stat *st)
{
	opt_misuse(opt,
	    "'%s' is read, and standard output goes there%s: -o replaces a file "
	    "when its new text is whole",
	    path, st->st_size == 0 ? ", so that '>' has emptied it" : "");
}

/*
 * "> FILE" after FILE as an operand: the shell has emptied it, and ">> FILE"
 * would be read for ever.
 */
static void
keep_apart_from_shell(const struct opt *opt)
{
	struct stat st;

	if (fstat(STDOUT_FILENO, &st) < 0 || !S_ISREG(st.st_mode))
		return;
	for (size_t i = 0; i < opt->noperands; i++)
		if (is_file(opt->operands[i], &st))
			refuse_shell(opt, opt->operands[i], &st);
	if (opt->noperands == 0 && is_file("-", &st))
		refuse_shell(opt, "-", &st);
}

static void
end(struct opt *opt, int argc, char *argv[])
{
	struct parser *parser = opt->parser;

	opt->operands = argv + optind;
	opt->noperands = (size_t)(argc - optind);
	for (size_t i = 0; i < opt->noperands; i++)
		if (access(opt->operands[i], F_OK) < 0)
			opt_refuse_dash(opt, opt->operands[i]);
	if (opt->output != NULL) {
		keep_apart_from_partial(opt, "output", opt->output);
		keep_apart_from_output(opt);
	} else
		keep_apart_from_shell(opt);
	free(parser->arguments);
	buf_free(&parser->shorts);
	free(parser->longs);
	free(parser);
	opt->parser = NULL;
}

static void
keep_argument(const struct opt *opt, const char *argument)
{
	struct parser *parser = opt->parser;

	if (opt->renews != NULL && strcmp(opt->name, opt->renews) == 0)
		parser->renewed = argument;
	parser->arguments = mem_resize(parser->arguments,
	    parser->narguments + 1, sizeof *parser->arguments);
	parser->arguments[parser->narguments++] = argument;
}

static const char *
name_of(const struct opt_entry *entries, int key)
{
	for (; entries->help != NULL; entries++)
		if (entries->key != 0 && entries->key == key)
			return entries->name;
	return NULL;
}

/* The argument that the option came in, where others are joined to it. */
static void
look_at_joined(const struct opt *opt, char *const argv[], int argc)
{
	for (int i = optind - 1; i <= optind && i < argc; i++)
		if (i > 0 && argv[i] != NULL && argv[i] != optarg)
			opt_refuse_one_dash(opt, argv[i]);
}

int
opt_next(struct opt *opt, int argc, char *argv[])
{
	struct parser *parser;
	int key;

	if (opt->parser == NULL)
		begin(opt);
	parser = opt->parser;
	do {
		/* Not every libc takes the last one's argument away. */
		optarg = NULL;
		key = getopt_long(
		    argc, argv, parser->shorts.at, parser->longs, NULL);
		opt->name = name_of(opt->entries, key);
		opt->argument = optarg;
		if (key == '?' || (key > 0 && key < OPT_LONG_ONLY))
			look_at_joined(opt, argv, argc);
		if (key == ':')
			opt_misuse(opt, "option '%s' needs an argument",
			    argv[optind - 1]);
		if (key == '?' && optopt > 0 && optopt < OPT_LONG_ONLY &&
		    strncmp(argv[optind - 1], "--", 2) != 0)
			opt_refuse_short(opt, (char)optopt);
		if (key == '?')
			opt_refuse_long(opt, argv[optind - 1]);
		if (optarg != NULL && key != 'o')
			keep_argument(opt, optarg);
	} while (key != -1 && take_common(opt, key));
	if (key == -1 && (opt->explain != NULL || opt->lang != NULL))
		opt_explain(opt);
	if (key == -1)
		end(opt, argc, argv);
	return key;
}

const char *
opt_version(void)
{
	return VERSION;
}

void
opt_misuse(const struct opt *opt, const char *format, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	die("%s (see '%s --help')", buf_string(&text), opt->program);
}

void
opt_apart(const struct opt *opt, const char *name, const char *path)
{
	const char *output = opt->output != NULL ? opt->output : "-";

	if (path == NULL)
		return;
	if (strcmp(path, output) == 0)
		opt_misuse(opt, "--%s: the output goes to this file, too: '%s'",
		    name, path);
	if (is_read(opt, path))
		opt_misuse(
		    opt, "--%s: the input is this file, too: '%s'", name, path);
	keep_apart_from_partial(opt, name, path);
}

/* Digits at *s, moved after them; false if none or too many. */
static bool
digits(const char **s, uint64_t *number)
{
	struct slice text = slice_of(*s);
	bool there = number_take(&text, UINT64_MAX, number);

	*s = text.at;
	return there;
}

void
opt_invalid(const struct opt *opt, const char *name, struct slice value,
    const char *format, ...)
{
	struct buf text = {0};
	va_list ap;

	va_start(ap, format);
	buf_vprintf(&text, format, ap);
	va_end(ap);
	opt_misuse(opt, "invalid --%s: '%.*s' (%s)", name, SLICE_ARG(value),
	    buf_string(&text));
}

_Noreturn static void
bad_argument(const struct opt *opt, const char *wanted)
{
	opt_invalid(opt, opt->name, slice_of(opt->argument), "%s", wanted);
}

uint64_t
opt_number(const struct opt *opt, uint64_t least, uint64_t most)
{
	const char *s = opt->argument;
	uint64_t number;

	if (!digits(&s, &number) || *s != '\0' || number < least ||
	    number > most)
		opt_invalid(opt, opt->name, slice_of(opt->argument),
		    "a number from %" PRIu64 " to %" PRIu64, least, most);
	return number;
}

uint32_t
opt_collection(const struct opt *opt, bool all)
{
	struct slice text = slice_of(opt->argument);
	uint64_t number;

	if (all && strcmp(opt->argument, "all") == 0)
		return 0;
	if (!number_read(text, UINT32_MAX, &number) || number == 0)
		opt_invalid(opt, opt->name, text,
		    "the number of a collection, collid in the portal%s",
		    all ? ", or all" : "");
	return (uint32_t)number;
}

struct unit {
	const char *name;
	uint64_t factor;
};

/* A number, perhaps a blank, and one of the units. */
static uint64_t
scaled(const struct opt *opt, const struct unit *units, const char *what)
{
	const char *s = opt->argument;
	uint64_t number;

	if (!digits(&s, &number))
		bad_argument(opt, what);
	if (*s == ' ')
		s++;
	for (; units->name != NULL; units++) {
		if (strcasecmp(s, units->name) != 0)
			continue;
		if (number > UINT64_MAX / units->factor)
			bad_argument(opt, "too large");
		return number * units->factor;
	}
	bad_argument(opt, what);
}

uint64_t
opt_size(const struct opt *opt)
{
	static const struct unit units[] = {{"", 1}, {"b", 1}, {"kb", 1000},
	    {"mb", 1000 * 1000}, {"gb", 1000 * 1000 * 1000},
	    {"tb", 1000ULL * 1000 * 1000 * 1000}, {"kib", 1ULL << 10},
	    {"mib", 1ULL << 20}, {"gib", 1ULL << 30}, {"tib", 1ULL << 40},
	    {"k", 1ULL << 10}, {"m", 1ULL << 20}, {"g", 1ULL << 30},
	    {"t", 1ULL << 40}, {NULL, 0}};

	return scaled(opt, units, "a size such as 8MB or 8MiB");
}

uint64_t
opt_seconds(const struct opt *opt)
{
	static const struct unit units[] = {{"", 1}, {"s", 1}, {"m", 60},
	    {"h", 3600}, {"d", 86400}, {"w", 604800}, {NULL, 0}};

	return scaled(opt, units, "a time such as 90s, 15m, 2h or 1d");
}

uint64_t
opt_rate(const struct opt *opt)
{
	static const struct unit units[] = {{"", 1000}, {"/s", 1000},
	    {"/m", 60000}, {"/h", 3600000}, {NULL, 0}};
	const char *s = opt->argument;
	const struct unit *unit = units;
	uint64_t number;

	if (!digits(&s, &number) || number == 0 || number > 1000000)
		bad_argument(opt, "a rate such as 5, 12/m or 100/h");
	while (unit->name != NULL && strcmp(s, unit->name) != 0)
		unit++;
	if (unit->name == NULL)
		bad_argument(opt, "a rate such as 5, 12/m or 100/h");
	return (unit->factor + number - 1) / number;
}

const char *
opt_header(const struct opt *opt)
{
	for (const char *c = opt->argument; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			bad_argument(opt, "without control characters");
	return opt->argument;
}

const char *
opt_contact(const struct opt *opt)
{
	if (strchr(opt->argument, '@') == NULL &&
	    strstr(opt->argument, "://") == NULL)
		bad_argument(opt, "a mail address or a URL");
	return opt_header(opt);
}
