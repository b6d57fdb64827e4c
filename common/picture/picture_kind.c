/* SPDX-License-Identifier: MIT */
/* How the first bytes of a file tell its type. */
#include <strings.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "picture/picture_parse.h"

/* The types whose structure is looked into. */
static const struct picture_parser *const parsers[MEDIA_NTYPES] = {
    [MEDIA_JPEG] = &picture_jpeg,
    [MEDIA_PNG] = &picture_png,
    [MEDIA_GIF] = &picture_gif,
    [MEDIA_WEBP] = &picture_webp,
    [MEDIA_BMP] = &picture_bmp,
    [MEDIA_TIFF] = &picture_tiff,
    [MEDIA_JP2] = &picture_box,
    [MEDIA_J2K] = &picture_j2k,
    [MEDIA_JXL] = &picture_jxl,
    [MEDIA_HEIC] = &picture_box,
    [MEDIA_HEIF] = &picture_box,
    [MEDIA_AVIF] = &picture_box,
    [MEDIA_DNG] = &picture_tiff,
    [MEDIA_CR2] = &picture_tiff,
    [MEDIA_CR3] = &picture_box,
    [MEDIA_NEF] = &picture_tiff,
    [MEDIA_ARW] = &picture_tiff,
    [MEDIA_ORF] = &picture_tiff,
    [MEDIA_RAF] = &picture_raf,
    [MEDIA_RW2] = &picture_tiff,
    [MEDIA_PEF] = &picture_tiff,
    [MEDIA_SRW] = &picture_tiff,
    [MEDIA_PSD] = &picture_psd,
    [MEDIA_ICO] = &picture_ico,
    [MEDIA_PNM] = &picture_pnm,
    [MEDIA_SVG] = &picture_svg,
};

const struct picture_parser *
picture_parser_of(const struct media_type *type)
{
	return type != NULL ? parsers[media_type_id(type)] : NULL;
}

struct magic {
	enum media_type_id type;
	size_t at;
	struct slice bytes;
};

#define IS(type, at, text) \
	{ \
		type, at, \
		{ \
			"" text, sizeof(text) - 1 \
		} \
	}

/* The first that fits decides. */
static const struct magic magics[] = {
    IS(MEDIA_JPEG, 0, "\xFF\xD8\xFF"),
    IS(MEDIA_PNG, 0, "\x89PNG"),
    IS(MEDIA_GIF, 0, "GIF87a"),
    IS(MEDIA_GIF, 0, "GIF89a"),
    IS(MEDIA_CR2, 0, "II*\0\x10\0\0\0CR\2"),
    IS(MEDIA_TIFF, 0, "II*\0"),
    IS(MEDIA_TIFF, 0, "MM\0*"),
    IS(MEDIA_TIFF, 0, "II+\0\x08\0\0\0"),
    IS(MEDIA_TIFF, 0, "MM\0+\0\x08\0\0"),
    IS(MEDIA_ORF, 0, "IIRO"),
    IS(MEDIA_ORF, 0, "IIRS"),
    IS(MEDIA_ORF, 0, "MMOR"),
    IS(MEDIA_RW2, 0, "IIU\0"),
    IS(MEDIA_JXR, 0, "II\xBC\1"),
    IS(MEDIA_RAF, 0, "FUJIFILMCCD-RAW "),
    IS(MEDIA_CRW, 0, "II\x1A\0\0\0HEAPCCDR"),
    IS(MEDIA_MRW, 0, "\0MRM"),
    IS(MEDIA_X3F, 0, "FOVb"),
    IS(MEDIA_MP4, 16, "ftypmjp2"), /* a film of JPEG 2000 */
    IS(MEDIA_JP2, 0, "\0\0\0\x0CjP  \r\n\x87\n"),
    IS(MEDIA_J2K, 0, "\xFF\x4F\xFF\x51"),
    IS(MEDIA_JXL, 0, "\xFF\x0A"),
    IS(MEDIA_JXL, 0, "\0\0\0\x0CJXL \r\n\x87\n"),
    IS(MEDIA_PSD, 0, "8BPS\0\1"),
    IS(MEDIA_PSD, 0, "8BPS\0\2"),
    IS(MEDIA_XCF, 0, "gimp xcf "),
    IS(MEDIA_EXR, 0, "\x76\x2F\x31\x01"),
    IS(MEDIA_HDR, 0, "#?RADIANCE"),
    IS(MEDIA_HDR, 0, "#?RGBE"),
    IS(MEDIA_DDS, 0, "DDS |\0\0\0"),
    IS(MEDIA_FITS, 0, "SIMPLE  =  "),
    IS(MEDIA_QOI, 0, "qoif"),
    IS(MEDIA_MNG, 0, "\x8AMNG\r\n\x1A\n"),
    IS(MEDIA_JNG, 0, "\x8BJNG\r\n\x1A\n"),
    IS(MEDIA_PDF, 0, "%PDF-"),
    IS(MEDIA_POSTSCRIPT, 0, "%!PS"),
    IS(MEDIA_POSTSCRIPT, 0, "\xC5\xD0\xD3\xC6"),
    IS(MEDIA_ZIP, 0, "PK\3\4"),
    IS(MEDIA_ZIP, 0, "PK\5\6"),
    IS(MEDIA_GZIP, 0, "\x1F\x8B\x08"),
    IS(MEDIA_BZIP2, 0, "BZh"),
    IS(MEDIA_XZ, 0,
	"\xFD"
	"7zXZ\0"),
    IS(MEDIA_ZSTD, 0, "\x28\xB5\x2F\xFD"),
    IS(MEDIA_SEVENZIP, 0, "7z\xBC\xAF\x27\x1C"),
    IS(MEDIA_RAR, 0, "Rar!\x1A\x07"),
    IS(MEDIA_TAR, 257, "ustar"),
    IS(MEDIA_OLE, 0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    IS(MEDIA_MATROSKA, 0, "\x1A\x45\xDF\xA3"),
    IS(MEDIA_OGG, 0, "OggS"),
    IS(MEDIA_FLAC, 0, "fLaC"),
    IS(MEDIA_MP3, 0, "ID3"),
    IS(MEDIA_ELF, 0,
	"\x7F"
	"ELF"),
    IS(MEDIA_SQLITE, 0, "SQLite format 3"),
    IS(MEDIA_QUICKTIME, 4, "moov"),
    IS(MEDIA_QUICKTIME, 4, "mdat"),
    IS(MEDIA_QUICKTIME, 4, "wide"),
};

/* Brands of ISO base media files, the major one first. */
static const struct {
	char brand[5];
	enum media_type_id type;
} brands[] = {
    {"avif", MEDIA_AVIF},
    {"avis", MEDIA_AVIF},
    {"heic", MEDIA_HEIC},
    {"heix", MEDIA_HEIC},
    {"hevc", MEDIA_HEIC},
    {"hevx", MEDIA_HEIC},
    {"heim", MEDIA_HEIC},
    {"heis", MEDIA_HEIC},
    {"mif1", MEDIA_HEIF},
    {"msf1", MEDIA_HEIF},
    {"mif2", MEDIA_HEIF},
    {"miaf", MEDIA_HEIF},
    {"mif3", MEDIA_HEIF},
    {"crx ", MEDIA_CR3},
    {"jp2 ", MEDIA_JP2},
    {"jxl ", MEDIA_JXL},
    {"qt  ", MEDIA_QUICKTIME},
};

static const struct media_type *
of_brand(const uint8_t *brand)
{
	for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
		if (memcmp(brand, brands[i].brand, 4) == 0)
			return media_type_get(brands[i].type);
	return NULL;
}

/* mif1 says only "some HEIF": then a compatible brand may say which. */
static const struct media_type *
of_brands(const uint8_t *b, size_t n)
{
	const struct media_type *major, *other;
	uint32_t size = be32(b);

	if (n < 12)
		return NULL;
	major = of_brand(b + 8);
	if (major != NULL && major != media_type_get(MEDIA_HEIF))
		return major;
	/* Where there is no list of brands, the version is one. */
	for (size_t at = 12; at + 4 <= n && at + 4 <= size; at += 4) {
		other = of_brand(b + at);
		if (other == media_type_get(MEDIA_HEIC) ||
		    other == media_type_get(MEDIA_AVIF))
			return other;
	}
	return major != NULL ? major : media_type_get(MEDIA_MP4);
}

static const struct media_type *
of_riff(const uint8_t *b, size_t n)
{
	if (n < 12)
		return NULL;
	if (memcmp(b + 8, "WEBP", 4) == 0)
		return media_type_get(MEDIA_WEBP);
	if (memcmp(b + 8, "AVI ", 4) == 0)
		return media_type_get(MEDIA_AVI);
	if (memcmp(b + 8, "WAVE", 4) == 0)
		return media_type_get(MEDIA_WAVE);
	return NULL;
}

/* Kinds whose magic is too short to stand alone. */
static const struct media_type *
of_weak_magic(const uint8_t *b, size_t n)
{
	if (n >= 18 && b[0] == 'B' && b[1] == 'M' && b[15] == 0 && b[16] == 0 &&
	    b[17] == 0 && (b[14] == 12 || (b[14] >= 16 && b[14] <= 124)))
		return media_type_get(MEDIA_BMP);
	if (n >= 3 && b[0] == 'P' && b[1] >= '1' && b[1] <= '7' &&
	    (b[2] == '\n' || b[2] == ' ' || b[2] == '\r' || b[2] == '#' ||
		b[2] == '\t'))
		return media_type_get(MEDIA_PNM);
	/* Pictures, or pointers with a place that points. */
	if (n >= 22 && memcmp(b, "\0\0", 2) == 0 && (b[2] == 1 || b[2] == 2) &&
	    b[3] == 0 && b[5] == 0 && b[4] != 0 && b[9] == 0 && b[17] < 0x40 &&
	    b[21] < 0x40 && b[18] + b[19] + b[20] > 0)
		return media_type_get(MEDIA_ICO);
	if (n >= 128 && b[0] == 0x0A && b[1] <= 5 && b[2] <= 1 && b[64] == 0 &&
	    (b[3] == 1 || b[3] == 2 || b[3] == 4 || b[3] == 8))
		return media_type_get(MEDIA_PCX);
	if (n >= 64 && b[0] == 'M' && b[1] == 'Z')
		return media_type_get(MEDIA_EXE);
	return NULL;
}

static struct slice
after_blanks(struct slice s)
{
	if (s.n >= 3 && memcmp(s.at, "\xEF\xBB\xBF", 3) == 0)
		s = (struct slice){s.at + 3, s.n - 3};
	while (s.n > 0 && memchr(" \t\r\n\f", *s.at, 5) != NULL)
		s = (struct slice){s.at + 1, s.n - 1};
	return s;
}

static const struct media_type *
of_markup(struct slice s)
{
	static const char *const html[] = {"<!doctype html", "<html", "<head",
	    "<body", "<script", "<title", "<meta", "<div", "<table", "<h1",
	    "<br", "<p>", "<?php"};

	if (s.n == 0 || *s.at != '<')
		return NULL;
	for (size_t i = 0; i < sizeof html / sizeof *html; i++)
		if (ascii_begins(s, html[i]))
			return media_type_get(MEDIA_HTML);
	if (ascii_begins(s, "<svg") || slice_contains(s, "<svg") ||
	    slice_contains(s, ":svg"))
		return media_type_get(MEDIA_SVG);
	if (slice_contains(s, "<html") || slice_contains(s, "<HTML"))
		return media_type_get(MEDIA_HTML);
	if (ascii_begins(s, "<?xml") || ascii_begins(s, "<x:xmpmeta") ||
	    ascii_begins(s, "<?xpacket"))
		return media_type_get(MEDIA_XML);
	return NULL;
}

/* Text has no control characters but blanks; a cut character at the end of
 * the head is no fault. */
static bool
is_text(struct slice s)
{
	size_t cut = s.n == PICTURE_HEAD ? 3 : 0;

	if (s.n == 0 || s.n - utf8_span(s.at, s.n) > cut)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (((unsigned char)s.at[i] < 0x20 &&
			(s.at[i] == '\0' ||
			    strchr("\t\n\r\f\v\033", s.at[i]) == NULL)) ||
		    s.at[i] == 0x7F)
			return false;
	return true;
}

const struct media_type *
picture_sniff(const void *bytes, size_t n)
{
	struct slice head = {bytes, n < PICTURE_HEAD ? n : PICTURE_HEAD};
	const struct media_type *kind = NULL;
	const uint8_t *b = bytes;

	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		const struct magic *m = &magics[i];

		if (m->at + m->bytes.n <= head.n &&
		    memcmp(head.at + m->at, m->bytes.at, m->bytes.n) == 0)
			return media_type_get(m->type);
	}
	if (head.n >= 8 && memcmp(b + 4, "ftyp", 4) == 0)
		return of_brands(b, head.n);
	if (head.n >= 4 && memcmp(b, "RIFF", 4) == 0)
		kind = of_riff(b, head.n);
	if (kind == NULL)
		kind = of_weak_magic(b, head.n);
	if (kind == NULL)
		kind = of_markup(after_blanks(head));
	if (kind == NULL && is_text(head))
		kind = media_type_get(
		    ascii_begins(head, "#!") ? MEDIA_SHELL : MEDIA_TEXT);
	return kind;
}
