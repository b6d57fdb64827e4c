/* SPDX-License-Identifier: MIT */
/*
 * The registry of media types: their names, the extensions that files of them
 * go by, and who takes them.
 */
#ifndef IMG_MEDIA_TYPE_H
#define IMG_MEDIA_TYPE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/slice.h"

enum media_type_id {
	MEDIA_JPEG,
	MEDIA_PNG,
	MEDIA_GIF,
	MEDIA_WEBP,
	MEDIA_BMP,
	MEDIA_TIFF,
	MEDIA_JP2,
	MEDIA_J2K,
	MEDIA_HEIC,
	MEDIA_HEIF,
	MEDIA_AVIF,
	MEDIA_JXL,
	MEDIA_DNG,
	MEDIA_CR2,
	MEDIA_CR3,
	MEDIA_CRW,
	MEDIA_NEF,
	MEDIA_ARW,
	MEDIA_RAF,
	MEDIA_ORF,
	MEDIA_RW2,
	MEDIA_PEF,
	MEDIA_DCR,
	MEDIA_3FR,
	MEDIA_IIQ,
	MEDIA_MEF,
	MEDIA_MOS,
	MEDIA_MRW,
	MEDIA_X3F,
	MEDIA_ERF,
	MEDIA_SRW,
	MEDIA_GPR,
	MEDIA_SVG,
	MEDIA_PSD,
	MEDIA_XCF,
	MEDIA_EXR,
	MEDIA_HDR,
	MEDIA_DDS,
	MEDIA_ICO,
	MEDIA_PNM,
	MEDIA_PCX,
	MEDIA_PCD,
	MEDIA_ZVI,
	MEDIA_FITS,
	MEDIA_QOI,
	MEDIA_JXR,
	MEDIA_MNG,
	MEDIA_JNG,
	MEDIA_MP3,
	MEDIA_WAVE,
	MEDIA_OGG_SOUND,
	MEDIA_FLAC,
	MEDIA_M4A,
	MEDIA_AAC,
	MEDIA_AIFF,
	MEDIA_WMA,
	MEDIA_AMR,
	MEDIA_MIDI,
	MEDIA_MP4,
	MEDIA_M4V,
	MEDIA_QUICKTIME,
	MEDIA_AVI,
	MEDIA_MPEG,
	MEDIA_WMV,
	MEDIA_WEBM,
	MEDIA_MATROSKA,
	MEDIA_OGG_VIDEO,
	MEDIA_3GP,
	MEDIA_OGG,
	MEDIA_HTML,
	MEDIA_SCRIPT_PAGE,
	MEDIA_XML,
	MEDIA_JSON,
	MEDIA_PDF,
	MEDIA_POSTSCRIPT,
	MEDIA_OLE,
	MEDIA_DOCX,
	MEDIA_XLSX,
	MEDIA_CSV,
	MEDIA_TEXT,
	MEDIA_SHELL,
	MEDIA_STL,
	MEDIA_OBJ,
	MEDIA_MTL,
	MEDIA_PLY,
	MEDIA_GLB,
	MEDIA_GLTF,
	MEDIA_X3D,
	MEDIA_VRML,
	MEDIA_DICOM,
	MEDIA_ZIP,
	MEDIA_GZIP,
	MEDIA_BZIP2,
	MEDIA_XZ,
	MEDIA_ZSTD,
	MEDIA_SEVENZIP,
	MEDIA_RAR,
	MEDIA_TAR,
	MEDIA_ELF,
	MEDIA_EXE,
	MEDIA_SQLITE,
	MEDIA_NTYPES
};

enum media_group {
	MEDIA_PICTURE,
	MEDIA_SOUND,
	MEDIA_VIDEO,
	MEDIA_DOCUMENT,
	MEDIA_MODEL,
	MEDIA_OTHER
};

/* Who takes a type: a set. */
enum media_taker {
	MEDIA_BROWSERS = 1,
	/* What a portal's list of allowed types has, by its version; before
	 * 3.2 there is none. */
	MEDIA_PORTAL_32 = 2,
	MEDIA_PORTAL_335 = 4, /* from 3.3.5 on; 3.3.0 to 3.3.4 are as 3.2 */
	MEDIA_PORTAL_34 = 8,
	MEDIA_IDIGBIO = 16,
	MEDIA_GBIF = 32,
	MEDIA_SCANNED =
	    64 /* img-scan lists its files unless asked for others */
};

struct media_type {
	const char *mime;
	const char *name; /* for messages: "JPEG", "a web page" */
	const char *extensions; /* lower case, space-separated */
	const char *further; /* extensions that it may have, but hardly has */
	const char *spellings; /* what else the type is called, likewise */
	const char *portal; /* as portals spell it; NULL: as it is */
	enum media_group group;
	unsigned takers;
	uint8_t tdwg; /* N of http://rs.tdwg.org/format/values/mN; 0: none */
};

const struct media_type *media_type_get(enum media_type_id id);

/* Its id; `type` is of the registry. */
enum media_type_id media_type_id(const struct media_type *type);

/* By MIME type in lower case, without parameters; NULL if not registered. */
const struct media_type *media_type_find(struct slice mime);

/* By the last extension of a file name, in any case; NULL if it has none or
 * one that is not registered. Looks at nothing before the last "/". */
const struct media_type *media_type_of_name(struct slice name);

/*
 * True if a file of this type may go by this name: its extension is one of
 * its own, or there is none. Looks at nothing before the last "/".
 */
bool media_type_may_be_named(const struct media_type *type, struct slice name);

/*
 * What a text in a column of formats means: a MIME type in any letter case,
 * with parameters and blanks around it, under any of its spellings
 * ("image/jpg"); an extension with its dot or without; a value of TDWG's
 * vocabulary of formats (http://rs.tdwg.org/format/values/m008, …/e005); the
 * address of a type in IANA's registry.
 */
struct media_meaning {
	const struct media_type *type; /* NULL if not registered */
	enum media_group group; /* where known */
	bool known; /* false: unknown, which is not the same as no picture */
};

struct media_meaning media_type_meant(struct slice text);

/*
 * Appends the MIME type that the text means: the registered one, or one that
 * is not registered in lower case without parameters. Nothing if the meaning
 * is not known.
 */
void media_type_put_meant(struct buf *out, struct slice text);

#endif
