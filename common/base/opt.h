/* SPDX-License-Identifier: MIT */
/*
 * The command line: one table per program makes the parser and the --help
 * text, so they cannot differ. Options and operands may be mixed; "--" ends
 * options. Misuse dies with exit status 2 and a hint at --help.
 */
#ifndef IMG_OPT_H
#define IMG_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/*
 * One option. `key` is the short letter, or a number from OPT_LONG_ONLY on
 * where there is none. `argument` is its name in --help, NULL if it takes
 * none. --help breaks `help` into lines. An entry with key 0 and a help text is
 * a heading; the table ends with an all-zero entry.
 */
struct opt_entry {
	int key;
	const char *name;
	const char *argument;
	const char *help;
};

enum {
	OPT_LONG_ONLY = 256,
	OPT_PROGRESS = 0x10000,
	OPT_ATTENTION_OK,
	OPT_EXPLAIN,
	OPT_LANG
};

/*
 * The common options, parsed by opt_next itself. A program lists in its table
 * the macros of those it offers; every program offers OPT_COMMON.
 */
#define OPT_JOBS \
	{ \
		'j', "jobs", "N", \
		    "work in N threads (default: one per processor)" \
	}
/* For programs whose work is done in one thread. */
#define OPT_JOBS_ONE \
	{ \
		'j', "jobs", "N", "accepted; the work is done in one thread" \
	}
#define OPT_OUTPUT \
	{ \
		'o', "output", "FILE", \
		    "write to FILE (as FILE.partial until complete)" \
	}
#define OPT_COMMON \
	{OPT_PROGRESS, "progress", NULL, "show progress on standard error"}, \
	    {OPT_ATTENTION_OK, "attention-ok", NULL, \
		"exit with 0 instead of 1 where something needs attention; messages " \
		"stay the same"}, \
	    {OPT_EXPLAIN, "explain", "CODE", \
		"print what a problem code or a reject reason means and what to do, and exit"}, \
	    {OPT_LANG, "lang", "LANGUAGE", \
		"language of --explain: en, es, fr, pt (default: en)"}, \
	    {'q', "quiet", NULL, "print no warnings"}, \
	    {'v', "verbose", NULL, "print what is being done, and a summary"}, \
	    {'h', "help", NULL, "print this help and exit"}, \
	{ \
		'V', "version", NULL, "print the version and exit" \
	}

struct opt {
	/* Set by the program. */
	const char *program;
	const char
	    *synopsis; /* "[OPTION]... [FILE]..." ; several lines allowed */
	const char *summary; /* a sentence */
	const struct opt_entry *entries;
	const char *more; /* another manual page that helps, or NULL */
	/* What is read is a stream, and so is the output: -o may be that file.
	 */
	bool in_place;
	/* Long name of an option whose file -o may be, too, or NULL. */
	const char *renews;
	/* Set by opt_next. */
	const char *name; /* long name of the option just returned, or NULL */
	const char *argument; /* of that option, or NULL */
	const char *output; /* -o, or NULL */
	size_t jobs; /* -j, or the number of processors */
	bool progress; /* --progress, or standard error is a terminal */
	const char *explain; /* --explain, or NULL */
	const char *lang; /* --lang, or NULL */
	/* Set when opt_next has returned -1. */
	char **operands;
	size_t noperands;
	/* Its own. */
	void *parser;
};

/*
 * The key of the next option that is the program's own, or -1 at the end.
 * Calls diag_init(program) at its first call; --help and --version print and
 * exit with 0. Dies if OUTPUT.partial, where output.h writes, is an operand or
 * an option's argument; or if OUTPUT is, but for operands of a program that
 * works in place and for the option that it renews.
 */
int opt_next(struct opt *opt, int argc, char *argv[]);

/*
 * What --explain prints, before it exits; dies where CODE or LANGUAGE is none.
 * Called by opt_next() at its end if one of them was given. Defined with the
 * registries (registry/explain.c), of which this room knows nothing.
 */
void opt_explain(const struct opt *opt);

/* The version of imgpipe. */
const char *opt_version(void);

/* Dies with "program: message" and the hint at --help. */
_Noreturn void opt_misuse(const struct opt *opt, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Dies with "invalid --NAME: 'VALUE' (FORMAT)", where the format says what is
 * taken, or what is wrong. The one wording for values of options.
 */
_Noreturn void opt_invalid(const struct opt *opt, const char *name,
    struct slice value, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Dies if `path`, the argument of option --`name` or NULL, is where the output
 * goes, as two writers of one file spoil it, or if it, or `path`.partial, is a
 * file that is read: an operand or standard input, under whatever name. Called
 * when opt_next() has come to the end.
 */
void opt_apart(const struct opt *opt, const char *name, const char *path);

/*
 * Which of the names the argument of the option just returned is, or
 * opt_refuse_word().
 */
size_t opt_choice(const struct opt *opt, const char *const names[], size_t n);

/*
 * Dies for a word in the argument of the option just returned that is none of
 * the names, which the message lists; or with the name that was meant.
 */
_Noreturn void opt_refuse_word(const struct opt *opt, struct slice word,
    const char *const names[], size_t n);

/* The argument of the option just returned as a plain decimal number. */
uint64_t opt_number(const struct opt *opt, uint64_t least, uint64_t most);

/* The number of a collection; 0 for "all" where that may be. */
uint32_t opt_collection(const struct opt *opt, bool all);

/*
 * A size in bytes: a decimal number, alone or with a unit. kB MB GB are
 * powers of 1000; KiB MiB GiB, and K M G alone, of 1024. Letter case and a
 * blank before the unit do not matter.
 */
uint64_t opt_size(const struct opt *opt);

/* Seconds: a number, alone (seconds) or with s, m, h, d or w. */
uint64_t opt_seconds(const struct opt *opt);

/* A rate, "5", "5/s", "12/m" or "100/h", as milliseconds between two, rounded
 * up. */
uint64_t opt_rate(const struct opt *opt);

/* A text for a header of HTTP, where a line break would begin another. */
const char *opt_header(const struct opt *opt);

/* The same, in which there is a mail address or a URL. */
const char *opt_contact(const struct opt *opt);

#endif
