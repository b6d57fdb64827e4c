/* SPDX-License-Identifier: MIT */
/* The kinds of files that are known, and how their first bytes tell them. */
#include <strings.h>

#include "base/ascii.h"
#include "base/utf8.h"
#include "picture/picture_parse.h"

enum kind {
	JPEG,
	PNG,
	GIF,
	WEBP,
	BMP,
	TIFF,
	JP2,
	J2K,
	JXL,
	HEIC,
	HEIF,
	AVIF,
	DNG,
	CR2,
	CR3,
	CRW,
	NEF,
	ARW,
	ORF,
	RAF,
	RW2,
	PEF,
	SRW,
	MRW,
	X3F,
	SVG,
	PSD,
	XCF,
	EXR,
	HDR,
	DDS,
	ICO,
	PNM,
	PCX,
	FITS,
	QOI,
	JXR,
	MNG,
	JNG,
	HTML,
	XML,
	PDF,
	POSTSCRIPT,
	ZIP,
	GZIP,
	BZIP2,
	XZ,
	ZSTD,
	SEVENZIP,
	RAR,
	TAR,
	OLE,
	MP4,
	QUICKTIME,
	AVI,
	WAVE,
	MATROSKA,
	OGG,
	FLAC,
	MP3,
	ELF,
	EXE,
	SQLITE,
	SHELL,
	TEXT,
	NKINDS
};

#define WEB true, true
#define PICTURE true, false
#define OTHER false, false

/* Names from the IANA registry; raw kinds as shared-mime-info names them. */
static const struct picture_kind kinds[NKINDS] = {
    [JPEG] = {"image/jpeg", "JPEG", "jpg jpeg jpe jfif jif jfi mpo thm", WEB,
	&picture_jpeg},
    [PNG] = {"image/png", "PNG", "png apng", WEB, &picture_png},
    [GIF] = {"image/gif", "GIF", "gif", WEB, &picture_gif},
    [WEBP] = {"image/webp", "WebP", "webp", WEB, &picture_webp},
    [BMP] = {"image/bmp", "BMP", "bmp dib", WEB, &picture_bmp},
    [TIFF] = {"image/tiff", "TIFF", "tif tiff btf tf8 bigtiff", PICTURE,
	&picture_tiff},
    [JP2] = {"image/jp2", "JPEG 2000", "jp2 jpg2 jpx jpf jpm j2k", PICTURE,
	&picture_box},
    [J2K] = {"image/j2c", "JPEG 2000 codestream", "j2k j2c jpc jpt", PICTURE,
	&picture_j2k},
    [JXL] = {"image/jxl", "JPEG XL", "jxl", PICTURE, &picture_jxl},
    [HEIC] = {"image/heic", "HEIC", "heic heif heics hif", PICTURE,
	&picture_box},
    [HEIF] = {"image/heif", "HEIF", "heif heifs heic hif avif avci", PICTURE,
	&picture_box},
    [AVIF] = {"image/avif", "AVIF", "avif avifs", PICTURE, &picture_box},
    [DNG] = {"image/x-adobe-dng", "DNG", "dng tif tiff", PICTURE,
	&picture_tiff},
    [CR2] = {"image/x-canon-cr2", "Canon CR2", "cr2 tif", PICTURE,
	&picture_tiff},
    [CR3] = {"image/x-canon-cr3", "Canon CR3", "cr3", PICTURE, &picture_box},
    [CRW] = {"image/x-canon-crw", "Canon CRW", "crw", PICTURE, NULL},
    [NEF] = {"image/x-nikon-nef", "Nikon NEF", "nef nrw", PICTURE,
	&picture_tiff},
    [ARW] = {"image/x-sony-arw", "Sony ARW", "arw sr2 srf", PICTURE,
	&picture_tiff},
    [ORF] = {"image/x-olympus-orf", "Olympus ORF", "orf", PICTURE,
	&picture_tiff},
    [RAF] = {"image/x-fuji-raf", "Fujifilm RAF", "raf", PICTURE, &picture_raf},
    [RW2] = {"image/x-panasonic-rw2", "Panasonic RW2", "rw2 raw rwl", PICTURE,
	&picture_tiff},
    [PEF] = {"image/x-pentax-pef", "Pentax PEF", "pef", PICTURE, &picture_tiff},
    [SRW] = {"image/x-samsung-srw", "Samsung SRW", "srw", PICTURE,
	&picture_tiff},
    [MRW] = {"image/x-minolta-mrw", "Minolta MRW", "mrw", PICTURE, NULL},
    [X3F] = {"image/x-sigma-x3f", "Sigma X3F", "x3f", PICTURE, NULL},
    [SVG] = {"image/svg+xml", "SVG", "svg", PICTURE, NULL},
    [PSD] = {"image/vnd.adobe.photoshop", "Photoshop", "psd psb", PICTURE,
	NULL},
    [XCF] = {"image/x-xcf", "GIMP XCF", "xcf", PICTURE, NULL},
    [EXR] = {"image/x-exr", "OpenEXR", "exr", PICTURE, NULL},
    [HDR] = {"image/vnd.radiance", "Radiance HDR", "hdr pic rgbe", PICTURE,
	NULL},
    [DDS] = {"image/vnd.ms-dds", "DDS", "dds", PICTURE, NULL},
    [ICO] = {"image/vnd.microsoft.icon", "icon", "ico", PICTURE, NULL},
    [PNM] = {"image/x-portable-anymap", "PNM", "pnm pbm pgm ppm pam", PICTURE,
	NULL},
    [PCX] = {"image/vnd.zbrush.pcx", "PCX", "pcx", PICTURE, NULL},
    [FITS] = {"image/fits", "FITS", "fits fit fts", PICTURE, NULL},
    [QOI] = {"image/qoi", "QOI", "qoi", PICTURE, NULL},
    [JXR] = {"image/jxr", "JPEG XR", "jxr wdp hdp", PICTURE, NULL},
    [MNG] = {"video/x-mng", "MNG", "mng", PICTURE, NULL},
    [JNG] = {"image/x-jng", "JNG", "jng", PICTURE, NULL},
    [HTML] = {"text/html", "a web page", "html htm", OTHER, NULL},
    [XML] = {"application/xml", "XML", "xml xmp", OTHER, NULL},
    [PDF] = {"application/pdf", "a PDF document", "pdf", OTHER, NULL},
    [POSTSCRIPT] = {"application/postscript", "PostScript", "ps eps ai", OTHER,
	NULL},
    [ZIP] = {"application/zip", "a zip archive", "zip", OTHER, NULL},
    [GZIP] = {"application/gzip", "gzip", "gz tgz", OTHER, NULL},
    [BZIP2] = {"application/x-bzip2", "bzip2", "bz2", OTHER, NULL},
    [XZ] = {"application/x-xz", "xz", "xz", OTHER, NULL},
    [ZSTD] = {"application/zstd", "zstd", "zst", OTHER, NULL},
    [SEVENZIP] = {"application/x-7z-compressed", "a 7z archive", "7z", OTHER,
	NULL},
    [RAR] = {"application/vnd.rar", "a rar archive", "rar", OTHER, NULL},
    [TAR] = {"application/x-tar", "a tar archive", "tar", OTHER, NULL},
    [OLE] = {"application/x-ole-storage", "an old Office document",
	"doc xls ppt db", OTHER, NULL},
    [MP4] = {"video/mp4", "an MP4 video", "mp4 m4v", OTHER, NULL},
    [QUICKTIME] = {"video/quicktime", "a QuickTime video", "mov qt", OTHER,
	NULL},
    [AVI] = {"video/vnd.avi", "an AVI video", "avi", OTHER, NULL},
    [WAVE] = {"audio/vnd.wave", "WAVE audio", "wav", OTHER, NULL},
    [MATROSKA] = {"video/matroska", "a Matroska video", "mkv webm", OTHER,
	NULL},
    [OGG] = {"application/ogg", "Ogg", "ogg oga ogv", OTHER, NULL},
    [FLAC] = {"audio/flac", "FLAC audio", "flac", OTHER, NULL},
    [MP3] = {"audio/mpeg", "MP3 audio", "mp3", OTHER, NULL},
    [ELF] = {"application/x-executable", "a program", "", OTHER, NULL},
    [EXE] = {"application/vnd.microsoft.portable-executable", "a program",
	"exe dll", OTHER, NULL},
    [SQLITE] = {"application/vnd.sqlite3", "a database", "sqlite db", OTHER,
	NULL},
    [SHELL] = {"text/x-script", "a script", "sh py pl", OTHER, NULL},
    [TEXT] = {"text/plain", "text", "txt csv tsv", OTHER, NULL},
};

struct magic {
	enum kind kind;
	size_t at;
	struct slice bytes;
};

#define IS(kind, at, text) \
	{ \
		kind, at, \
		{ \
			"" text, sizeof(text) - 1 \
		} \
	}

/* The first that fits decides. */
static const struct magic magics[] = {
    IS(JPEG, 0, "\xFF\xD8\xFF"),
    IS(PNG, 0, "\x89PNG"),
    IS(GIF, 0, "GIF87a"),
    IS(GIF, 0, "GIF89a"),
    IS(CR2, 0, "II*\0\x10\0\0\0CR\2"),
    IS(TIFF, 0, "II*\0"),
    IS(TIFF, 0, "MM\0*"),
    IS(TIFF, 0, "II+\0\x08\0\0\0"),
    IS(TIFF, 0, "MM\0+\0\x08\0\0"),
    IS(ORF, 0, "IIRO"),
    IS(ORF, 0, "IIRS"),
    IS(ORF, 0, "MMOR"),
    IS(RW2, 0, "IIU\0"),
    IS(JXR, 0, "II\xBC\1"),
    IS(RAF, 0, "FUJIFILMCCD-RAW "),
    IS(CRW, 0, "II\x1A\0\0\0HEAPCCDR"),
    IS(MRW, 0, "\0MRM"),
    IS(X3F, 0, "FOVb"),
    IS(JP2, 0, "\0\0\0\x0CjP  \r\n\x87\n"),
    IS(J2K, 0, "\xFF\x4F\xFF\x51"),
    IS(JXL, 0, "\xFF\x0A"),
    IS(JXL, 0, "\0\0\0\x0CJXL \r\n\x87\n"),
    IS(PSD, 0, "8BPS\0\1"),
    IS(PSD, 0, "8BPS\0\2"),
    IS(XCF, 0, "gimp xcf "),
    IS(EXR, 0, "\x76\x2F\x31\x01"),
    IS(HDR, 0, "#?RADIANCE"),
    IS(HDR, 0, "#?RGBE"),
    IS(DDS, 0, "DDS |\0\0\0"),
    IS(FITS, 0, "SIMPLE  =  "),
    IS(QOI, 0, "qoif"),
    IS(MNG, 0, "\x8AMNG\r\n\x1A\n"),
    IS(JNG, 0, "\x8BJNG\r\n\x1A\n"),
    IS(PDF, 0, "%PDF-"),
    IS(POSTSCRIPT, 0, "%!PS"),
    IS(POSTSCRIPT, 0, "\xC5\xD0\xD3\xC6"),
    IS(ZIP, 0, "PK\3\4"),
    IS(ZIP, 0, "PK\5\6"),
    IS(GZIP, 0, "\x1F\x8B\x08"),
    IS(BZIP2, 0, "BZh"),
    IS(XZ, 0,
	"\xFD"
	"7zXZ\0"),
    IS(ZSTD, 0, "\x28\xB5\x2F\xFD"),
    IS(SEVENZIP, 0, "7z\xBC\xAF\x27\x1C"),
    IS(RAR, 0, "Rar!\x1A\x07"),
    IS(TAR, 257, "ustar"),
    IS(OLE, 0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
    IS(MATROSKA, 0, "\x1A\x45\xDF\xA3"),
    IS(OGG, 0, "OggS"),
    IS(FLAC, 0, "fLaC"),
    IS(MP3, 0, "ID3"),
    IS(ELF, 0,
	"\x7F"
	"ELF"),
    IS(SQLITE, 0, "SQLite format 3"),
    IS(QUICKTIME, 4, "moov"),
    IS(QUICKTIME, 4, "mdat"),
    IS(QUICKTIME, 4, "wide"),
};

/* Brands of ISO base media files, the major one first. */
static const struct {
	char brand[5];
	enum kind kind;
} brands[] = {
    {"avif", AVIF},
    {"avis", AVIF},
    {"heic", HEIC},
    {"heix", HEIC},
    {"hevc", HEIC},
    {"hevx", HEIC},
    {"heim", HEIC},
    {"heis", HEIC},
    {"mif1", HEIF},
    {"msf1", HEIF},
    {"mif2", HEIF},
    {"miaf", HEIF},
    {"mif3", HEIF},
    {"crx ", CR3},
    {"jp2 ", JP2},
    {"jxl ", JXL},
    {"qt  ", QUICKTIME},
};

static const struct picture_kind *
of_brand(const uint8_t *brand)
{
	for (size_t i = 0; i < sizeof brands / sizeof *brands; i++)
		if (memcmp(brand, brands[i].brand, 4) == 0)
			return &kinds[brands[i].kind];
	return NULL;
}

/* mif1 says only "some HEIF": then a compatible brand may say which. */
static const struct picture_kind *
of_brands(const uint8_t *b, size_t n)
{
	const struct picture_kind *major, *other;
	uint32_t size = be32(b);

	if (n < 12)
		return NULL;
	major = of_brand(b + 8);
	if (major != NULL && major != &kinds[HEIF])
		return major;
	/* Where there is no list of brands, the version is one. */
	for (size_t at = 12; at + 4 <= n && at + 4 <= size; at += 4) {
		other = of_brand(b + at);
		if (other == &kinds[HEIC] || other == &kinds[AVIF])
			return other;
	}
	return major != NULL ? major : &kinds[MP4];
}

static const struct picture_kind *
of_riff(const uint8_t *b, size_t n)
{
	if (n < 12)
		return NULL;
	if (memcmp(b + 8, "WEBP", 4) == 0)
		return &kinds[WEBP];
	if (memcmp(b + 8, "AVI ", 4) == 0)
		return &kinds[AVI];
	if (memcmp(b + 8, "WAVE", 4) == 0)
		return &kinds[WAVE];
	return NULL;
}

/* Kinds whose magic is too short to stand alone. */
static const struct picture_kind *
of_weak_magic(const uint8_t *b, size_t n)
{
	if (n >= 18 && b[0] == 'B' && b[1] == 'M' && b[15] == 0 && b[16] == 0 &&
	    b[17] == 0 && (b[14] == 12 || (b[14] >= 16 && b[14] <= 124)))
		return &kinds[BMP];
	if (n >= 3 && b[0] == 'P' && b[1] >= '1' && b[1] <= '7' &&
	    (b[2] == '\n' || b[2] == ' ' || b[2] == '\r' || b[2] == '#' ||
		b[2] == '\t'))
		return &kinds[PNM];
	if (n >= 22 && memcmp(b, "\0\0\1\0", 4) == 0 && b[5] == 0 &&
	    b[4] != 0 && b[9] == 0)
		return &kinds[ICO];
	if (n >= 128 && b[0] == 0x0A && b[1] <= 5 && b[2] <= 1 && b[64] == 0 &&
	    (b[3] == 1 || b[3] == 2 || b[3] == 4 || b[3] == 8))
		return &kinds[PCX];
	if (n >= 64 && b[0] == 'M' && b[1] == 'Z')
		return &kinds[EXE];
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

static const struct picture_kind *
of_markup(struct slice s)
{
	static const char *const html[] = {"<!doctype html", "<html", "<head",
	    "<body", "<script", "<title", "<meta", "<div", "<table", "<h1",
	    "<br", "<p>", "<?php"};

	if (s.n == 0 || *s.at != '<')
		return NULL;
	for (size_t i = 0; i < sizeof html / sizeof *html; i++)
		if (ascii_begins(s, html[i]))
			return &kinds[HTML];
	if (ascii_begins(s, "<svg") || slice_contains(s, "<svg") ||
	    slice_contains(s, ":svg"))
		return &kinds[SVG];
	if (slice_contains(s, "<html") || slice_contains(s, "<HTML"))
		return &kinds[HTML];
	if (ascii_begins(s, "<?xml") || ascii_begins(s, "<x:xmpmeta") ||
	    ascii_begins(s, "<?xpacket"))
		return &kinds[XML];
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

const struct picture_kind *
picture_sniff(const void *bytes, size_t n)
{
	struct slice head = {bytes, n < PICTURE_HEAD ? n : PICTURE_HEAD};
	const struct picture_kind *kind = NULL;
	const uint8_t *b = bytes;

	for (size_t i = 0; i < sizeof magics / sizeof *magics; i++) {
		const struct magic *m = &magics[i];

		if (m->at + m->bytes.n <= head.n &&
		    memcmp(head.at + m->at, m->bytes.at, m->bytes.n) == 0)
			return &kinds[m->kind];
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
		kind = &kinds[ascii_begins(head, "#!") ? SHELL : TEXT];
	return kind;
}

const struct picture_kind *
picture_kind_of(struct slice mime)
{
	for (size_t i = 0; i < NKINDS; i++)
		if (slice_equal(mime, slice_of(kinds[i].mime)))
			return &kinds[i];
	return NULL;
}

bool
picture_may_be_named(const struct picture_kind *kind, struct slice name)
{
	struct slice list = slice_of(kind->extensions), word;
	const char *slash = memrchr(name.at, '/', name.n);
	const char *dot;

	if (slash != NULL)
		name = (struct slice){
		    slash + 1, name.n - (size_t)(slash + 1 - name.at)};
	dot = name.n > 0 ? memrchr(name.at, '.', name.n) : NULL;
	if (dot == NULL || dot == name.at)
		return true;
	name = (struct slice){dot + 1, name.n - (size_t)(dot + 1 - name.at)};
	if (name.n == 0)
		return true;
	while (slice_word(&list, ' ', &word))
		if (word.n == name.n &&
		    strncasecmp(word.at, name.at, word.n) == 0)
			return true;
	return false;
}
