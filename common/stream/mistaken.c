/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <errno.h>
#include <unistd.h>

#include "base/ascii.h"
#include "base/diag.h"
#include "base/nearest.h"
#include "base/path.h"
#include "stream/mistaken.h"

enum kind {
	UNKNOWN,
	PICTURE,
	BOOK,
	OLD_BOOK,
	SHEET,
	LIST,
	ARCHIVE,
	PAGE,
	JSON,
	SQL,
	PDF,
	GZIP,
	BZIP2,
	XZ,
	ZSTD,
	SQLITE,
	UTF16,
	BINARY,
	XML_BOOK,
	TEXT_BOOK,
	TABLE, /* a stream, or another file with TABs */
	DOCUMENT,
	NUMBERS,
	LINK,
	LOCK,
	NKINDS
};

#define A_QUOTE "quotes as Word writes them: a shell knows ' and \" only"
#define A_BLANK "there is a no-break or unseen blank in it: type it again"

/* What it is, in place of each thing that was asked for, and what to do. */
#define MISTAKE(what, then) \
	{ \
		what ", not a stream" then, what ", not a sheet" then, \
		    what ", not a list" then, what ", not an archive" then, \
		    what ", not a picture" then " (-a lists it all the same)" \
	}
static const struct {
	const char *stream, *sheet, *list, *archive, *picture;
} texts[NKINDS] = {
    [PICTURE] = MISTAKE("a picture", ": img-scan lists pictures"),
    [BOOK] = MISTAKE("a workbook", ": img-from-csv makes a stream of it"),
    [OLD_BOOK] = MISTAKE("an old Excel workbook (.xls) or one with a password",
	": save it as .xlsx or CSV, then img-from-csv makes a stream of "
	"it"),
    [XML_BOOK] = MISTAKE("a workbook written as XML or as a web page's table",
	": open it with a spreadsheet program and save it as .xlsx or CSV, "
	"then img-from-csv makes a stream of it"),
    [TEXT_BOOK] = MISTAKE("a workbook written as SYLK or DIF",
	": open it with a spreadsheet program and save it as .xlsx or CSV, "
	"then img-from-csv makes a stream of it"),
    [SHEET] = MISTAKE(
	"a spreadsheet, it seems", ": img-from-csv makes a stream of it"),
    [LIST] = MISTAKE(
	"a list of names or URLs", ": img-scan -f makes a stream of it"),
    [ARCHIVE] = MISTAKE("a zip file",
	": img-from-dwca reads a Darwin Core Archive; unpack pictures, and "
	"img-scan lists them"),
    [PAGE] = MISTAKE("a web page or XML", ": was it saved in place of a file?"),
    [JSON] = MISTAKE("JSON", ": 'mlr --ijson --otsv cat' makes a stream of it"),
    [SQL] = MISTAKE("SQL", ": it is for the database's own client"),
    [PDF] = MISTAKE("a PDF",
	": 'pdfimages -all' of poppler takes the "
	"pictures out of it"),
    [GZIP] = MISTAKE("compressed", ": unpack it with gzip -d"),
    [BZIP2] = MISTAKE("compressed", ": unpack it with bzip2 -d"),
    [XZ] = MISTAKE("compressed", ": unpack it with xz -d"),
    [ZSTD] = MISTAKE("compressed", ": unpack it with zstd -d"),
    [SQLITE] = MISTAKE(
	"an SQLite database", ": img-portal-export --sqlite reads a portal's"),
    [UTF16] = MISTAKE("UTF-16 text",
	": img-from-csv reads a spreadsheet; iconv -f UTF-16 -t UTF-8 "
	"makes a stream of a stream"),
    [BINARY] = MISTAKE(
	"binary data", ": give what another program of the suite has written"),
    [TABLE] = MISTAKE("a sheet or a stream",
	": img-from-csv reads a sheet, the other programs a stream, and -f "
	"a list of names"),
    [DOCUMENT] = MISTAKE("a document",
	": save the pictures in it as files of their own, and a "
	"table in it with a spreadsheet program"),
    [NUMBERS] = MISTAKE("a workbook of Numbers",
	": export it as .xlsx or CSV, then img-from-csv makes a stream of it"),
    [LINK] = MISTAKE("a link to a page",
	": open it in a browser and download the sheet as .xlsx or CSV"),
    [LOCK] = MISTAKE("the mark of a workbook that is open",
	": give the workbook itself, whose name does not begin with ~$ or "
	".~lock"),
};

static const struct {
	size_t at, n;
	const char *bytes;
	enum kind kind;
} magics[] = {
    {0, 3, "\xFF\xD8\xFF", PICTURE},
    {0, 8, "\x89PNG\r\n\x1A\n", PICTURE},
    {0, 4, "GIF8", PICTURE},
    {0, 4, "II*\0", PICTURE},
    {0, 4, "MM\0*", PICTURE},
    {0, 4, "II+\0", PICTURE},
    {0, 4, "MM\0+", PICTURE},
    {0, 4, "8BPS", PICTURE},
    {0, 8, "FUJIFILM", PICTURE},
    {0, 4, "\xFF\x4F\xFF\x51", PICTURE},
    {0, 2, "\xFF\x0A", PICTURE},
    {4, 4, "ftyp", PICTURE},
    {4, 4, "jP  ", PICTURE},
    {4, 4, "JXL ", PICTURE},
    {8, 4, "WEBP", PICTURE},
    {0, 4, "\xD0\xCF\x11\xE0", OLD_BOOK},
    {0, 4, "%PDF", PDF},
    {0, 2, "\x1F\x8B", GZIP},
    {0, 3, "BZh", BZIP2},
    {0, 6,
	"\xFD"
	"7zXZ\0",
	XZ},
    {0, 4, "\x28\xB5\x2F\xFD", ZSTD},
    {0, 15, "SQLite format 3", SQLITE},
    {0, 2, "\xFF\xFE", UTF16},
    {0, 2, "\xFE\xFF", UTF16},
};

/* Those that are taken for pictures are listed whatever they are. */
static const struct {
	const char *extension;
	enum kind kind;
} extensions[] = {
    {"xlsx", BOOK},
    {"xlsm", BOOK},
    {"ods", BOOK},
    {"numbers", NUMBERS},
    {"gsheet", LINK},
    {"url", LINK},
    {"webloc", LINK},
    {"xls", OLD_BOOK},
    {"csv", SHEET},
    {"tsv", TABLE},
    {"tab", TABLE},
    {"txt", TABLE},
    {"zip", ARCHIVE},
    {"html", PAGE},
    {"htm", PAGE},
    {"xml", PAGE},
    {"json", JSON},
    {"sql", SQL},
    {"gz", GZIP},
    {"bz2", BZIP2},
    {"xz", XZ},
    {"zst", ZSTD},
    {"sqlite", SQLITE},
    {"doc", DOCUMENT},
    {"docx", DOCUMENT},
    {"odt", DOCUMENT},
    {"ppt", DOCUMENT},
    {"pptx", DOCUMENT},
};

static enum kind
zip(struct slice head)
{
	/* The first that is there counts. */
	static const struct {
		const char *name;
		enum kind kind;
	} entries[] = {{"xl/workbook", BOOK}, {"word/document", DOCUMENT},
	    {"ppt/presentation", DOCUMENT},
	    {"vnd.oasis.opendocument.text", DOCUMENT},
	    {"vnd.oasis.opendocument.presentation", DOCUMENT},
	    {"Index/Document.iwa", NUMBERS}, {"[Content_Types].xml", BOOK},
	    {"_rels/", BOOK}, {"xl/", BOOK}, {"vnd.oasis.opendocument", BOOK}};

	for (size_t i = 0; i < sizeof entries / sizeof *entries; i++)
		if (slice_contains(head, entries[i].name))
			return entries[i].kind;
	return ARCHIVE;
}

/* The first line of a sheet: no TAB, but commas or semicolons; or quotes. */
static bool
is_sheet(struct slice line)
{
	size_t marks = 0;

	if (slice_begins(line, "\xEF\xBB\xBF\""))
		return true;
	if (line.n > 0 && memchr(line.at, '\t', line.n) != NULL)
		return *line.at == '"';
	for (size_t i = 0; i < line.n; i++)
		marks += line.at[i] == ',' || line.at[i] == ';';
	return marks > 0;
}

/* The first line of a list, where a stream would have its header. */
static bool
is_list(struct slice line)
{
	static const char *const ends[] = {
	    ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".gif", ".webp"};

	line = slice_trim(line);
	for (size_t i = 0; i < line.n; i++)
		if (strchr("\t,;|", line.at[i]) != NULL)
			return false;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (ascii_ends(line, ends[i]))
			return true;
	return ascii_begins(line, "http://") || ascii_begins(line, "https://");
}

static bool
is_sql(struct slice line)
{
	return slice_begins(line, "-- ") || slice_begins(line, "/*!") ||
	    ascii_begins(line, "insert into ") ||
	    ascii_begins(line, "create table ") ||
	    ascii_begins(line, "start transaction");
}

static bool
is_page(struct slice text)
{
	static const char *const begins[] = {
	    "<!doctype", "<html", "<table", "<?xml"};

	for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
		if (ascii_begins(text, begins[i]))
			return true;
	return false;
}

/* Excel's XML of 2003, a flat OpenDocument file, a page that is nothing but a
 * table, as databases write for Excel. */
static bool
is_xml_book(struct slice text)
{
	static const char *const signs[] = {"Excel.Sheet",
	    "schemas-microsoft-com:office:spreadsheet",
	    "schemas-microsoft-com:office:excel", "<office:document",
	    "www.gnumeric.org", "<body><table"};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (slice_contains(text, signs[i]))
			return true;
	return ascii_begins(text, "<table");
}

static bool
is_text_book(struct slice text)
{
	return slice_begins(text, "ID;PWXL") ||
	    slice_begins(text, "ID;PSCALC") ||
	    slice_begins(text, "TABLE\r\n0,1\r\n") ||
	    slice_begins(text, "TABLE\n0,1\n");
}

/* What Excel keeps beside a workbook that is open: the user's name after its
 * length, in 54 bytes filled up with blanks; and what LibreOffice does. */
static bool
is_lock(struct slice head)
{
	enum { NAME = 54 };
	size_t n = head.n > 0 ? (unsigned char)*head.at : 0;

	if (slice_begins(head, ",") && slice_contains(head, ",file://"))
		return true;
	if (head.n <= NAME || n == 0 || n >= NAME - 1)
		return false;
	for (size_t i = 1 + n; i < NAME; i++)
		if (head.at[i] != ' ')
			return false;
	return true;
}

static bool
is_link(struct slice text)
{
	return slice_begins(text, "[InternetShortcut]") ||
	    (slice_begins(text, "{") && text.n < 1000 &&
		slice_contains(text, "\"https://docs.google.com/"));
}

static enum kind
text_kind(struct slice head)
{
	const char *end = head.n > 0 ? memchr(head.at, '\n', head.n) : NULL;
	struct slice line = head, start;

	if (end != NULL)
		line.n = (size_t)(end - head.at);
	start = slice_trim(
	    slice_begins(head, "\xEF\xBB\xBF") ? slice_from(head, 3) : head);
	if (is_lock(head))
		return LOCK;
	if (is_link(start))
		return LINK;
	if (is_page(start))
		return is_xml_book(start) ? XML_BOOK : PAGE;
	if (is_text_book(start))
		return TEXT_BOOK;
	if (start.n > 1 &&
	    (*start.at == '{' ||
		(*start.at == '[' && slice_contains(start, "{"))))
		return JSON;
	if (is_sql(line))
		return SQL;
	if (line.n > 0 && memchr(line.at, '\0', line.n) != NULL)
		return BINARY;
	if (is_list(line))
		return LIST;
	return is_sheet(line) ? SHEET : UNKNOWN;
}

static enum kind
kind_of(struct slice head)
{
	/* "BM" alone begins many a text. */
	if (slice_begins(head, "BM") && head.n >= 10 &&
	    memcmp(head.at + 6, "\0\0\0\0", 4) == 0)
		return PICTURE;
	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++)
		if (head.n >= magics[i].at + magics[i].n &&
		    memcmp(head.at + magics[i].at, magics[i].bytes,
			magics[i].n) == 0)
			return magics[i].kind;
	return slice_begins(head, "PK\3\4") ? zip(head) : text_kind(head);
}

const char *
mistaken_for_stream(struct slice head)
{
	return texts[kind_of(head)].stream;
}

const char *
mistaken_for_sheet(struct slice head)
{
	enum kind kind = kind_of(head);

	switch (kind) {
	case BOOK:
	case SHEET:
	case ARCHIVE:
	case UTF16:
	case BINARY: return NULL;
	default: return texts[kind].sheet;
	}
}

const char *
mistaken_for_archive(struct slice head)
{
	enum kind kind = kind_of(head);

	switch (kind) {
	case ARCHIVE:
	case SHEET:
	case UTF16:
	case BINARY: return NULL;
	default: return texts[kind].archive;
	}
}

/* The header of a stream, where a list has its first name. */
static bool
is_header(struct slice head)
{
	const char *end = head.n > 0 ? memchr(head.at, '\n', head.n) : NULL;
	struct slice line = head, word;
	size_t n = 0;

	if (end != NULL)
		line.n = (size_t)(end - head.at);
	while (slice_word(&line, '\t', &word))
		n += slice_equal(word, SLICE("path")) ||
		    slice_equal(word, SLICE("name")) ||
		    slice_equal(word, SLICE("originalUrl"));
	return n > 1;
}

const char *
mistaken_for_list(struct slice head)
{
	enum kind kind = kind_of(head);

	switch (kind) {
	case PICTURE: return "a picture, not a list: give it without -f";
	case BOOK:
	case OLD_BOOK:
	case ARCHIVE:
	case PDF:
	case GZIP:
	case BZIP2:
	case XZ:
	case ZSTD:
	case SQLITE:
	case DOCUMENT:
	case NUMBERS: return texts[kind].list;
	default: break;
	}
	return is_header(head) ? "a stream, not a list: img-check and the "
				 "other programs read it as it is"
			       : NULL;
}

const char *
mistaken_for_picture(struct slice name)
{
	struct slice extension = path_extension(name);

	if (slice_begins(path_last(name), "~$") ||
	    slice_begins(path_last(name), ".~lock."))
		return texts[LOCK].picture;
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		if (ascii_equal(extension, extensions[i].extension))
			return texts[extensions[i].kind].picture;
	return NULL;
}

const char *
mistaken_folder(bool records)
{
	return records ? "a folder: its records are in occurrences.tsv"
		       : "a folder: img-scan lists the pictures in it";
}

const char *
mistaken_column(const char *name)
{
	static const struct {
		const char *column, *writer;
	} writers[] = {
	    {"path", "img-scan lists files"},
	    {"name", "img-scan lists files and URLs"},
	    {"originalUrl", "img-scan -u and img-put -u write it"},
	    {"occid", "img-match writes it"},
	    {"match", "img-match writes it"},
	    {"verdict", "img-check writes it"},
	    {"checked", "img-check --record-time writes it"},
	    {"mediaMD5", "img-check writes it"},
	    {"mediaID", "img-portal-export writes it, in media.tsv"},
	};

	for (size_t i = 0; i < sizeof writers / sizeof *writers; i++)
		if (strcmp(name, writers[i].column) == 0)
			return writers[i].writer;
	return NULL;
}

/* What text programs make of quotes and blanks, in UTF-8. */
static const char *
typeset(struct slice path)
{
	static const struct {
		const char *bytes, *advice;
	} signs[] = {
	    {"\xE2\x80\x98", A_QUOTE},
	    {"\xE2\x80\x99", A_QUOTE},
	    {"\xE2\x80\x9C", A_QUOTE},
	    {"\xE2\x80\x9D", A_QUOTE},
	    {"\xE2\x80\x9E", A_QUOTE},
	    {"\xC2\xAB", A_QUOTE},
	    {"\xC2\xBB", A_QUOTE},
	    {"\xC2\xA0", A_BLANK},
	    {"\xE2\x80\xAF", A_BLANK},
	    {"\xE2\x80\x8B", A_BLANK},
	    {"\xEF\xBB\xBF", A_BLANK},
	};

	for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
		if (slice_contains(path, signs[i].bytes))
			return signs[i].advice;
	return NULL;
}

/* What a shell would have put something else in place of, or taken away. */
static const char *
unexpanded(struct slice path)
{
	if (slice_begins(path, "~"))
		return "the shell puts your home folder in place of ~ only "
		       "where it is without quotes: $HOME is good anywhere";
	if (ascii_begins(path, "file:"))
		return "a path is given without file://";
	if (slice_begins(path, "'") || slice_begins(path, "\""))
		return "the quotes have come along: they belong to the shell";
	for (size_t i = 0; i < path.n; i++)
		if (path.at[i] == '*' || path.at[i] == '?')
			return "no file meets this pattern, or it was given in "
			       "quotes";
	return NULL;
}

static bool
is_exported(struct slice path)
{
	static const char *const names[] = {
	    "schema.tsv", "media.tsv", "occurrences.tsv"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (slice_is(path_last(path), names[i]))
			return true;
	return false;
}

/* Where drives, cards and shares come and go. */
static bool
is_mounted(struct slice path)
{
	static const char *const places[] = {
	    "/media/", "/mnt/", "/run/media/", "/Volumes/", "/net/"};

	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (slice_begins(path, places[i]))
			return true;
	return false;
}

const char *
mistaken_no_path(struct slice path)
{
	const char *advice = typeset(path);

	if (ascii_begins(path, "https://docs.google.com/"))
		return "a page of Google: download the sheet there as .xlsx or "
		       "CSV, and give that file";
	if (ascii_begins(path, "http://") || ascii_begins(path, "https://"))
		return "a URL: download it first, and give the file";
	if (is_exported(path))
		return "img-portal-export writes it into the folder of its -o";
	if (path.n > 1 && ascii_is_letter(path.at[0]) && path.at[1] == ':')
		return "a path of Windows: drive C: is /mnt/c under WSL, and "
		       "folders are split by '/'";
	if (slice_begins(path, "\\\\"))
		return "a share of Windows: give the folder where it is "
		       "mounted";
	if (advice == NULL)
		advice = unexpanded(path);
	if (advice == NULL && path.n > 0 &&
	    memchr(path.at, '\\', path.n) != NULL)
		advice = "folders are split by '/' here";
	return advice;
}

/* The unit of a number before it: "8 MB". */
static bool
is_unit(struct slice path)
{
	static const char *const units[] = {"b", "kb", "mb", "gb", "kib", "mib",
	    "gib", "s", "m", "h", "d", "w", "px"};

	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (ascii_equal(path, units[i]))
			return true;
	return false;
}

/* Where no path leads to. */
static const char *
elsewhere(struct slice path)
{
	const char *colon = path.n > 0 ? memchr(path.at, ':', path.n) : NULL;
	const char *slash = path.n > 0 ? memchr(path.at, '/', path.n) : NULL;

	if (path.n == 0)
		return "an empty name: is a variable of the shell not set?";
	if (slice_begins(path, "s3://") || slice_begins(path, "gs://"))
		return "a bucket is read by its https:// address";
	if (slice_contains(path, "://"))
		return "neither a path nor http:// nor https://: mount the "
		       "share, or copy the files here";
	if (ascii_begins(path, "www."))
		return "a web address begins with https://";
	if (colon != NULL && (slash == NULL || colon < slash) &&
	    memchr(path.at, '@', (size_t)(colon - path.at)) != NULL)
		return "on another machine: copy it here, or mount it";
	return is_unit(path) ? "a unit follows its number without a blank: 8MB"
			     : NULL;
}

const char *
mistaken_missing(struct slice path)
{
	const char *advice = mistaken_no_path(path);

	if (advice == NULL)
		advice = elsewhere(path);

	if (advice == NULL && path.n > 0 &&
	    (path.at[0] == ' ' || path.at[path.n - 1] == ' '))
		advice = "there is a blank before or after the name";
	if (advice == NULL && is_mounted(path))
		advice = "on a drive, card or share that is not "
			 "connected, perhaps";
	return advice;
}

/* The nearest name in the folder, or NULL; good until the next call. */
static const char *
near_name(struct slice path)
{
	static struct buf best, folder;
	struct slice last = path_last(path);
	struct nearest near = {.text = last};
	const struct dirent *entry;
	size_t slips = SIZE_MAX;
	DIR *names;

	buf_clear(&best);
	buf_clear(&folder);
	buf_put_slice(&folder, (struct slice){path.at, path.n - last.n});
	names = opendir(folder.n > 0 ? buf_string(&folder) : ".");
	while (names != NULL && (entry = readdir(names)) != NULL) {
		nearest_try(&near, entry->d_name);
		if (near.name == NULL || near.slips >= slips)
			continue;
		slips = near.slips;
		buf_clear(&best);
		buf_put_string(&best, near.name);
	}
	if (names != NULL)
		closedir(names);
	return slips < SIZE_MAX ? buf_string(&best) : NULL;
}

const char *
mistaken_or_near(struct slice path)
{
	static struct buf text;
	const char *advice = mistaken_missing(path), *near;

	if (advice != NULL || (near = near_name(path)) == NULL)
		return advice;
	buf_clear(&text);
	buf_printf(&text, "did you mean '%s'?", near);
	return buf_string(&text);
}

void
mistaken_put_error(struct buf *text, const char *path, int error)
{
	struct slice name = slice_of(path);
	const char *advice = error == ENOENT ? mistaken_or_near(name) : NULL;

	if (error == ENOTDIR && is_exported(name))
		advice = "the folder that img-portal-export has written is "
			 "meant, not a file in it";
	buf_put_string(text, strerror(error));
	if (advice != NULL)
		buf_printf(text, " (%s)", advice);
}

_Noreturn void
mistaken_die(const char *path)
{
	struct buf text = {0};

	mistaken_put_error(&text, path, errno);
	die("%s: %s", *path != '\0' ? path : "''", buf_string(&text));
}

void
mistaken_terminal(void)
{
	if (isatty(STDIN_FILENO) == 1)
		warn("no file is named, so this is read from the terminal: "
		     "Ctrl-C gives up");
}

const char *
mistaken_target(struct slice head)
{
	switch (kind_of(head)) {
	case PICTURE: return "a picture";
	case BOOK:
	case OLD_BOOK: return "a workbook";
	case PDF: return "a PDF";
	case SQLITE: return "an SQLite database";
	default: return NULL;
	}
}

const char *
mistaken_target_name(struct slice path)
{
	static const char *const pictures[] = {
	    "jpg", "jpeg", "png", "tif", "tiff", "gif", "webp"};
	struct slice extension = path_extension(path);

	for (size_t i = 0; i < sizeof pictures / sizeof *pictures; i++)
		if (ascii_equal(extension, pictures[i]))
			return "a picture";
	if (ascii_equal(extension, "pdf"))
		return "a PDF";
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++) {
		if (!ascii_equal(extension, extensions[i].extension))
			continue;
		switch (extensions[i].kind) {
		case BOOK:
		case OLD_BOOK:
		case NUMBERS: return "a workbook";
		case DOCUMENT: return "a document";
		case SQLITE: return "an SQLite database";
		default: return NULL;
		}
	}
	return NULL;
}
