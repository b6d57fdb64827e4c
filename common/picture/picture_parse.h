/* SPDX-License-Identifier: MIT */
/*
 * What picture's parsers are made of. A parser says what it waits for, and is
 * called when that has come: so it never sees how the bytes were cut up.
 */
#ifndef IMG_PICTURE_PARSE_H
#define IMG_PICTURE_PARSE_H

#include "picture/picture.h"

/* So many bytes between two parts of a picture are no longer a writer's slip.
 */
#define PICTURE_GAP_MOST ((size_t)1 << 20)

/* Waiting for more bytes than this at once is not possible. */
#define PICTURE_STEP_MOST 64

/* The bytes that were waited for; picture->at is after them. */
typedef void picture_step(struct picture *p, const uint8_t *bytes);

/* A piece of the bytes that are passed on. */
typedef void picture_through(struct picture *p, const uint8_t *bytes, size_t n);

/* Looks for an end by itself; returns how many of n > 0 bytes it took, at
 * least one unless it has changed what is waited for. */
typedef size_t picture_scan(struct picture *p, const uint8_t *bytes, size_t n);

struct picture_parser {
	/* The first wait. */
	void (*begin)(struct picture *p);
	/* At the end of the input, or NULL where complete is all there is. */
	void (*end)(struct picture *p);
	/* The last n bytes of a picture that was not read to its end: is this
	 * how it ends? Or NULL. */
	bool (*ends)(const uint8_t *bytes, size_t n);
};

extern const struct picture_parser picture_jpeg, picture_png, picture_gif,
    picture_webp, picture_bmp, picture_tiff, picture_box, picture_j2k,
    picture_jxl, picture_raf, picture_psd, picture_ico, picture_svg,
    picture_pnm;

/* The one for a type; NULL where there is none, or no type. */
const struct picture_parser *picture_parser_of(const struct media_type *type);

struct jpeg_component {
	uint8_t id, h, v, table;
};

struct jpeg {
	uint8_t code; /* of the segment being read */
	uint16_t left; /* bytes of it still to come */
	uint16_t restart; /* MCUs between restart markers, 0 for none */
	uint8_t tables; /* quantisation tables seen, a bit each */
	uint8_t ncomponents;
	struct jpeg_component components[4];
	bool twins; /* components of one name */
	bool framed, lossless, progressive, arithmetic, hierarchical, scanned;
	/* Huffman tables seen, a bit each: DC in the low half. */
	uint8_t huffman;
	uint8_t seen; /* components that were in a scan, a bit each */
	/* Of each coefficient, how many low bits are still to come (nobody sees
	 * them missing); -1: it is not there at all. */
	int8_t bits[4][64];
	bool extra; /* in a further image after the picture */
	bool open; /* which has not ended */
	bool ff; /* the last byte of entropy-coded data was FF */
	bool counted; /* the scan's restart markers can be counted */
	uint64_t restarts; /* seen in this scan */
	uint64_t units; /* MCUs of this scan */
	uint64_t start; /* of its entropy-coded data */
	uint64_t least; /* bytes that this must have */
	uint64_t mpf_base;
	uint64_t end; /* after the last whole image */
	uint64_t waited; /* bytes where a marker should have been */
	struct buf mpf;
	struct buf about; /* XMP of further images */
	struct buf rest; /* how what follows the images begins */
};

struct png {
	uint32_t left, crc, type;
	uint8_t colour;
	bool header, palette, data, after, pixels;
	uint8_t lead[2], nlead; /* how the pixels begin */
	bool odd; /* the chunk's name is none */
	uint64_t misfit_at; /* a chunk of pixels that does not fit its CRC */
	struct buf records; /* of IPTC, from texts */
	bool keeps; /* the chunk is kept: */
	struct buf payload;
	uint64_t chunk_at; /* where the chunk begins */
};

struct gif {
	bool image; /* a frame has begun */
	bool whole; /* the first one has ended */
	bool empty; /* nothing of a frame's data has come */
	bool xmp; /* what passes is XMP, the lengths of blocks too */
	uint32_t zeros; /* where a block should have been */
};

struct webp {
	uint64_t end;
	uint32_t left;
	bool begun, image, extended, metadata, pixels;
	bool moving; /* the header says so */
	bool control; /* of how it moves */
	bool alpha; /* transparency by itself */
	bool still; /* there is an image outside of frames */
	uint32_t width, height; /* of the canvas */
	struct buf *into;
};

struct bmp {
	uint32_t offset, header; /* bytes */
	uint32_t packing, bits;
	int32_t width, height;
	uint64_t least; /* bytes that the picture needs */
};

/* A part of a TIFF that is read when its place comes by. */
struct tiff_job {
	uint64_t offset;
	uint64_t count; /* elements, or bytes of a value */
	uint64_t index; /* element, of which the largest so far is: */
	uint64_t best, best_index;
	uint64_t counts; /* where the byte counts are */
	uint16_t tag, type, counts_type;
	uint8_t kind, ifd, page, sub;
};

/* A value for the EXIF that is made of a TIFF's directories. */
struct tiff_value {
	uint16_t tag, type;
	uint8_t ifd;
	uint32_t count;
	size_t at, n; /* in tiff.values */
};

enum { TIFF_JOBS = 32, TIFF_VALUES = 24 };

struct tiff {
	bool big, wide; /* byte order; BigTIFF */
	bool cfa, dng, image;
	bool directory; /* the first one was read */
	bool cut; /* something lies after the end of the file */
	uint8_t subs, pages;
	uint64_t end; /* of the picture data */
	/* The directory being read. */
	uint8_t ifd;
	uint64_t entries;
	uint32_t width, height, borders[4];
	bool reduced; /* a thumbnail, or a mask, of another one */
	uint8_t page; /* its place in the chain */
	uint8_t sub; /* and among the SubIFDs of that, from 1 */
	/* The largest page of full resolution, and how many there are. */
	bool main_reduced;
	bool meant; /* it says what samples are */
	bool apart; /* each colour by itself */
	uint16_t compression, photometric, bits, format;
	const char *undecodable;
	uint8_t full_page;
	uint32_t full_width, full_height, full;
	/* Each page so far is half of the one before it; the last one. */
	bool pyramid;
	uint32_t level_width, level_height;
	/* The largest SubIFD of full resolution. */
	uint8_t sub_page, best_sub;
	uint32_t sub_width, sub_height;
	uint64_t data_at, data_n; /* where the data is one strip */
	struct tiff_job data; /* where it is several */
	/* What is being done, and what will be. */
	struct tiff_job job;
	size_t njobs, nvalues;
	struct tiff_job jobs[TIFF_JOBS];
	struct tiff_value list[TIFF_VALUES];
	struct buf values;
};

struct box {
	uint32_t type; /* of the box being kept */
	uint64_t left;
	uint64_t data_end; /* of what the item locations point to */
	uint64_t exif_at, exif_n, xmp_at, xmp_n;
	bool sequence; /* of pictures, in a track */
	bool described, data; /* its description is there, its data is */
	bool clipped; /* not all of the box is in `inside` */
	uint64_t start; /* of the box being read */
	struct buf inside;
};

struct ico {
	uint32_t left; /* entries to come */
	uint32_t width, height, bits; /* of the best image so far */
	uint32_t at; /* where it is */
	uint64_t end; /* of the furthest image */
};

struct psd {
	bool large; /* PSB: longer counts */
	unsigned channels, depth;
	bool is_version; /* the resource that says what there is */
	uint64_t seen; /* bytes of it, or of the lengths of rows */
	uint64_t packed, length; /* sum of these, and the one being read */
	uint64_t end; /* of the resources */
	uint32_t left;
	struct buf *into; /* what the resource is kept in, or NULL */
};

struct pnm {
	uint8_t kind; /* '1' to '7' */
	bool comment, digits; /* what is being read */
	unsigned n; /* numbers read */
	uint32_t length; /* of the head */
	uint64_t numbers[4]; /* width, height, the largest value */
};

struct j2k {
	uint8_t last[2];
	uint32_t left; /* bytes of the segment of the size */
};

struct picture {
	struct picture_facts facts;
	const struct picture_parser *parser;
	uint64_t at; /* of the byte to come */
	uint64_t size; /* of all; set at the end */
	uint64_t ended; /* where the picture did */
	bool started, complete, stopped, settled;
	bool unjudged; /* this kind does not say where it ends */
	picture_reader *reader;
	void *context;
	picture_pixels *give;
	void *give_context;
	bool pixels; /* the bytes waited for are the image's */
	bool pass_pixels; /* those passed over before are */
	/* What is waited for: first the pass, then the scan or the step. */
	uint64_t pass;
	picture_through *through;
	picture_scan *scan;
	picture_step *step;
	size_t need, have;
	uint8_t gathered[PICTURE_STEP_MOST];
	size_t nhead;
	uint8_t head[PICTURE_HEAD];
	/* The parsers' own; one is used at a time, but buffers stay. */
	struct jpeg jpeg;
	struct png png;
	struct gif gif;
	struct webp webp;
	struct bmp bmp;
	struct tiff tiff;
	struct box box;
	struct j2k j2k;
	struct psd psd;
	struct pnm pnm;
	struct ico ico;
	struct xml *xml; /* of an SVG */
};

/* Waits for n bytes, at most PICTURE_STEP_MOST; for 0 only what is passed. */
void picture_expect(struct picture *p, size_t n, picture_step *step);

/* Before what is waited for, n bytes go to `through`, NULL for nowhere. */
void picture_pass(struct picture *p, uint64_t n, picture_through *through);

/* Gives all bytes to `scan` until it waits for something else. */
void picture_look(struct picture *p, picture_scan *scan);

/* Something is wrong; the first time counts. Parsing stops. */
void picture_fail(struct picture *p, enum picture_state state, const char *why);

/* The picture ended here; what follows is trailing. */
void picture_complete(struct picture *p);

/* Hands on bytes of the image where p->pixels does not do it. */
void picture_put_pixels(struct picture *p, const uint8_t *bytes, size_t n);

/* Feeds bytes to the parser, for ends that read again. */
void picture_feed(struct picture *p, const uint8_t *bytes, size_t n);

/* Appends unless the payload would get longer than it may: then it is emptied
 * and false is returned. */
bool picture_keep(struct buf *into, const uint8_t *bytes, size_t n);

/* The size is in the first bytes of a JPEG XL codestream, of which n are
 * there. */
enum { PICTURE_JXL_HEAD = 16 };
void picture_jxl_size(struct picture *p, const uint8_t *b, size_t n);

/* The size from a segment SIZ of a JPEG 2000 codestream, after its length, of
 * which n bytes are there, 39 at least; false if it is none. */
enum { PICTURE_J2K_SIZE = 45 };
bool picture_j2k_size(struct picture *p, const uint8_t *b, size_t n);

/* A scan that takes all there is. */
picture_scan picture_rest;

/* Keep what is passed as EXIF, XMP or IPTC. */
picture_through picture_keep_exif, picture_keep_xmp, picture_keep_iptc;

/* The larger of what is known and this. */
void picture_enlarge(struct picture *p, uint64_t width, uint64_t height);

static inline uint32_t
be16(const uint8_t *b)
{
	return (uint32_t)b[0] << 8 | b[1];
}

static inline uint32_t
be32(const uint8_t *b)
{
	return be16(b) << 16 | be16(b + 2);
}

static inline uint64_t
be64(const uint8_t *b)
{
	return (uint64_t)be32(b) << 32 | be32(b + 4);
}

static inline uint32_t
le16(const uint8_t *b)
{
	return (uint32_t)b[1] << 8 | b[0];
}

static inline uint32_t
le32(const uint8_t *b)
{
	return le16(b + 2) << 16 | le16(b);
}

static inline uint64_t
le64(const uint8_t *b)
{
	return (uint64_t)le32(b + 4) << 32 | le32(b);
}

#endif
