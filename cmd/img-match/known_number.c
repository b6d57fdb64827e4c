/* SPDX-License-Identifier: MIT */
#include "base/number.h"
#include "registry/view.h"
#include "known_number.h"

/* Most sequences that may stand after a number, and digits of one. */
enum { SEQUENCES = 2, SEQUENCE_DIGITS = 2 };

/* Sizes and states of a picture; they say nothing of the specimen. */
static const char sizes[] =
    " COPY CROP CROPPED EDIT EDITED FULL FULLSIZE HI HIRES HR L LARGE LG LO "
    "LORES LOW LOWRES LR M MASTER MED MEDIUM ORIG ORIGINAL S SM SMALL SQ T "
    "THUMB THUMBNAIL TN W WEB XL XS ";

/* What portals append to the names of the pictures they make. */
static const char made[] = " LARGE LG MED THUMB THUMBNAIL TN WEB ";

static const char extensions[] =
    " 3FR ARW AVIF BMP CR2 CR3 CRW DNG GIF HEIC HEIF IIQ J2K JFIF JP2 JPE JPEG "
    "JPF JPG JPX JXL NEF NRW ORF PDF PEF PNG PSD RAF RAW RW2 SRW SVG TIF TIFF "
    "WEBP XMP ";

static bool
digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool
separator(char c)
{
	switch (c) {
	case ' ':
	case '_':
	case '-':
	case '.':
	case ',':
	case '+':
	case '~':
	case '#':
	case '@':
	case '(':
	case ')':
	case '[':
	case ']': return true;
	default: return false;
	}
}

/* True if the word is in a list that has blanks around each. */
static bool
listed(const char *list, struct slice word)
{
	char padded[20];

	if (word.n == 0 || word.n > sizeof padded - 3)
		return false;
	padded[0] = ' ';
	memcpy(padded + 1, word.at, word.n);
	memcpy(padded + 1 + word.n, " ", 2);
	return strstr(list, padded) != NULL;
}

static size_t
span(struct slice text, size_t at, bool (*is)(char))
{
	size_t end = at;

	while (end < text.n && is(text.at[end]))
		end++;
	return end - at;
}

bool
number_has_letter(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (letter(text.at[i]))
			return true;
	return false;
}

bool
number_has_digit(struct slice text)
{
	for (size_t i = 0; i < text.n; i++)
		if (digit(text.at[i]))
			return true;
	return false;
}

struct slice
number_stem(struct slice name)
{
	for (;;) {
		const char *dot = memrchr(name.at, '.', name.n);
		struct slice extension;
		size_t n;

		if (name.n == 0 || dot == NULL || dot == name.at)
			return name;
		n = (size_t)(dot - name.at);
		extension = (struct slice){dot + 1, name.n - n - 1};
		if (!slice_equal(extension, SLICE("JPG")) &&
		    !listed(extensions, extension))
			return name;
		name.n = n;
	}
}

/*
 * "_1438624022": when a portal took the picture in, which it puts before the
 * size where the name was taken; of the years 2004 to 2033.
 */
static size_t
upload_time(struct slice text, size_t at)
{
	enum { DIGITS = 10 };
	const char *time = text.at + at + 1;

	if (text.n - at < 1 + DIGITS || text.at[at] != '_' ||
	    span(text, at + 1, digit) != DIGITS)
		return 0;
	return memcmp(time, "1072915200", DIGITS) >= 0 && *time == '1'
	    ? 1 + DIGITS
	    : 0;
}

static struct slice
without_made(struct slice stem)
{
	for (;;) {
		size_t start = stem.n;

		while (start > 0 && letter(stem.at[start - 1]))
			start--;
		if (start < 2 || !separator(stem.at[start - 1]) ||
		    !listed(
			made, (struct slice){stem.at + start, stem.n - start}))
			return stem;
		stem.n = start - 1;
	}
}

struct slice
number_without_size(struct slice stem)
{
	struct slice bare = without_made(stem);
	const char *last = memrchr(bare.at, '_', bare.n);
	size_t at = last != NULL ? (size_t)(last - bare.at) : 0;

	if (bare.n < stem.n && at > 0 && upload_time(bare, at) == bare.n - at)
		bare.n = at;
	return bare;
}

/* Takes a sequence's place in the suffix; false if there are too many. */
static bool
add_sequence(struct suffix *suffix, size_t *nsequences, uint64_t value,
    char part, size_t at, size_t n)
{
	if (*nsequences == 0) {
		suffix->sequence = value;
		suffix->part = part;
		suffix->part_at = at;
		suffix->part_n = n;
	}
	return ++*nsequences <= SEQUENCES;
}

static uint64_t
value_of(struct slice digits)
{
	uint64_t value;

	number_read(digits, UINT64_MAX, &value);
	return value;
}

/* A letter right after a number's digits that may be one of them. */
static bool
mistyped(struct slice rest, char c)
{
	return strchr("ILOQSZ", c) != NULL || (rest.n > 1 && digit(rest.at[1]));
}

bool
number_suffix(struct slice rest, struct suffix *suffix)
{
	size_t at = 0, nsequences = 0;

	*suffix = (struct suffix){0};
	while (at < rest.n) {
		size_t gap = span(rest, at, separator), start = at + gap, n;
		size_t time = upload_time(rest, at);
		struct slice word;

		if (time > 0) {
			suffix->plain = at + time;
			rest = slice_from(rest, at);
			return without_made(rest).n == time;
		}
		at = start;
		if (at == rest.n)
			break;
		n = span(rest, at, digit);
		word = (struct slice){
		    rest.at + at, n > 0 ? n : span(rest, at, letter)};
		if (word.n == 0)
			return false;
		at += word.n;
		if (start == 0 && word.n == 1) {
			if (mistyped(rest, *word.at))
				return false;
			suffix->glued = true;
		}
		if (n > 0) {
			if (n > SEQUENCE_DIGITS || (start == 0 && gap == 0) ||
			    !add_sequence(suffix, &nsequences, value_of(word),
				'D', start - gap, gap + n))
				return false;
		} else if (listed(sizes, word)) {
			continue;
		} else if (word.n == 1 && word.at[0] >= 'A' &&
		    word.at[0] <= 'K') {
			if (!add_sequence(suffix, &nsequences,
				(uint64_t)(word.at[0] - 'A' + 1),
				gap > 0 ? 'L' : 'B', start - gap, gap + 1))
				return false;
		} else if (!view_is_word(word)) {
			return false;
		}
		suffix->plain = at;
	}
	return true;
}

/* Words that begin a machine's name for a picture, then a number. */
static const char machines[] =
    " BURST CIMG COLLAGE CRW DCP DJI DOC DOCUMENT DSC DSCF DSCI DSCN DSCT EPSN "
    "EPSON FILE GOPR HPIM IGP IMAG IMAGE IMAGES IMG IMGP KIF MOV MVIMG PAGE "
    "PANO PHOTO PHOTOS PIC PICT PICTURE PXL RECEIVED SANY SCAN SCANS SCANNED "
    "SCN SCREENSHOT SIGNAL SKM SNAPCHAT UNTITLED VID WHATSAPP YDXJ ";

/* The same, known by their shape: # is a digit; no digit may follow. */
static const char *const shapes[] = {"P#######", "PA######", "PB######",
    "PC######", "R00#####", "L1######", "B#######", "GH######", "GX######",
    "GP######", "G00#####", "CF######", "SAM_####", "SDC#####", "MG_####",
    "CAM#####", "WP_########", "FB_IMG_", "STA_####", "STB_####", "STC_####",
    "CAPTURE#", "COPY OF ", "SCREEN SHOT", "AUFNAHME", "FOTO#", "BILD#"};

static bool
shaped(const char *shape, struct slice stem)
{
	size_t i = 0;

	for (; *shape != '\0'; shape++, i++) {
		if (i == stem.n)
			return false;
		if (*shape == '#' ? !digit(stem.at[i]) : *shape != stem.at[i])
			return false;
	}
	return i == stem.n || shape[-1] != '#' || !digit(stem.at[i]);
}

bool
number_is_camera(struct slice stem)
{
	while (stem.n > 0 && separator(*stem.at)) {
		stem.at++;
		stem.n--;
	}
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		if (shaped(shapes[i], stem))
			return true;
	return listed(machines, (struct slice){stem.at, span(stem, 0, letter)});
}

/* True if something can stand apart after the first `end` bytes. */
static bool
ends_here(struct slice text, size_t end)
{
	char before = text.at[end - 1], after = text.at[end];

	if (separator(after))
		return digit(before) || letter(before);
	return digit(before) && letter(after);
}

size_t
number_next_end(struct slice text, size_t at)
{
	for (size_t end = at + 1; end < text.n; end++) {
		struct slice number = {text.at, end};

		if (ends_here(text, end) && number_has_letter(number) &&
		    number_has_digit(number))
			return end;
	}
	return 0;
}

bool
number_put_family(struct buf *out, struct slice number)
{
	size_t end = number_next_end(number, 0);
	struct suffix suffix;

	while (end > 0) {
		struct slice rest = {number.at + end, number.n - end};

		if (number_suffix(rest, &suffix) && suffix.part != 0 &&
		    suffix.part_at == 0 && suffix.part_n == rest.n) {
			buf_put(out, number.at, end);
			buf_put_char(out, '\1');
			buf_put_char(out, suffix.part);
			return true;
		}
		end = number_next_end(number, end);
	}
	return false;
}
