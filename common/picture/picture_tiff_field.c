/* SPDX-License-Identifier: MIT */
/* The entries of a TIFF's directories. */
#include "picture/picture_tiff.h"

enum { VALUE_MOST = 16384 };

static void
depth_field(struct picture *p, const struct tiff_field *f)
{
	if (f->inside != NULL)
		tiff_see_depth(p, f->first);
	else if (tiff_size_of(f->type) > 0)
		tiff_add_job(p,
		    (struct tiff_job){
			.kind = TIFF_DEPTH, .type = f->type, .offset = f->at});
}

/* All samples have the first one's. */
static void
format_field(struct picture *p, const struct tiff_field *f)
{
	if (f->inside != NULL)
		p->tiff.format = (uint16_t)f->first;
	else if (tiff_size_of(f->type) > 0)
		tiff_add_job(p,
		    (struct tiff_job){
			.kind = TIFF_FORMAT, .type = f->type, .offset = f->at});
}

static struct tiff_field
take_apart(const struct picture *p, const uint8_t *b)
{
	const struct tiff *t = &p->tiff;
	size_t width = tiff_pointer(t);
	struct tiff_field f = {.tag = (uint16_t)tiff_number(t, b, 2),
	    .type = (uint16_t)tiff_number(t, b + 2, 2),
	    .count = tiff_number(t, b + 4, width)};
	size_t size = tiff_size_of(f.type);

	b += 4 + width;
	if (size == 0 || f.count == 0 || f.count > UINT32_MAX) {
		f.count = 0;
	} else if (f.count * size <= width) {
		f.inside = b;
		f.n = (size_t)f.count * size;
		f.at = p->at - width;
		f.first = tiff_number(t, b, size);
	} else {
		f.at = tiff_number(t, b, width);
	}
	return f;
}

static void
keep_field(struct picture *p, const struct tiff_field *f)
{
	struct tiff *t = &p->tiff;
	struct tiff_job job = {.kind = TIFF_VALUE,
	    .tag = f->tag,
	    .type = f->type,
	    .ifd = t->ifd,
	    .offset = f->at,
	    .count = f->count * tiff_size_of(f->type)};
	bool payload = f->tag == TIFF_XMP || f->tag == TIFF_IPTC ||
	    f->tag == TIFF_PHOTOSHOP;

	if (job.count > (payload ? PICTURE_PAYLOAD_MOST : VALUE_MOST))
		return;
	if (f->inside == NULL) {
		tiff_add_job(p, job);
	} else if (!payload && t->nvalues < TIFF_VALUES) {
		tiff_add_value(t, &job);
		buf_put(&t->values, (const char *)f->inside, f->n);
	}
}

static void
sub_directories(struct picture *p, const struct tiff_field *f)
{
	struct tiff *t = &p->tiff;

	if (t->subs >= TIFF_SUBS || f->count > TIFF_SUBS ||
	    tiff_size_of(f->type) < 4)
		return;
	if (f->count == 1) {
		t->subs++;
		tiff_add_directory(p, f->first, TIFF_SUB, 1);
		return;
	}
	tiff_add_job(p,
	    (struct tiff_job){.kind = TIFF_LIST,
		.offset = f->at,
		.type = f->type,
		.count = f->count});
}

static void
offsets_field(struct tiff *t, const struct tiff_field *f)
{
	t->data.count = f->count;
	t->data.type = f->type;
	t->data.offset = f->at;
	t->data_at = f->first;
}

static void
counts_field(struct tiff *t, const struct tiff_field *f)
{
	t->data.counts = f->at;
	t->data.counts_type = f->type;
	t->data_n = f->first;
}

/* Old cameras keep a JPEG where strips should be. */
static void
data_field(struct tiff *t, const struct tiff_field *f)
{
	switch (f->tag) {
	case TIFF_STRIP_OFFSETS:
	case TIFF_TILE_OFFSETS: offsets_field(t, f); break;
	case TIFF_STRIP_COUNTS:
	case TIFF_TILE_COUNTS: counts_field(t, f); break;
	case TIFF_JPEG_OFFSET:
		if (t->data.count == 0)
			offsets_field(t, f);
		break;
	case TIFF_JPEG_LENGTH:
		if (t->data.counts == 0)
			counts_field(t, f);
		break;
	}
}

static void
picture_field(struct picture *p, const struct tiff_field *f)
{
	struct tiff *t = &p->tiff;

	switch (f->tag) {
	case TIFF_NEW_SUBFILE_TYPE: t->reduced |= (f->first & 5) != 0; break;
	case TIFF_SUBFILE_TYPE: t->reduced |= f->first == 2; break;
	case TIFF_WIDTH: t->width = (uint32_t)f->first; break;
	case TIFF_HEIGHT: t->height = (uint32_t)f->first; break;
	case TIFF_BITS:
		if (tiff_is_described(t))
			depth_field(p, f);
		break;
	case TIFF_SAMPLE_FORMAT:
		if (tiff_is_described(t))
			format_field(p, f);
		break;
	case TIFF_COMPRESSION:
		if (tiff_is_described(t))
			t->compression = (uint16_t)f->first;
		break;
	case TIFF_PLANAR:
		t->apart = tiff_is_described(t) ? f->first == 2 : t->apart;
		break;
	case TIFF_PHOTOMETRIC:
		if (tiff_is_described(t)) {
			t->photometric = (uint16_t)f->first;
			t->meant = true;
		}
		if (t->ifd != TIFF_PAGE &&
		    (f->first == 32803 || f->first == 34892))
			t->cfa = true;
		break;
	case TIFF_SUB_IFDS: sub_directories(p, f); break;
	case TIFF_EXIF_IFD:
	case TIFF_GPS_IFD:
		if (tiff_is_described(t))
			tiff_add_directory(p, f->first,
			    f->tag == TIFF_GPS_IFD ? TIFF_GPS : TIFF_EXIF, 0);
		break;
	case TIFF_DNG_VERSION: t->dng = true; break;
	case TIFF_DESCRIPTION:
	case TIFF_MAKE:
	case TIFF_ORIENTATION:
	case TIFF_ARTIST:
	case TIFF_COPYRIGHT:
	case TIFF_XMP:
	case TIFF_IPTC:
	case TIFF_PHOTOSHOP:
		if (tiff_is_described(t))
			keep_field(p, f);
		break;
	case 4:
	case 5:
	case 6:
	case 7: /* Panasonic: where the picture is on the sensor */
		t->borders[f->tag - 4] = (uint32_t)f->first;
		break;
	default: data_field(t, f);
	}
}

void
tiff_see_entry(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;
	struct tiff_field f = take_apart(p, b);

	if (f.count > 0 && t->ifd == TIFF_EXIF) {
		if (f.tag == TIFF_DATE_ORIGINAL ||
		    f.tag == TIFF_OFFSET_ORIGINAL)
			keep_field(p, &f);
	} else if (f.count > 0 && t->ifd == TIFF_GPS) {
		if (f.tag >= TIFF_GPS_LATITUDE_REF &&
		    f.tag <= TIFF_GPS_LONGITUDE)
			keep_field(p, &f);
	} else if (f.count > 0) {
		picture_field(p, &f);
	}
}
