/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "metadata/iptc.h"
#include "metadata/metadata.h"
#include "picture/decodable.h"
#include "exif_write.h"
#include "memory_gate.h"
#include "render.h"
#include "rotate.h"
#include "xmp_write.h"

enum {
	/* Below it a smaller picture looks better than a coarser one. */
	QUALITY_LEAST = 50,
	/* The portal's own limit for a web picture. */
	WEB_BYTES = 300000
};

struct renderer {
	const struct settings *settings;
	struct buf outputs[NSIZES];
	struct buf trial;
	struct buf encoded;
	/* What is written into all that is made of a picture. */
	struct buf exif, xmp, iptc;
	struct metadata *metadata;
	struct exif *preview; /* for that of a raw file's preview */
	/* The last ICC profile that was looked at. */
	struct buf profile;
	bool profile_is_srgb;
	struct buf mended; /* a PNG */
};

struct renderer *
render_new(const struct settings *settings)
{
	struct renderer *renderer = mem_array(1, sizeof *renderer);

	renderer->settings = settings;
	renderer->metadata = metadata_new();
	renderer->preview = exif_new();
	return renderer;
}

static bool
is_srgb(struct renderer *renderer, const struct jpeg *jpeg)
{
	if (jpeg->profile.at == NULL)
		return true;
	/* sRGB profiles are small. */
	if (jpeg->profile_in_parts)
		return false;
	if (!slice_equal(buf_slice(&renderer->profile), jpeg->profile)) {
		buf_clear(&renderer->profile);
		buf_put_slice(&renderer->profile, jpeg->profile);
		renderer->profile_is_srgb =
		    image_profile_is_srgb(jpeg->profile);
	}
	return renderer->profile_is_srgb;
}

static uint64_t
most_bytes(const struct settings *settings, int size)
{
	return size == WEB && settings->max_bytes > WEB_BYTES
	    ? WEB_BYTES
	    : settings->max_bytes;
}

static bool
fits(uint32_t width, uint32_t height, struct image_box box)
{
	return width <= box.width && height <= box.height;
}

/* What turns a picture upright. A preview is turned as its raw file says,
 * unless it says so itself. */
static int
orientation_of(struct renderer *renderer, const struct picture_source *source)
{
	struct slice own = source->jpeg.exif;
	int orientation = 0;

	if (source->raw && own.n > 0)
		orientation =
		    exif_read(renderer->preview, own.at, own.n).orientation;
	if (orientation == 0)
		orientation = metadata_read(renderer->metadata, source->facts)
				  .orientation;
	return orientation;
}

/* The EXIF of a TIFF, and of raw files, is the file itself. */
static void
compose_exif(struct renderer *renderer, const struct picture_source *source)
{
	const struct byte_source views[] = {
	    {.bytes = SLICE_NONE, .fd = source->fd},
	    {.bytes = buf_slice(&source->facts->exif), .fd = -1},
	    {.bytes = source->jpeg.exif, .fd = -1}};

	buf_clear(&renderer->exif);
	for (size_t i = 0; i < sizeof views / sizeof *views; i++)
		if (renderer->exif.n == 0 &&
		    (views[i].fd >= 0 || views[i].bytes.n > 0))
			exif_write_put(&renderer->exif, &views[i],
			    renderer->settings->keep_gps);
}

static void
compose_metadata(struct renderer *renderer, const struct picture_source *source)
{
	buf_clear(&renderer->xmp);
	buf_clear(&renderer->iptc);
	compose_exif(renderer, source);
	metadata_read(renderer->metadata, source->facts);
	xmp_write_put(&renderer->xmp, metadata_xmp(renderer->metadata),
	    renderer->settings->keep_gps);
	iptc_copy(&renderer->iptc, buf_slice(&source->facts->iptc));
}

static void
put_with_metadata(struct renderer *renderer, struct buf *out, struct slice jpeg)
{
	const struct jpeg_metadata metadata = {buf_slice(&renderer->exif),
	    buf_slice(&renderer->xmp), buf_slice(&renderer->iptc)};

	buf_clear(out);
	jpeg_put(out, jpeg, &metadata);
}

/* Changes metadata and rotation only; false if that is not possible. */
static bool
change_losslessly(struct renderer *renderer, struct buf *out,
    const struct picture_source *source, int orientation)
{
	struct slice bytes = {source->bytes.at, source->jpeg.end};

	compose_metadata(renderer, source);
	if (orientation > 1) {
		buf_clear(&renderer->encoded);
		if (!rotate_jpeg(&renderer->encoded, bytes, orientation))
			return false;
		bytes = buf_slice(&renderer->encoded);
	}
	put_with_metadata(renderer, out, bytes);
	return true;
}

static bool
has_position(const struct picture_source *source)
{
	const struct byte_source view = {.bytes = source->jpeg.exif, .fd = -1};

	return source->jpeg.exif.n > 0 && exif_write_look(&view).position;
}

/* Takes the source's pixels as they are, if they can be. */
static bool
take(struct renderer *renderer, const struct picture_source *source, int size,
    bool any_size, struct rendered *rendered)
{
	const struct settings *settings = renderer->settings;
	const struct jpeg *jpeg = &source->jpeg;
	uint64_t most = most_bytes(settings, size);
	struct buf *out = &renderer->outputs[size];
	int orientation;

	if (source->bytes.at == NULL || !jpeg->web || !jpeg->whole ||
	    !is_srgb(renderer, jpeg))
		return false;
	orientation = orientation_of(renderer, source);
	rendered->width = orientation >= 5 ? jpeg->height : jpeg->width;
	rendered->height = orientation >= 5 ? jpeg->width : jpeg->height;
	if (!any_size &&
	    (size == THUMBNAIL ||
		!fits(
		    rendered->width, rendered->height, settings->boxes[size])))
		return false;
	rendered->as_it_is = orientation <= 1 && !source->raw &&
	    (settings->keep_gps ||
		!(has_position(source) || jpeg->mentions_position ||
		    jpeg->trailing));
	rendered->bytes = source->bytes;
	if (!rendered->as_it_is) {
		if (!change_losslessly(renderer, out, source, orientation))
			return false;
		rendered->bytes = buf_slice(out);
	}
	return rendered->bytes.n <= most;
}

const char render_fault[] = "";

enum fit { FITS, TOO_LARGE, FAULT /* of the system: it cannot be encoded */ };

/* One attempt; if it is small enough it is in `out`. */
static enum fit
attempt(struct renderer *renderer, const struct image *image, int quality,
    uint64_t most, struct buf *out)
{
	struct buf swapped = *out;

	buf_clear(&renderer->encoded);
	if (!image_encode(image, quality, &renderer->encoded))
		return FAULT;
	put_with_metadata(
	    renderer, &renderer->trial, buf_slice(&renderer->encoded));
	if (renderer->trial.n > most)
		return TOO_LARGE;
	*out = renderer->trial;
	renderer->trial = swapped;
	return FITS;
}

/* The best quality that is small enough. */
static enum fit
encode_within(struct renderer *renderer, const struct image *image,
    uint64_t most, struct buf *out)
{
	int high = renderer->settings->quality;
	int low = high < QUALITY_LEAST ? high : QUALITY_LEAST;
	enum fit best = attempt(renderer, image, high, most, out), fit;

	if (best != TOO_LARGE)
		return best;
	while (low < high) {
		int middle = (low + high) / 2;

		fit = attempt(renderer, image, middle, most, out);
		if (fit == FAULT)
			return FAULT;
		if (fit == FITS) {
			best = FITS;
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return best;
}

/*
 * Encodes, and where that does not do makes the picture itself smaller, until
 * it is small enough. Takes the image, and gives the last one back; NULL if the
 * system fails.
 */
static struct image *
encode(struct renderer *renderer, struct image *image, int size)
{
	uint64_t most = renderer->settings->max_bytes;
	struct buf *out = &renderer->outputs[size];

	while (image != NULL) {
		enum fit fit = encode_within(renderer, image, most, out);
		uint32_t width = image_width(image);
		uint32_t height = image_height(image);
		struct image_box box = {width * 7 / 8, height * 7 / 8};
		struct image *smaller = NULL;

		if (fit == FITS)
			return image;
		if (fit == TOO_LARGE && box.width > 0 && box.height > 0)
			smaller = image_reduce(image, box);
		image_free(image);
		image = smaller;
	}
	return image;
}

/*
 * What a size is reduced from: the smallest that there is, if it is twice as
 * large or more. Then nothing is seen of the way between.
 */
static const struct image *
base_of(const struct image *pixels, struct image *const reduced[NSIZES],
    struct image_box box)
{
	const struct image *base = pixels;

	for (int i = 0; i < NSIZES; i++)
		if (reduced[i] != NULL &&
		    image_width(reduced[i]) / 2 >= box.width &&
		    image_height(reduced[i]) / 2 >= box.height &&
		    image_width(reduced[i]) < image_width(base))
			base = reduced[i];
	return base;
}

static bool
render_size(struct renderer *renderer, const struct image *reduced, int size,
    bool was_reduced, struct rendered *rendered)
{
	struct image_box box = {image_width(reduced), image_height(reduced)};
	struct image *image = renderer->settings->sharpen && was_reduced
	    ? image_sharpen(reduced)
	    : image_reduce(reduced, box);

	image = encode(renderer, image, size);
	if (image == NULL)
		return false;
	*rendered =
	    (struct rendered){.bytes = buf_slice(&renderer->outputs[size]),
		.blank = size == THUMBNAIL && image_is_blank(image),
		.width = image_width(image),
		.height = image_height(image)};
	image_free(image);
	return true;
}

static const char *
code_of(enum image_outcome outcome)
{
	switch (outcome) {
	case IMAGE_UNKNOWN: return "derive-unknown-format";
	case IMAGE_HUGE: return "derive-too-many-pixels";
	case IMAGE_FAULT: return render_fault;
	case IMAGE_GOOD:
	case IMAGE_BROKEN: break;
	}
	return "derive-broken";
}

/* The box that holds all that is still to be made. */
static struct image_box
box_of(const struct settings *settings, const struct rendered rendered[NSIZES])
{
	struct image_box box = {0, 0};

	for (int i = 0; i < NSIZES; i++) {
		if (rendered[i].bytes.at != NULL)
			continue;
		if (settings->boxes[i].width > box.width)
			box.width = settings->boxes[i].width;
		if (settings->boxes[i].height > box.height)
			box.height = settings->boxes[i].height;
	}
	return box;
}

/* All sizes that are missing, from one decoding. */
static bool
render_missing(struct renderer *renderer, const struct image *pixels,
    const struct image_head *head, struct rendered rendered[NSIZES])
{
	const struct settings *settings = renderer->settings;
	uint64_t had = (uint64_t)head->width * head->height;
	struct image *reduced[NSIZES] = {NULL};
	bool good = true;

	for (int i = 0; i < NSIZES && good; i++) {
		struct image_box box = settings->boxes[i];

		if (!is_made(settings, i) || rendered[i].bytes.at != NULL)
			continue;
		reduced[i] = image_reduce(base_of(pixels, reduced, box), box);
		good = reduced[i] != NULL &&
		    render_size(renderer, reduced[i], i,
			(uint64_t)image_width(reduced[i]) *
				image_height(reduced[i]) <
			    had,
			&rendered[i]);
	}
	for (int i = 0; i < NSIZES; i++)
		image_free(reduced[i]);
	return good;
}

/* HEIF and JPEG XL have been turned by their decoders, by what is not in its
 * EXIF. */
static bool
is_turned(const struct picture_source *source)
{
	static const char *const mimes[] = {
	    "image/heic", "image/heif", "image/avif", "image/jxl"};

	for (size_t i = 0; i < sizeof mimes / sizeof *mimes; i++)
		if (source->facts->kind != NULL &&
		    strcmp(source->facts->kind->mime, mimes[i]) == 0)
			return true;
	return false;
}

/* Of a TIFF: the page that is asked for, or else the picture. */
static struct tiff_part
part_of(const struct settings *settings, const struct picture_source *source)
{
	if (source->page > 0)
		return (struct tiff_part){source->page - 1, 0};
	if (settings->page > 0)
		return (struct tiff_part){(uint32_t)settings->page - 1, 0};
	return (struct tiff_part){source->facts->page, source->facts->sub};
}

/* Pages of a TIFF are turned one by one. */
static int
turn_of(struct renderer *renderer, const struct image_file *file,
    const struct picture_source *source)
{
	const struct image_head *head = image_head(file);

	if (is_turned(source))
		return head->orientation;
	if (head->page_orientation > 0)
		return head->page_orientation;
	return head->page_orientation < 0 ||
		part_of(renderer->settings, source).page == source->facts->page
	    ? orientation_of(renderer, source)
	    : 1;
}

/* A PNG with all its pixels, and something else wrong. */
static struct image_file *
open_mended(struct renderer *renderer, const struct picture_source *source,
    enum image_outcome *outcome)
{
	const struct image_limits *limits = &renderer->settings->limits;
	struct image_file *file = NULL;
	struct buf why = {0};
	uint64_t bytes = picture_source_mended_bytes(source);
	bool mended;

	buf_free(&renderer->mended);
	if (bytes == 0 || bytes > limits->memory || !memory_gate_enter(bytes))
		return NULL;
	mended = picture_source_mend(source, &renderer->mended);
	/* The bytes are counted with the picture from here on. */
	memory_gate_leave(bytes);
	if (mended)
		file = image_open(-1, buf_slice(&renderer->mended),
		    (struct tiff_part){0}, limits, outcome, &why);
	else
		buf_free(&renderer->mended);
	buf_free(&why);
	return file;
}

static struct image *
load_mended(struct renderer *renderer, struct image_file *file,
    const struct picture_source *source, const struct image_order *order,
    enum image_outcome *outcome)
{
	struct image *image = NULL;
	struct image_file *mended;
	struct buf why = {0};

	image_give_back(file);
	mended = open_mended(renderer, source, outcome);
	if (mended != NULL)
		image = image_load(mended, order, outcome, &why);
	image_close(mended);
	buf_free(&why);
	return image;
}

/*
 * Decoders also warn of what does no harm, a byte too many between segments
 * say; only if the image itself is damaged it is broken.
 */
static struct image *
load(struct renderer *renderer, struct image_file *file,
    const struct picture_source *source, struct image_box box,
    enum image_outcome *outcome, struct buf *why)
{
	const struct settings *settings = renderer->settings;
	bool jpeg = source->bytes.at != NULL;
	struct image_order order = {.box = box,
	    .orientation = turn_of(renderer, file, source),
	    .strict = true,
	    .halved =
		settings->quality < IMAGE_ALL_COLOURS && !settings->sharpen};
	size_t start = why->n;
	struct image *image = image_load(file, &order, outcome, why);

	if (image != NULL || *outcome != IMAGE_BROKEN)
		return image;
	if (picture_source_is_png(source))
		image = load_mended(renderer, file, source, &order, outcome);
	if (image == NULL &&
	    (jpeg ? rotate_finds_damage(source->bytes)
		  : !picture_source_is_sound(source)))
		return NULL;
	why->n = start;
	if (image != NULL)
		return image;
	order.strict = false;
	return image_load(file, &order, outcome, why);
}

static struct image_file *
open_picture(struct renderer *renderer, const struct picture_source *source,
    enum image_outcome *outcome, struct buf *why)
{
	struct tiff_part part = part_of(renderer->settings, source);
	size_t start = why->n;
	struct image_file *file;

	/* What img-check promises nothing of, though something might come out.
	 */
	if (!source->raw && part.page == source->facts->page &&
	    source->facts->undecodable != NULL) {
		buf_put_string(why, source->facts->undecodable);
		*outcome = IMAGE_UNKNOWN;
		return NULL;
	}
	file = image_open(source->fd, source->bytes, part,
	    &renderer->settings->limits, outcome, why);
	if (file == NULL && *outcome == IMAGE_BROKEN &&
	    picture_source_is_png(source))
		file = open_mended(renderer, source, outcome);
	if (file != NULL)
		why->n = start;
	else if (*outcome == IMAGE_BROKEN && source->facts->kind != NULL &&
	    picture_undecodable(source->facts) != NULL)
		*outcome = IMAGE_UNKNOWN;
	return file;
}

static enum image_outcome
decode(struct renderer *renderer, const struct picture_source *source,
    struct image_box box, struct rendered rendered[NSIZES], struct buf *why)
{
	enum image_outcome outcome = IMAGE_GOOD;
	struct image_file *file;
	const struct image_head *head;
	struct image *image;

	file = open_picture(renderer, source, &outcome, why);
	if (file == NULL)
		return outcome;
	head = image_head(file);
	image = load(renderer, file, source, box, &outcome, why);
	if (image != NULL) {
		compose_metadata(renderer, source);
		if (!render_missing(renderer, image, head, rendered)) {
			buf_put_string(
			    why, "no memory, or no threads, to encode it");
			outcome = IMAGE_FAULT;
		}
	}
	image_free(image);
	image_close(file);
	buf_free(&renderer->mended);
	return outcome;
}

/*
 * What the system failed to give once, it may give again; a picture that is
 * broken is broken twice.
 */
static const char *
decode_twice(struct renderer *renderer, const struct picture_source *source,
    struct image_box box, struct rendered rendered[NSIZES], struct buf *why)
{
	struct rendered before[NSIZES];
	size_t start = why->n;
	enum image_outcome outcome;

	memcpy(before, rendered, sizeof before);
	outcome = decode(renderer, source, box, rendered, why);
	if (outcome == IMAGE_BROKEN || outcome == IMAGE_FAULT) {
		why->n = start;
		memcpy(rendered, before, sizeof before);
		outcome = decode(renderer, source, box, rendered, why);
	}
	return outcome == IMAGE_GOOD ? NULL : code_of(outcome);
}

const char *
render(struct renderer *renderer, const struct picture_source *source,
    const struct picture_source *const existing[NSIZES],
    struct rendered rendered[NSIZES], struct buf *why)
{
	const struct settings *settings = renderer->settings;
	struct image_box box;

	for (int i = 0; i < NSIZES; i++) {
		rendered[i] = (struct rendered){.bytes = SLICE_NONE};
		if (!is_made(settings, i))
			continue;
		if (existing[i] != NULL &&
		    take(renderer, existing[i], i, true, &rendered[i])) {
			rendered[i].as_it_is = false;
			continue;
		}
		if (!take(renderer, source, i, false, &rendered[i]))
			rendered[i] = (struct rendered){.bytes = SLICE_NONE};
	}
	for (int i = 0; i < NSIZES; i++)
		if (!is_made(settings, i))
			rendered[i].bytes = SLICE("");
	box = box_of(settings, rendered);
	return box.width > 0
	    ? decode_twice(renderer, source, box, rendered, why)
	    : NULL;
}

const char *
render_look_ahead(struct renderer *renderer,
    const struct picture_source *source, struct buf *why)
{
	enum image_outcome outcome;
	struct image_file *file = open_picture(renderer, source, &outcome, why);

	image_close(file);
	return file != NULL ? NULL : code_of(outcome);
}
