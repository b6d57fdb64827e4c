/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/number.h"
#include "base/path.h"
#include "registry/media_type.h"

#define ALL_PORTALS (MEDIA_PORTAL_32 | MEDIA_PORTAL_335 | MEDIA_PORTAL_34)

/*
 * Names from the IANA registry; raw kinds as shared-mime-info names them. What
 * the portal takes is its $ALLOWED_MEDIA_MIME_TYPES; iDigBio, what its media
 * fetcher accepts; GBIF, what its interpretation keeps.
 */
static const struct media_type types[MEDIA_NTYPES] = {
    [MEDIA_JPEG] = {"image/jpeg", "JPEG", "jpg jpeg jpe jfif",
	"jif jfi mpo thm", "image/jpg image/pjpeg image/jfif image/pipeg", NULL,
	MEDIA_PICTURE,
	MEDIA_BROWSERS | ALL_PORTALS | MEDIA_IDIGBIO | MEDIA_GBIF |
	    MEDIA_SCANNED,
	8},
    [MEDIA_PNG] = {"image/png", "PNG", "png", "apng", "image/x-png image/apng",
	NULL, MEDIA_PICTURE,
	MEDIA_BROWSERS | ALL_PORTALS | MEDIA_GBIF | MEDIA_SCANNED, 7},
    [MEDIA_GIF] = {"image/gif", "GIF", "gif", "", "", NULL, MEDIA_PICTURE,
	MEDIA_BROWSERS | MEDIA_PORTAL_335 | MEDIA_PORTAL_34 | MEDIA_GBIF |
	    MEDIA_SCANNED,
	10},
    [MEDIA_WEBP] = {"image/webp", "WebP", "webp", "", "", NULL, MEDIA_PICTURE,
	MEDIA_BROWSERS | MEDIA_GBIF | MEDIA_SCANNED, 0},
    [MEDIA_BMP] = {"image/bmp", "BMP", "bmp dib", "",
	"image/x-bmp image/x-ms-bmp image/ms-bmp image/x-windows-bmp image/x-bitmap",
	NULL, MEDIA_PICTURE,
	MEDIA_BROWSERS | MEDIA_PORTAL_34 | MEDIA_GBIF | MEDIA_SCANNED, 9},
    [MEDIA_TIFF] = {"image/tiff", "TIFF", "tif tiff", "btf tf8 bigtiff",
	"image/tif image/x-tiff image/x-tif", NULL, MEDIA_PICTURE,
	MEDIA_GBIF | MEDIA_SCANNED, 11},
    [MEDIA_JP2] = {"image/jp2", "JPEG 2000", "jp2 jpf jpx jph", "jpg2 jpm j2k",
	"image/jpx image/jph image/jpm image/jpeg2000 image/x-jp2", NULL,
	MEDIA_PICTURE, MEDIA_IDIGBIO | MEDIA_GBIF | MEDIA_SCANNED, 24},
    [MEDIA_J2K] = {"image/j2c", "JPEG 2000 codestream", "j2k",
	"j2c jpc jpt jhc", "image/x-j2c image/jphc", NULL, MEDIA_PICTURE,
	MEDIA_GBIF | MEDIA_SCANNED, 0},
    [MEDIA_HEIC] = {"image/heic", "HEIC", "heic hif", "heif heics",
	"image/heic-sequence", NULL, MEDIA_PICTURE, MEDIA_GBIF | MEDIA_SCANNED,
	0},
    [MEDIA_HEIF] = {"image/heif", "HEIF", "heif", "heifs heic hif avif avci",
	"image/heif-sequence", NULL, MEDIA_PICTURE, MEDIA_GBIF | MEDIA_SCANNED,
	0},
    [MEDIA_AVIF] = {"image/avif", "AVIF", "avif", "avifs", "", NULL,
	MEDIA_PICTURE, MEDIA_GBIF | MEDIA_SCANNED, 0},
    [MEDIA_JXL] = {"image/jxl", "JPEG XL", "jxl", "", "", NULL, MEDIA_PICTURE,
	MEDIA_GBIF | MEDIA_SCANNED, 0},
    [MEDIA_DNG] = {"image/x-adobe-dng", "DNG", "dng", "tif tiff",
	"image/dng image/x-dng", NULL, MEDIA_PICTURE, MEDIA_SCANNED, 22},
    [MEDIA_CR2] = {"image/x-canon-cr2", "Canon CR2", "cr2", "tif", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 23},
    [MEDIA_CR3] = {"image/x-canon-cr3", "Canon CR3", "cr3", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 70},
    [MEDIA_CRW] = {"image/x-canon-crw", "Canon CRW", "crw", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 69},
    [MEDIA_NEF] = {"image/x-nikon-nef", "Nikon NEF", "nef nrw", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 26},
    [MEDIA_ARW] = {"image/x-sony-arw", "Sony ARW", "arw srf sr2", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 71},
    [MEDIA_RAF] = {"image/x-fuji-raf", "Fujifilm RAF", "raf", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_ORF] = {"image/x-olympus-orf", "Olympus ORF", "orf", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_RW2] = {"image/x-panasonic-rw2", "Panasonic RW2", "rw2 raw rwl", "",
	"image/x-panasonic-raw", NULL, MEDIA_PICTURE, MEDIA_SCANNED, 72},
    [MEDIA_PEF] = {"image/x-pentax-pef", "Pentax PEF", "pef", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_DCR] = {"image/x-kodak-dcr", "Kodak RAW", "dcr kdc", "",
	"image/x-kodak-kdc", NULL, MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_3FR] = {"image/x-hasselblad-3fr", "Hasselblad RAW", "3fr fff", "",
	"image/x-hasselblad-fff", NULL, MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_IIQ] = {"image/x-phaseone-iiq", "Phase One IIQ", "iiq", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_MEF] = {"image/x-mamiya-mef", "Mamiya MEF", "mef", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_MOS] = {"image/x-leaf-mos", "Leaf MOS", "mos", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_MRW] = {"image/x-minolta-mrw", "Minolta MRW", "mrw", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_X3F] = {"image/x-sigma-x3f", "Sigma X3F", "x3f", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_ERF] = {"image/x-epson-erf", "Epson ERF", "erf", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_SRW] = {"image/x-samsung-srw", "Samsung SRW", "srw", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_GPR] = {"image/x-gopro-gpr", "GoPro GPR", "gpr", "", "", NULL,
	MEDIA_PICTURE, MEDIA_SCANNED, 0},
    [MEDIA_SVG] = {"image/svg+xml", "SVG", "svg", "", "image/svg", NULL,
	MEDIA_PICTURE, MEDIA_GBIF, 42},
    [MEDIA_PSD] = {"image/vnd.adobe.photoshop", "Photoshop", "psd psb", "",
	"image/x-photoshop application/photoshop", NULL, MEDIA_PICTURE,
	MEDIA_GBIF, 36},
    [MEDIA_XCF] = {"image/x-xcf", "GIMP XCF", "xcf", "", "", NULL,
	MEDIA_PICTURE, 0, 0},
    [MEDIA_EXR] = {"image/x-exr", "OpenEXR", "exr", "", "", NULL, MEDIA_PICTURE,
	0, 0},
    [MEDIA_HDR] = {"image/vnd.radiance", "Radiance HDR", "hdr pic rgbe", "", "",
	NULL, MEDIA_PICTURE, MEDIA_GBIF, 0},
    [MEDIA_DDS] = {"image/vnd.ms-dds", "DDS", "dds", "", "", NULL,
	MEDIA_PICTURE, MEDIA_GBIF, 0},
    [MEDIA_ICO] = {"image/vnd.microsoft.icon", "icon", "ico cur", "",
	"image/x-icon image/x-ico", NULL, MEDIA_PICTURE, MEDIA_GBIF, 0},
    [MEDIA_PNM] = {"image/x-portable-anymap", "PNM", "pnm pbm pgm ppm pam", "",
	"", NULL, MEDIA_PICTURE, 0, 0},
    [MEDIA_PCX] = {"image/vnd.zbrush.pcx", "PCX", "pcx", "", "image/x-pcx",
	NULL, MEDIA_PICTURE, MEDIA_GBIF, 0},
    [MEDIA_PCD] = {"image/x-photo-cd", "Photo CD", "pcd", "", "", NULL,
	MEDIA_PICTURE, 0, 35},
    [MEDIA_ZVI] = {"image/zvi", "Zeiss ZVI", "zvi", "", "", NULL, MEDIA_PICTURE,
	MEDIA_GBIF, 54},
    [MEDIA_FITS] = {"image/fits", "FITS", "fits fit fts", "",
	"application/fits", NULL, MEDIA_PICTURE, MEDIA_GBIF, 0},
    [MEDIA_QOI] = {"image/qoi", "QOI", "qoi", "", "", NULL, MEDIA_PICTURE,
	MEDIA_GBIF, 0},
    [MEDIA_JXR] = {"image/jxr", "JPEG XR", "jxr wdp hdp", "",
	"image/vnd.ms-photo", NULL, MEDIA_PICTURE, MEDIA_GBIF, 0},
    [MEDIA_MNG] = {"video/x-mng", "MNG", "mng", "", "", NULL, MEDIA_PICTURE, 0,
	0},
    [MEDIA_JNG] = {"image/x-jng", "JNG", "jng", "", "", NULL, MEDIA_PICTURE, 0,
	0},
    [MEDIA_MP3] = {"audio/mpeg", "MP3 audio", "mp3", "",
	"audio/mp3 audio/mpg audio/mpeg3 audio/x-mp3 audio/x-mpeg", NULL,
	MEDIA_SOUND, ALL_PORTALS | MEDIA_GBIF, 16},
    [MEDIA_WAVE] = {"audio/vnd.wave", "WAVE audio", "wav wave", "",
	"audio/wav audio/wave audio/x-wav", "audio/wav", MEDIA_SOUND,
	ALL_PORTALS | MEDIA_GBIF, 25},
    [MEDIA_OGG_SOUND] = {"audio/ogg", "Ogg audio", "ogg oga", "",
	"audio/vorbis audio/opus", NULL, MEDIA_SOUND, ALL_PORTALS | MEDIA_GBIF,
	32},
    [MEDIA_FLAC] = {"audio/flac", "FLAC audio", "flac", "", "audio/x-flac",
	NULL, MEDIA_SOUND, MEDIA_GBIF, 38},
    [MEDIA_M4A] = {"audio/mp4", "MP4 audio", "m4a", "", "audio/x-m4a audio/m4a",
	NULL, MEDIA_SOUND, MEDIA_GBIF, 15},
    [MEDIA_AAC] = {"audio/aac", "AAC audio", "aac", "",
	"audio/x-aac audio/x-acc", NULL, MEDIA_SOUND, MEDIA_GBIF, 0},
    [MEDIA_AIFF] = {"audio/x-aiff", "AIFF audio", "aif aiff", "aifc",
	"audio/aiff", NULL, MEDIA_SOUND, MEDIA_GBIF, 31},
    [MEDIA_WMA] = {"audio/x-ms-wma", "Windows Media audio", "wma", "", "", NULL,
	MEDIA_SOUND, MEDIA_GBIF, 39},
    [MEDIA_AMR] = {"audio/amr", "AMR audio", "amr", "", "", NULL, MEDIA_SOUND,
	MEDIA_GBIF, 30},
    [MEDIA_MIDI] = {"audio/midi", "MIDI", "mid midi", "", "audio/x-midi", NULL,
	MEDIA_SOUND, MEDIA_GBIF, 0},
    [MEDIA_MP4] = {"video/mp4", "an MP4 video", "mp4", "m4v", "", NULL,
	MEDIA_VIDEO, MEDIA_GBIF, 12},
    [MEDIA_M4V] = {"video/x-m4v", "an MP4 video", "m4v", "", "", NULL,
	MEDIA_VIDEO, MEDIA_GBIF, 27},
    [MEDIA_QUICKTIME] = {"video/quicktime", "a QuickTime video", "mov qt", "",
	"", NULL, MEDIA_VIDEO, MEDIA_GBIF, 14},
    [MEDIA_AVI] = {"video/vnd.avi", "an AVI video", "avi", "",
	"video/avi video/msvideo video/x-msvideo", NULL, MEDIA_VIDEO,
	MEDIA_GBIF, 29},
    [MEDIA_MPEG] = {"video/mpeg", "an MPEG video", "mpg mpeg", "mpe m2v", "",
	NULL, MEDIA_VIDEO, MEDIA_GBIF, 13},
    [MEDIA_WMV] = {"video/x-ms-asf", "a Windows Media video", "wmv asf", "",
	"video/x-ms-wmv application/ms-asf", NULL, MEDIA_VIDEO, MEDIA_GBIF, 40},
    [MEDIA_WEBM] = {"video/webm", "a WebM video", "webm", "", "audio/webm",
	NULL, MEDIA_VIDEO, MEDIA_GBIF, 0},
    [MEDIA_MATROSKA] = {"video/matroska", "a Matroska video", "mkv", "webm",
	"video/x-matroska", NULL, MEDIA_VIDEO, MEDIA_GBIF, 0},
    [MEDIA_OGG_VIDEO] = {"video/ogg", "an Ogg video", "ogv", "", "", NULL,
	MEDIA_VIDEO, MEDIA_GBIF, 33},
    [MEDIA_3GP] = {"video/3gpp", "a 3GPP video", "3gp", "3g2",
	"video/3gp video/3gpp2", NULL, MEDIA_VIDEO, MEDIA_GBIF, 28},
    [MEDIA_OGG] = {"application/ogg", "Ogg", "ogx", "ogg oga ogv",
	"application/x-ogg", "audio/ogg", MEDIA_SOUND, ALL_PORTALS | MEDIA_GBIF,
	34},
    [MEDIA_HTML] = {"text/html", "a web page", "html htm", "xhtml shtml",
	"application/xhtml+xml", NULL, MEDIA_DOCUMENT, 0, 0},
    [MEDIA_SCRIPT_PAGE] = {"text/x-server-page", "a page made by a server",
	"php asp aspx jsp cfm", "", "", NULL, MEDIA_DOCUMENT, 0, 0},
    [MEDIA_XML] = {"application/xml", "XML", "xml xmp", "",
	"text/xml application/rdf+xml", NULL, MEDIA_DOCUMENT, 0, 0},
    [MEDIA_JSON] = {"application/json", "JSON", "json", "",
	"application/ld+json", NULL, MEDIA_DOCUMENT, 0, 0},
    [MEDIA_PDF] = {"application/pdf", "a PDF document", "pdf", "",
	"application/x-pdf", NULL, MEDIA_DOCUMENT, MEDIA_PORTAL_34 | MEDIA_GBIF,
	18},
    [MEDIA_POSTSCRIPT] = {"application/postscript", "PostScript", "ps eps ai",
	"", "", NULL, MEDIA_DOCUMENT, MEDIA_GBIF, 0},
    [MEDIA_OLE] = {"application/x-ole-storage", "an old Office document",
	"doc xls ppt", "db",
	"application/msword application/vnd.ms-excel application/vnd.ms-powerpoint",
	NULL, MEDIA_DOCUMENT, MEDIA_GBIF, 20},
    [MEDIA_DOCX] =
	{"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	    "a Word document", "docx", "", "", NULL, MEDIA_DOCUMENT, MEDIA_GBIF,
	    21},
    [MEDIA_XLSX] =
	{"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	    "a workbook", "xlsx", "", "", NULL, MEDIA_DOCUMENT, MEDIA_GBIF, 0},
    [MEDIA_CSV] = {"text/csv", "a table", "csv tsv", "",
	"text/tab-separated-values", NULL, MEDIA_DOCUMENT, MEDIA_GBIF, 0},
    [MEDIA_TEXT] = {"text/plain", "text", "txt", "csv tsv", "", NULL,
	MEDIA_DOCUMENT, MEDIA_GBIF, 19},
    [MEDIA_SHELL] = {"text/x-script", "a script", "sh py pl", "", "", NULL,
	MEDIA_DOCUMENT, 0, 0},
    [MEDIA_STL] = {"model/stl", "an STL model", "stl", "", "", NULL,
	MEDIA_MODEL, MEDIA_GBIF, 55},
    [MEDIA_OBJ] = {"model/obj", "an OBJ model", "obj", "", "", NULL,
	MEDIA_MODEL, MEDIA_GBIF, 62},
    [MEDIA_MTL] = {"model/mtl", "an OBJ material", "mtl", "", "", NULL,
	MEDIA_MODEL, MEDIA_GBIF, 67},
    [MEDIA_PLY] = {"model/ply", "a PLY model", "ply", "", "", NULL, MEDIA_MODEL,
	MEDIA_GBIF, 0},
    [MEDIA_GLB] = {"model/gltf-binary", "a glTF model", "glb", "", "", NULL,
	MEDIA_MODEL, MEDIA_GBIF, 63},
    [MEDIA_GLTF] = {"model/gltf+json", "a glTF model", "gltf", "", "", NULL,
	MEDIA_MODEL, MEDIA_GBIF, 64},
    [MEDIA_X3D] = {"model/x3d+xml", "an X3D model", "x3d", "x3dv x3db",
	"model/x3d-vrml", NULL, MEDIA_MODEL, MEDIA_GBIF, 68},
    [MEDIA_VRML] = {"model/vrml", "a VRML model", "wrl", "vrml", "", NULL,
	MEDIA_MODEL, MEDIA_GBIF, 65},
    [MEDIA_DICOM] = {"application/dicom", "DICOM", "dcm", "", "", NULL,
	MEDIA_MODEL, MEDIA_GBIF, 66},
    [MEDIA_ZIP] = {"application/zip", "a zip archive", "zip", "",
	"application/x-zip application/x-zip-compressed", NULL, MEDIA_OTHER, 0,
	0},
    [MEDIA_GZIP] = {"application/gzip", "gzip", "gz tgz", "",
	"application/x-gzip", NULL, MEDIA_OTHER, 0, 0},
    [MEDIA_BZIP2] = {"application/x-bzip2", "bzip2", "bz2", "", "", NULL,
	MEDIA_OTHER, 0, 0},
    [MEDIA_XZ] = {"application/x-xz", "xz", "xz", "", "", NULL, MEDIA_OTHER, 0,
	0},
    [MEDIA_ZSTD] = {"application/zstd", "zstd", "zst", "", "", NULL,
	MEDIA_OTHER, 0, 0},
    [MEDIA_SEVENZIP] = {"application/x-7z-compressed", "a 7z archive", "7z", "",
	"", NULL, MEDIA_OTHER, 0, 0},
    [MEDIA_RAR] = {"application/vnd.rar", "a rar archive", "rar", "",
	"application/x-rar-compressed", NULL, MEDIA_OTHER, 0, 0},
    [MEDIA_TAR] = {"application/x-tar", "a tar archive", "tar", "", "", NULL,
	MEDIA_OTHER, 0, 0},
    [MEDIA_ELF] = {"application/x-executable", "a program", "", "", "", NULL,
	MEDIA_OTHER, 0, 0},
    [MEDIA_EXE] = {"application/vnd.microsoft.portable-executable", "a program",
	"exe dll", "", "", NULL, MEDIA_OTHER, 0, 0},
    [MEDIA_SQLITE] = {"application/vnd.sqlite3", "a database", "sqlite db", "",
	"", NULL, MEDIA_OTHER, 0, 0},
};

/* Values of TDWG's vocabulary for which the registry has another name. */
static const struct {
	uint8_t tdwg;
	enum media_type_id id;
} tdwg_others[] = {{17, MEDIA_X3D}, {37, MEDIA_MPEG}, {41, MEDIA_WMV}};

/* The vocabulary's extensions, e001 and on. */
static const char *const tdwg_extensions[] = {"txt", "doc", "docx", "png",
    "jpg", "pdf", "tif", "dng", "cr2", "jp2", "wav", "mp3", "nef", "m4a", "mp4",
    "gif", "bmp", "m4v", "ply", "stl", "3gp", "zvi", "avi", "amr", "aiff",
    "ogg", "ogv", "ogx", "pcd", "mov", "psd", "flac", "wma", "wmv", "asf",
    "svg", "obj", "glb", "gltf", "wrl", "dcm", "mtl", "x3dv", "x3d", "crw",
    "cr3", "arw", "rw2"};

const struct media_type *
media_type_get(enum media_type_id id)
{
	return &types[id];
}

enum media_type_id
media_type_id(const struct media_type *type)
{
	return (enum media_type_id)(type - types);
}

static bool
is_listed(const char *words, struct slice s)
{
	struct slice list = slice_of(words), word;

	while (slice_word(&list, ' ', &word))
		if (ascii_equal_slices(word, s))
			return true;
	return false;
}

const struct media_type *
media_type_find(struct slice mime)
{
	for (size_t i = 0; i < MEDIA_NTYPES; i++)
		if (slice_equal(mime, slice_of(types[i].mime)))
			return &types[i];
	return NULL;
}

/* A short text that was asked about last: rows mostly say the same again. */
struct last_text {
	char text[32];
	size_t n; /* 0: none */
};

static bool
is_last(const struct last_text *last, struct slice text)
{
	return last->n > 0 && last->n == text.n &&
	    memcmp(last->text, text.at, text.n) == 0;
}

static void
keep_last(struct last_text *last, struct slice text)
{
	last->n = text.n <= sizeof last->text ? text.n : 0;
	memcpy(last->text, text.at, last->n);
}

/* The type whose own extension it is, else the first that may have it. */
static const struct media_type *
find_extension(struct slice extension)
{
	for (size_t i = 0; i < MEDIA_NTYPES; i++)
		if (is_listed(types[i].extensions, extension))
			return &types[i];
	for (size_t i = 0; i < MEDIA_NTYPES; i++)
		if (is_listed(types[i].further, extension))
			return &types[i];
	return NULL;
}

static const struct media_type *
of_extension(struct slice extension)
{
	static _Thread_local struct last_text last;
	static _Thread_local const struct media_type *type;

	if (extension.n == 0)
		return NULL;
	if (!is_last(&last, extension)) {
		type = find_extension(extension);
		keep_last(&last, extension);
	}
	return type;
}

const struct media_type *
media_type_of_name(struct slice name)
{
	return of_extension(path_extension(name));
}

bool
media_type_may_be_named(const struct media_type *type, struct slice name)
{
	struct slice extension = path_extension(name);

	return extension.n == 0 || is_listed(type->extensions, extension) ||
	    is_listed(type->further, extension);
}

static const struct media_type *
of_tdwg(struct slice value)
{
	int number;

	if (value.n != 4 || (*value.at != 'm' && *value.at != 'e'))
		return NULL;
	if (*value.at == 'e') {
		value = slice_from(value, 1);
		return number_take_digits(&value, 3, &number) && number >= 1 &&
			number <= (int)(sizeof tdwg_extensions /
				      sizeof *tdwg_extensions)
		    ? of_extension(slice_of(tdwg_extensions[number - 1]))
		    : NULL;
	}
	value = slice_from(value, 1);
	if (!number_take_digits(&value, 3, &number) || number == 0)
		return NULL;
	for (size_t i = 0; i < MEDIA_NTYPES; i++)
		if (types[i].tdwg == number)
			return &types[i];
	for (size_t i = 0; i < sizeof tdwg_others / sizeof *tdwg_others; i++)
		if (tdwg_others[i].tdwg == number)
			return &types[tdwg_others[i].id];
	return NULL;
}

/* "m003" and the like: a picture of no particular type. */
static bool
is_tdwg_group(struct slice value, enum media_group *group)
{
	static const enum media_group groups[] = {MEDIA_OTHER, MEDIA_SOUND,
	    MEDIA_PICTURE, MEDIA_MODEL, MEDIA_DOCUMENT, MEDIA_VIDEO};

	if (value.n != 4 || memcmp(value.at, "m00", 3) != 0 ||
	    value.at[3] < '2' || value.at[3] > '6')
		return false;
	*group = groups[value.at[3] - '1'];
	return true;
}

/* Without what a person, a server or an archive puts around the type. */
static struct slice
bare(struct slice text)
{
	const char *end;

	text = slice_trim(text);
	while (text.n > 1 && strchr("\"'", *text.at) != NULL &&
	    text.at[text.n - 1] == *text.at)
		text = slice_trim((struct slice){text.at + 1, text.n - 2});
	end = text.n > 0 ? memchr(text.at, ';', text.n) : NULL;
	if (end != NULL)
		text.n = (size_t)(end - text.at);
	return slice_trim(text);
}

/* What is after the address of a vocabulary, or the text itself. */
static struct slice
local_part(struct slice text, bool *tdwg)
{
	static const char *const iana[] = {
	    "www.iana.org/assignments/media-types/",
	    "purl.org/NET/mediatypes/"};
	static const char *const values = "rs.tdwg.org/format/values/";

	*tdwg = false;
	if (ascii_begins(text, "https://"))
		text = slice_from(text, 8);
	else if (ascii_begins(text, "http://"))
		text = slice_from(text, 7);
	else
		return text;
	for (size_t i = 0; i < sizeof iana / sizeof *iana; i++)
		if (ascii_begins(text, iana[i]))
			return slice_from(text, strlen(iana[i]));
	*tdwg = ascii_begins(text, values);
	return *tdwg ? slice_from(text, strlen(values)) : SLICE("");
}

static const struct media_type *
of_spelling(struct slice mime)
{
	for (size_t i = 0; i < MEDIA_NTYPES; i++)
		if (ascii_equal(mime, types[i].mime) ||
		    is_listed(types[i].spellings, mime))
			return &types[i];
	return NULL;
}

/* "image/x-new": of a group, though not of the registry. */
static bool
is_of_group(struct slice mime, enum media_group *group)
{
	static const struct {
		const char *begin;
		enum media_group group;
	} groups[] = {{"image/", MEDIA_PICTURE}, {"audio/", MEDIA_SOUND},
	    {"video/", MEDIA_VIDEO}, {"text/", MEDIA_DOCUMENT},
	    {"model/", MEDIA_MODEL}, {"application/", MEDIA_OTHER}};

	/* What servers say of files that they do not know. */
	if (ascii_equal(mime, "application/octet-stream") ||
	    ascii_equal(mime, "application/x-unknown") ||
	    ascii_equal(mime, "application/force-download"))
		return false;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++)
		if (ascii_begins(mime, groups[i].begin)) {
			*group = groups[i].group;
			return mime.n > strlen(groups[i].begin);
		}
	return false;
}

static bool
is_word(struct slice s)
{
	for (size_t i = 0; i < s.n; i++)
		if (slice_is_space(s.at[i]) || s.at[i] == '/')
			return false;
	return s.n > 0;
}

static struct media_meaning
find_meaning(struct slice text)
{
	struct media_meaning meaning = {.known = false};
	struct slice local;
	bool tdwg;

	text = bare(text);
	local = local_part(text, &tdwg);
	if (tdwg) {
		meaning.type = of_tdwg(local);
		meaning.known = is_tdwg_group(local, &meaning.group);
	} else if (memchr(local.at, '/', local.n) != NULL) {
		meaning.type = of_spelling(local);
		meaning.known = is_of_group(local, &meaning.group);
	} else if (is_word(local)) {
		meaning.type = of_extension(
		    *local.at == '.' ? slice_from(local, 1) : local);
	}
	if (meaning.type != NULL) {
		meaning.known = true;
		meaning.group = meaning.type->group;
	}
	return meaning;
}

struct media_meaning
media_type_meant(struct slice text)
{
	static _Thread_local struct last_text last;
	static _Thread_local struct media_meaning meaning;

	if (text.n == 0)
		return (struct media_meaning){.known = false};
	if (!is_last(&last, text)) {
		meaning = find_meaning(text);
		keep_last(&last, text);
	}
	return meaning;
}

void
media_type_put_meant(struct buf *out, struct slice text)
{
	struct media_meaning meaning = media_type_meant(text);
	struct slice local;
	bool tdwg;

	if (!meaning.known)
		return;
	if (meaning.type != NULL) {
		buf_put_string(out, meaning.type->mime);
		return;
	}
	local = local_part(bare(text), &tdwg);
	for (size_t i = 0; i < local.n && !tdwg; i++)
		buf_put_char(out, ascii_lower(local.at[i]));
}
