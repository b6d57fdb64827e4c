/* SPDX-License-Identifier: MIT */
/* img-emit-dwca: writes a Darwin Core Archive. */
#include "base/ascii.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/number.h"
#include "base/opt.h"
#include "base/progress.h"
#include "base/utf8.h"
#include "net/url.h"
#include "sheet/archive.h"
#include "stream/output.h"
#include "eml.h"
#include "tables.h"

enum {
	EXTENSION = OPT_LONG_ONLY,
	CREATE,
	REJECTS,
	TITLE,
	ABSTRACT,
	ORGANIZATION,
	CONTACT,
	EMAIL,
	RIGHTS,
	LANGUAGE,
	DATE,
	ID,
	BASIS,
	INSTITUTION,
	COLLECTION,
	IMPORTABLE,
	PROTECTED,
	MEDIA_DOMAIN,
	INTO,
	MEDIA,
	DEFAULTS,
	LENIENT
};

static const struct opt_entry entries[] = {
    {EXTENSION, "extension", "NAME",
	"write extension audiovisual or multimedia (GBIF's Simple Multimedia) (default: audiovisual)"},
    {INTO, "into", "ARCHIVE",
	"add the pictures to a whole archive (zip or folder)"},
    {MEDIA, "media", "HOW",
	"with --into: add to the pictures in it, or replace them (default: add)"},
    {LENIENT, "lenient", NULL,
	"with --into: read what breaks the rules in the likeliest way"},
    {CREATE, "create", NULL, "also write rows that matched none"},
    {PROTECTED, "include-protected", NULL,
	"also write pictures of protected records"},
    {IMPORTABLE, "importable", NULL,
	"let a portal import the archive, into a collection that has none of these records"},
    {'c', "collid", "N", "collection of rows that name none (default: 0)"},
    {'l', "label", "NAME",
	"batch that img-emit-sql has these pictures in, for the same identifiers"},
    {'P', "portal", "DIR",
	"leave out what the portal has by DIR, made by img-portal-export; and take from there what rows do not say of their records"},
    {MEDIA_DOMAIN, "media-domain", "URL",
	"put URL before paths without a host"},
    {DEFAULTS, "defaults", "LIST",
	"fill columns of rows that have none: owner=…,rights=…"},
    {REJECTS, "rejects", "FILE",
	"write rows left out to FILE, with the reason"},
    {BASIS, "basis", "WORD", "basisOfRecord (default: PreservedSpecimen)"},
    {INSTITUTION, "institution", "CODE", "set institutionCode of the records"},
    {COLLECTION, "collection", "CODE", "set collectionCode of the records"},
    {TITLE, "title", "TEXT", "title of the data set"},
    {ABSTRACT, "abstract", "TEXT", "description of the data set"},
    {ORGANIZATION, "organization", "NAME", "owner of the data set"},
    {CONTACT, "contact", "NAME", "contact person"},
    {EMAIL, "email", "ADDRESS", "address of the contact"},
    {RIGHTS, "rights", "URL", "licence of the data set"},
    {LANGUAGE, "language", "CODE", "language of the data (default: eng)"},
    {DATE, "date", "YYYY-MM-DD", "date of publication"},
    {ID, "id", "TEXT", "identifier of the data set"},
    OPT_OUTPUT,
    OPT_JOBS_ONE,
    OPT_COMMON,
    {0},
};

struct settings {
	struct tables_options tables;
	struct about about;
};

static enum extension
extension(const struct opt *opt)
{
	static const char *const words[] = {"audiovisual", "multimedia"};

	return opt_choice(opt, words, 2) == 0 ? AUDIOVISUAL : MULTIMEDIA;
}

static const char *
text(const struct opt *opt)
{
	if (!utf8_valid(slice_of(opt->argument)))
		opt_misuse(opt, "not UTF-8: '%s'", opt->argument);
	return opt->argument;
}

/* GBIF takes one of three, by their URLs. */
static const char *
licence(const struct opt *opt)
{
	struct slice given = slice_of(opt->argument);

	if (!ascii_begins(given, "http://") && !ascii_begins(given, "https://"))
		warn("--rights: '%s' is not a URL, and GBIF takes a licence by "
		     "its URL only, for example "
		     "https://creativecommons.org/licenses/by/4.0/",
		    opt->argument);
	return text(opt);
}

static const char *
date(const struct opt *opt)
{
	if (!date_is_day(slice_of(opt->argument)))
		opt_invalid(
		    opt, opt->name, slice_of(opt->argument), "YYYY-MM-DD");
	return opt->argument;
}

static bool
is_replace(const struct opt *opt)
{
	static const char *const words[] = {"add", "replace"};

	return opt_choice(opt, words, 2) == 1;
}

/* Without a slash at its end, as what follows begins with one. */
static const char *
domain(const struct opt *opt)
{
	struct slice url = slice_of(opt->argument);

	if (!url_is_web(url) || url.at[url.n - 1] == '/')
		opt_invalid(opt, opt->name, url, "https://portal.example.org");
	return opt->argument;
}

static void
set_option(struct settings *set, const struct opt *opt, int key)
{
	switch (key) {
	case EXTENSION: set->tables.extension = extension(opt); break;
	case CREATE: set->tables.create = true; break;
	case REJECTS: set->tables.rejects = opt->argument; break;
	case BASIS: set->tables.basis = text(opt); break;
	case INTO: set->tables.into = opt->argument; break;
	case MEDIA: set->tables.replace = is_replace(opt); break;
	case DEFAULTS: defaults_read(&set->tables.defaults, opt); break;
	case LENIENT: set->tables.lenient = true; break;
	case IMPORTABLE: set->tables.importable = true; break;
	case PROTECTED: set->tables.include_protected = true; break;
	case MEDIA_DOMAIN: set->tables.row.media_domain = domain(opt); break;
	case 'c': set->tables.row.collid = opt_collection(opt, false); break;
	case 'P': set->tables.portal = opt->argument; break;
	case 'l': set->tables.row.label = text(opt); break;
	case INSTITUTION: set->tables.institution = text(opt); break;
	case COLLECTION: set->tables.collection = text(opt); break;
	case TITLE: set->about.title = text(opt); break;
	case ABSTRACT: set->about.abstract = text(opt); break;
	case ORGANIZATION: set->about.organization = text(opt); break;
	case CONTACT: set->about.contact = text(opt); break;
	case EMAIL: set->about.email = text(opt); break;
	case RIGHTS: set->about.rights = licence(opt); break;
	case LANGUAGE: set->about.language = text(opt); break;
	case DATE: set->about.date = date(opt); break;
	case ID: set->about.id = text(opt); break;
	}
}

static void
read_options(struct settings *set, struct opt *opt, int argc, char *argv[])
{
	int key;

	while ((key = opt_next(opt, argc, argv)) != -1)
		set_option(set, opt, key);
	opt_apart(opt, "rejects", set->tables.rejects);
	opt_apart(opt, "into", set->tables.into);
	if (set->tables.into != NULL && set->tables.importable)
		opt_misuse(opt, "--into and --importable exclude each other");
}

static void
write_archive(
    const struct settings *set, struct tables *tables, struct output *out)
{
	struct archive_out *archive = archive_out_open(out);
	struct buf text = {0};

	tables_pack(tables, archive);
	if (set->tables.into != NULL) {
		archive_out_close(archive);
		return;
	}
	eml_eml(&text, &set->about);
	archive_out_member(archive, "eml.xml", text.n);
	archive_out_write(archive, buf_slice(&text));
	archive_out_close(archive);
	buf_free(&text);
}

/* What a portal's import would do with it. */
static void
tell_danger(const struct settings *set)
{
	if (set->tables.into != NULL)
		return;
	if (set->tables.importable)
		warn(
		    "this archive is only for a collection that has none of "
		    "these records: an import empties all other columns of "
		    "records that it finds (--into adds pictures to an archive "
		    "of whole records)");
	else
		warn(
		    "this archive is not for a portal's import, as its records "
		    "have only a few columns (--into adds pictures to an "
		    "archive of whole records)");
}

static void
run(const struct settings *set, struct stream_in *in, struct output *out)
{
	struct tables *tables = tables_read(&set->tables, in);

	write_archive(set, tables, out);
	if (tables_end(tables))
		diag_attention();
	tell_danger(set);
}

int
main(int argc, char *argv[])
{
	struct opt opt = {.program = "img-emit-dwca",
	    .synopsis = "[OPTION]... [FILE]...",
	    .summary = "Write a Darwin Core Archive.",
	    .entries = entries,
	    .more = "img-portal"};
	struct settings set = {
	    .tables = {.basis = "PreservedSpecimen", .row.label = ""},
	    .about = {.title = "Pictures of specimens", .language = "eng"}};
	struct stream_in *in;
	struct output *out;

	read_options(&set, &opt, argc, argv);
	in = stream_open(opt.operands, opt.noperands);
	out = output_open(opt.output);
	if (opt.progress)
		progress_start("rows");
	run(&set, in, out);
	progress_end();
	stream_close(in);
	output_finish(out);
	return diag_status();
}
