/* SPDX-License-Identifier: MIT */
/*
 * TIFF, BigTIFF and the raw formats built on it: TIFF 6.0, DNG 1.6.
 *
 * Directories and values may be anywhere. What lies ahead is read as it comes
 * by; what lies after is read again at the end, if there is a reader.
 */
#include <assert.h>

#include "picture/picture_parse.h"

enum { MAIN, SUB, PAGE, EXIF, GPS };
enum { DIRECTORY, LIST, VALUE, LARGEST, LENGTH, DEPTH, FORMAT };
enum { SUBS = 16, PAGES = 64, ENTRIES = 65535 };
enum { VALUE_MOST = 16384, ELEMENTS_MOST = 1 << 20 };

enum {
	NEW_SUBFILE_TYPE = 254,
	SUBFILE_TYPE = 255,
	WIDTH = 256,
	HEIGHT = 257,
	BITS = 258,
	COMPRESSION = 259,
	PHOTOMETRIC = 262,
	DESCRIPTION = 270,
	MAKE = 271,
	STRIP_OFFSETS = 273,
	ORIENTATION = 274,
	STRIP_COUNTS = 279,
	PLANAR = 284,
	ARTIST = 315,
	TILE_OFFSETS = 324,
	TILE_COUNTS = 325,
	SUB_IFDS = 330,
	SAMPLE_FORMAT = 339,
	JPEG_OFFSET = 513,
	JPEG_LENGTH = 514,
	XMP = 700,
	COPYRIGHT = 33432,
	IPTC = 33723,
	PHOTOSHOP = 34377,
	EXIF_IFD = 34665,
	GPS_IFD = 34853,
	DNG_VERSION = 50706,
	GPS_LATITUDE_REF = 1,
	GPS_LONGITUDE = 4,
	DATE_ORIGINAL = 36867,
	OFFSET_ORIGINAL = 36881
};

static picture_step entry, next_job, next_directory;

static uint64_t
number(const struct tiff *t, const uint8_t *b, size_t n)
{
	switch (n) {
	case 1: return b[0];
	case 2: return t->big ? be16(b) : le16(b);
	case 4: return t->big ? be32(b) : le32(b);
	default: return t->big ? be64(b) : le64(b);
	}
}

static size_t
size_of(uint64_t type)
{
	static const uint8_t sizes[] = {
	    0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

	return type < sizeof sizes ? sizes[type] : 0;
}

static size_t
pointer(const struct tiff *t)
{
	return t->wide ? 8 : 4;
}

static void
add_job(struct picture *p, struct tiff_job job)
{
	struct tiff *t = &p->tiff;

	if (t->njobs < TIFF_JOBS)
		t->jobs[t->njobs++] = job;
}

/* The job that lies ahead, and nearest; or njobs. */
static size_t
nearest(const struct tiff *t, uint64_t from)
{
	size_t found = t->njobs;

	for (size_t i = 0; i < t->njobs; i++)
		if (t->jobs[i].offset >= from &&
		    (found == t->njobs ||
			t->jobs[i].offset < t->jobs[found].offset))
			found = i;
	return found;
}

static void
keep_value(struct picture *p, const uint8_t *bytes, size_t n)
{
	buf_put(&p->tiff.values, (const char *)bytes, n);
}

static void
add_value(struct tiff *t, const struct tiff_job *job)
{
	size_t n = (size_t)job->count, size = size_of(job->type);

	/* Fields of unknown types have no values: take_apart(). */
	assert(size > 0);
	t->list[t->nvalues++] = (struct tiff_value){.tag = job->tag,
	    .type = job->type,
	    .ifd = job->ifd,
	    .count = (uint32_t)(n / size),
	    .at = t->values.n,
	    .n = n};
}

static void
run_value(struct picture *p)
{
	struct tiff *t = &p->tiff;
	picture_through *keep = keep_value;

	if (t->job.tag == XMP)
		keep = picture_keep_xmp;
	else if (t->job.tag == IPTC || t->job.tag == PHOTOSHOP)
		keep = picture_keep_iptc;
	else if (t->nvalues < TIFF_VALUES)
		add_value(t, &t->job);
	else
		keep = NULL;
	picture_expect(p, 0, next_job);
	picture_pass(p, t->job.count, keep);
}

static void
data_ends(struct tiff *t, uint64_t offset, uint64_t length)
{
	uint64_t end =
	    offset > UINT64_MAX - length ? UINT64_MAX : offset + length;

	t->image = true;
	if (end > t->end)
		t->end = end;
}

static void
length(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;

	data_ends(t, t->job.best, number(t, b, size_of(t->job.type)));
	next_job(p, NULL);
}

static void
element(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;
	struct tiff_job *job = &t->job;
	uint64_t offset = number(t, b, size_of(job->type));

	if (offset >= job->best) {
		job->best = offset;
		job->best_index = job->index;
	}
	if (++job->index < job->count) {
		picture_expect(p, size_of(job->type), element);
		return;
	}
	add_job(p,
	    (struct tiff_job){.kind = LENGTH,
		.best = job->best,
		.type = job->counts_type,
		.offset =
		    job->counts + job->best_index * size_of(job->counts_type)});
	next_job(p, NULL);
}

static void
add_directory(struct picture *p, uint64_t offset, uint8_t ifd, uint8_t sub)
{
	add_job(p,
	    (struct tiff_job){.kind = DIRECTORY,
		.offset = offset,
		.ifd = ifd,
		.page = p->tiff.pages,
		.sub = sub});
}

/* Several SubIFDs are a list of offsets. */
static void
listed(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;

	t->job.index++;
	if (t->subs++ < SUBS)
		add_directory(p, number(t, b, size_of(t->job.type)), SUB,
		    (uint8_t)t->job.index);
	if (--t->job.count > 0)
		picture_expect(p, size_of(t->job.type), listed);
	else
		next_job(p, NULL);
}

static void
count(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;

	t->entries = number(t, b, t->wide ? 8 : 2);
	if (t->ifd == MAIN && (t->entries == 0 || t->entries > ENTRIES))
		picture_fail(p, PICTURE_CORRUPT, "a bad directory");
	else if (t->entries == 0 || t->entries > ENTRIES)
		next_job(p, NULL);
	else
		picture_expect(p, t->wide ? 20 : 12, entry);
}

/* An entry taken apart; `at` is where its value is in the file. */
struct field {
	uint16_t tag, type;
	uint64_t count, at, first;
	const uint8_t *inside; /* the value, where it is in the entry */
	size_t n;
};

/* Bits of a sample that img-derive can read. */
static void
see_depth(struct picture *p, uint64_t bits)
{
	p->tiff.bits = (uint16_t)bits;
	if (bits > 32)
		p->tiff.undecodable = "a TIFF with samples of so many bits";
}

static void
depth(struct picture *p, const uint8_t *b)
{
	see_depth(p, number(&p->tiff, b, size_of(p->tiff.job.type)));
	next_job(p, NULL);
}

static void
depth_field(struct picture *p, const struct field *f)
{
	if (f->inside != NULL)
		see_depth(p, f->first);
	else if (size_of(f->type) > 0)
		add_job(p,
		    (struct tiff_job){
			.kind = DEPTH, .type = f->type, .offset = f->at});
}

/* All samples have the first one's. */
static void
format_field(struct picture *p, const struct field *f)
{
	if (f->inside != NULL)
		p->tiff.format = (uint16_t)f->first;
	else if (size_of(f->type) > 0)
		add_job(p,
		    (struct tiff_job){
			.kind = FORMAT, .type = f->type, .offset = f->at});
}

static void
format(struct picture *p, const uint8_t *b)
{
	p->tiff.format =
	    (uint16_t)number(&p->tiff, b, size_of(p->tiff.job.type));
	next_job(p, NULL);
}

/* What libtiff would give in false colours. */
static void
see_compression(struct picture *p)
{
	enum { RGB = 2, YCBCR = 6, JPEG = 7 };
	struct tiff *t = &p->tiff;

	if (t->photometric <= RGB && t->format > 1 && t->format != 4)
		t->undecodable = "a TIFF with signed or floating-point samples";
	else if (t->photometric > RGB && t->bits > 1 && t->bits != 2 &&
	    t->bits != 4 && t->bits != 8 && t->bits != 16 && t->bits != 32)
		t->undecodable = "a TIFF with samples of odd bits";
	if (t->photometric == YCBCR && t->apart && t->compression != JPEG)
		t->undecodable = "a TIFF in YCbCr with each colour apart";
	if (!t->meant)
		t->undecodable =
		    "a TIFF that does not say what its samples are";
}

static void
run_job(struct picture *p)
{
	struct tiff *t = &p->tiff;
	uint64_t ahead = t->job.offset - p->at;

	switch (t->job.kind) {
	case DIRECTORY:
		t->ifd = t->job.ifd;
		t->page = t->job.page;
		t->sub = t->job.sub;
		t->reduced = false;
		t->width = t->height = 0;
		t->data = (struct tiff_job){0};
		t->data_at = t->data_n = 0;
		memset(t->borders, 0, sizeof t->borders);
		picture_expect(p, t->wide ? 8 : 2, count);
		break;
	case LIST: picture_expect(p, size_of(t->job.type), listed); break;
	case LARGEST: picture_expect(p, size_of(t->job.type), element); break;
	case LENGTH: picture_expect(p, size_of(t->job.type), length); break;
	case DEPTH: picture_expect(p, size_of(t->job.type), depth); break;
	case FORMAT: picture_expect(p, size_of(t->job.type), format); break;
	}
	picture_pass(p, ahead, NULL);
}

static void
value_job(struct picture *p, const uint8_t *none)
{
	(void)none;
	run_value(p);
}

static void
next_job(struct picture *p, const uint8_t *none)
{
	struct tiff *t = &p->tiff;
	size_t i = nearest(t, p->at);

	(void)none;
	if (i == t->njobs) {
		picture_look(p, picture_rest);
		return;
	}
	t->job = t->jobs[i];
	t->jobs[i] = t->jobs[--t->njobs];
	if (t->job.kind != VALUE) {
		run_job(p);
		return;
	}
	picture_expect(p, 0, value_job);
	picture_pass(p, t->job.offset - p->at, NULL);
}

/* The data of a directory's picture, once all of its entries are read. */
static void
locate_data(struct picture *p)
{
	struct tiff *t = &p->tiff;
	struct tiff_job *data = &t->data;

	if (data->count == 0 || size_of(data->type) == 0)
		return;
	if (data->count == 1) {
		data_ends(t, t->data_at, t->data_n);
		return;
	}
	t->image = true;
	if (data->counts == 0 || size_of(data->counts_type) == 0)
		return;
	if (data->count > ELEMENTS_MOST) {
		uint64_t beyond = data->count - ELEMENTS_MOST;

		data->offset += beyond * size_of(data->type);
		data->counts += beyond * size_of(data->counts_type);
		data->count = ELEMENTS_MOST;
	}
	data->kind = LARGEST;
	add_job(p, *data);
}

static void
next_directory(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;
	uint64_t offset = number(t, b, pointer(t));

	if ((t->ifd == MAIN || t->ifd == PAGE) && offset != 0 &&
	    t->pages < PAGES) {
		t->pages++;
		add_directory(p, offset, PAGE, 0);
	}
	next_job(p, NULL);
}

/* Half of it, however it was rounded. */
static bool
is_half(uint32_t of, uint32_t half)
{
	return half == of / 2 || half == of / 2 + of % 2;
}

/* A page of the picture's own size, not a smaller one or a mask for it. */
static void
count_page(struct tiff *t)
{
	uint64_t size = (uint64_t)t->width * t->height;

	if (t->ifd == MAIN)
		t->main_reduced = t->reduced;
	if (t->reduced || size == 0)
		return;
	t->pyramid = t->full == 0 ||
	    (t->pyramid && is_half(t->level_width, t->width) &&
		is_half(t->level_height, t->height));
	t->level_width = t->width;
	t->level_height = t->height;
	t->full++;
	if (size <= (uint64_t)t->full_width * t->full_height)
		return;
	t->full_width = t->width;
	t->full_height = t->height;
	t->full_page = t->page;
}

/* Some programs have a thumbnail as the page, and the picture below it. */
static void
see_sub(struct tiff *t)
{
	uint64_t size = (uint64_t)t->width * t->height;

	if (t->reduced || size <= (uint64_t)t->sub_width * t->sub_height)
		return;
	t->sub_width = t->width;
	t->sub_height = t->height;
	t->sub_page = t->page;
	t->best_sub = t->sub;
}

static void
directory_ends(struct picture *p)
{
	struct tiff *t = &p->tiff;

	if (t->borders[2] > t->borders[0] && t->borders[3] > t->borders[1]) {
		t->height = t->borders[2] - t->borders[0];
		t->width = t->borders[3] - t->borders[1];
	}
	if (t->ifd == MAIN || t->ifd == SUB)
		picture_enlarge(p, t->width, t->height);
	if (t->ifd == MAIN || t->ifd == PAGE)
		count_page(t);
	else if (t->ifd == SUB)
		see_sub(t);
	if (t->ifd != EXIF && t->ifd != GPS)
		locate_data(p);
	if (t->ifd == MAIN)
		t->directory = true;
	picture_expect(p, pointer(t), next_directory);
}

static struct field
take_apart(const struct picture *p, const uint8_t *b)
{
	const struct tiff *t = &p->tiff;
	size_t width = pointer(t);
	struct field f = {.tag = (uint16_t)number(t, b, 2),
	    .type = (uint16_t)number(t, b + 2, 2),
	    .count = number(t, b + 4, width)};
	size_t size = size_of(f.type);

	b += 4 + width;
	if (size == 0 || f.count == 0 || f.count > UINT32_MAX) {
		f.count = 0;
	} else if (f.count * size <= width) {
		f.inside = b;
		f.n = (size_t)f.count * size;
		f.at = p->at - width;
		f.first = number(t, b, size);
	} else {
		f.at = number(t, b, width);
	}
	return f;
}

static void
keep_field(struct picture *p, const struct field *f)
{
	struct tiff *t = &p->tiff;
	struct tiff_job job = {.kind = VALUE,
	    .tag = f->tag,
	    .type = f->type,
	    .ifd = t->ifd,
	    .offset = f->at,
	    .count = f->count * size_of(f->type)};
	bool payload = f->tag == XMP || f->tag == IPTC || f->tag == PHOTOSHOP;

	if (job.count > (payload ? PICTURE_PAYLOAD_MOST : VALUE_MOST))
		return;
	if (f->inside == NULL) {
		add_job(p, job);
	} else if (!payload && t->nvalues < TIFF_VALUES) {
		add_value(t, &job);
		buf_put(&t->values, (const char *)f->inside, f->n);
	}
}

static void
sub_directories(struct picture *p, const struct field *f)
{
	struct tiff *t = &p->tiff;

	if (t->subs >= SUBS || f->count > SUBS || size_of(f->type) < 4)
		return;
	if (f->count == 1) {
		t->subs++;
		add_directory(p, f->first, SUB, 1);
		return;
	}
	add_job(p,
	    (struct tiff_job){.kind = LIST,
		.offset = f->at,
		.type = f->type,
		.count = f->count});
}

static void
offsets_field(struct tiff *t, const struct field *f)
{
	t->data.count = f->count;
	t->data.type = f->type;
	t->data.offset = f->at;
	t->data_at = f->first;
}

static void
counts_field(struct tiff *t, const struct field *f)
{
	t->data.counts = f->at;
	t->data.counts_type = f->type;
	t->data_n = f->first;
}

/* Old cameras keep a JPEG where strips should be. */
static void
data_field(struct tiff *t, const struct field *f)
{
	switch (f->tag) {
	case STRIP_OFFSETS:
	case TILE_OFFSETS: offsets_field(t, f); break;
	case STRIP_COUNTS:
	case TILE_COUNTS: counts_field(t, f); break;
	case JPEG_OFFSET:
		if (t->data.count == 0)
			offsets_field(t, f);
		break;
	case JPEG_LENGTH:
		if (t->data.counts == 0)
			counts_field(t, f);
		break;
	}
}

/* The page whose metadata is the picture's: the first of full resolution. */
static bool
is_described(const struct tiff *t)
{
	return t->ifd == MAIN ||
	    (t->ifd == PAGE && t->main_reduced && !t->reduced && t->full == 0);
}

static void
picture_field(struct picture *p, const struct field *f)
{
	struct tiff *t = &p->tiff;

	switch (f->tag) {
	case NEW_SUBFILE_TYPE: t->reduced |= (f->first & 5) != 0; break;
	case SUBFILE_TYPE: t->reduced |= f->first == 2; break;
	case WIDTH: t->width = (uint32_t)f->first; break;
	case HEIGHT: t->height = (uint32_t)f->first; break;
	case BITS:
		if (is_described(t))
			depth_field(p, f);
		break;
	case SAMPLE_FORMAT:
		if (is_described(t))
			format_field(p, f);
		break;
	case COMPRESSION:
		if (is_described(t))
			t->compression = (uint16_t)f->first;
		break;
	case PLANAR:
		t->apart = is_described(t) ? f->first == 2 : t->apart;
		break;
	case PHOTOMETRIC:
		if (is_described(t)) {
			t->photometric = (uint16_t)f->first;
			t->meant = true;
		}
		if (t->ifd != PAGE && (f->first == 32803 || f->first == 34892))
			t->cfa = true;
		break;
	case SUB_IFDS: sub_directories(p, f); break;
	case EXIF_IFD:
		if (is_described(t))
			add_directory(p, f->first, EXIF, 0);
		break;
	case GPS_IFD:
		if (is_described(t))
			add_directory(p, f->first, GPS, 0);
		break;
	case DNG_VERSION: t->dng = true; break;
	case DESCRIPTION:
	case MAKE:
	case ORIENTATION:
	case ARTIST:
	case COPYRIGHT:
	case XMP:
	case IPTC:
	case PHOTOSHOP:
		if (is_described(t))
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

static void
entry(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;
	struct field f = take_apart(p, b);

	if (f.count > 0 && t->ifd == EXIF) {
		if (f.tag == DATE_ORIGINAL || f.tag == OFFSET_ORIGINAL)
			keep_field(p, &f);
	} else if (f.count > 0 && t->ifd == GPS) {
		if (f.tag >= GPS_LATITUDE_REF && f.tag <= GPS_LONGITUDE)
			keep_field(p, &f);
	} else if (f.count > 0) {
		picture_field(p, &f);
	}
	if (--t->entries > 0)
		picture_expect(p, t->wide ? 20 : 12, entry);
	else
		directory_ends(p);
}

static void
first_directory(struct picture *p, uint64_t offset)
{
	if (offset < 8) {
		picture_fail(p, PICTURE_CORRUPT, "no directory");
		return;
	}
	add_directory(p, offset, MAIN, 0);
	p->settled = true;
	next_job(p, NULL);
}

static void
wide_offset(struct picture *p, const uint8_t *b)
{
	first_directory(p, number(&p->tiff, b, 8));
}

static void
header(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;

	t->big = b[0] == 'M';
	t->wide = number(t, b + 2, 2) == 43;
	if (t->wide)
		picture_expect(p, 8, wide_offset);
	else
		first_directory(p, number(t, b + 4, 4));
}

static void
begin(struct picture *p)
{
	struct buf values = p->tiff.values;

	buf_clear(&values);
	p->tiff = (struct tiff){.values = values};
	picture_expect(p, 8, header);
}

/* Behind the end; of metadata the picture itself can do without. */
static void
missing(struct picture *p, const struct tiff_job *job)
{
	if (job->kind == VALUE ||
	    (job->kind == DIRECTORY && (job->ifd == EXIF || job->ifd == GPS)))
		p->facts.extra_cut = true;
	else
		p->tiff.cut = true;
}

static bool
is_idle(const struct picture *p)
{
	return p->stopped || p->scan == picture_rest;
}

/* Goes on with what is being waited for, from the reader. */
static void
read_on(struct picture *p)
{
	uint8_t piece[512];

	while (!is_idle(p) && p->at < p->size) {
		if (p->pass > 0 && p->through == NULL) {
			p->at += p->pass;
			p->pass = 0;
			picture_feed(p, piece, 0);
			continue;
		}
		size_t n = p->reader(p->context, p->at, piece, sizeof piece);

		if (n == 0)
			break;
		picture_feed(p, piece, n);
	}
	if (!is_idle(p) && p->step != next_directory)
		missing(p, &p->tiff.job);
}

static void
read_what_is_left(struct picture *p)
{
	struct tiff *t = &p->tiff;

	read_on(p);
	while (t->njobs > 0 && !p->stopped) {
		size_t i = nearest(t, 0);

		p->at = t->jobs[i].offset;
		p->pass = 0;
		if (p->at >= p->size) {
			missing(p, &t->jobs[i]);
			t->jobs[i] = t->jobs[--t->njobs];
			continue;
		}
		next_job(p, NULL);
		read_on(p);
	}
}

static void
put_number(const struct tiff *t, struct buf *out, uint32_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_put_char(
		    out, (char)(value >> 8 * (t->big ? n - 1 - i : i) & 0xFF));
}

/* The directory of the EXIF that a value goes to. */
static uint8_t
place_of(const struct tiff_value *value)
{
	return value->ifd == EXIF || value->ifd == GPS ? value->ifd : MAIN;
}

/* What the picture's page says goes before what its thumbnail's did. */
static bool
is_said_again(const struct tiff *t, size_t i)
{
	for (size_t k = i + 1; k < t->nvalues; k++)
		if (t->list[k].tag == t->list[i].tag &&
		    place_of(&t->list[k]) == place_of(&t->list[i]))
			return true;
	return false;
}

static void
drop_what_is_said_again(struct tiff *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nvalues; i++)
		if (!is_said_again(t, i))
			t->list[n++] = t->list[i];
	t->nvalues = n;
}

/* How many of the values are a directory's. */
static size_t
count_values(const struct tiff *t, uint8_t ifd)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nvalues; i++)
		n += place_of(&t->list[i]) == ifd;
	return n;
}

static void
put_entry(const struct tiff *t, struct buf *out, const struct tiff_value *v,
    size_t behind)
{
	put_number(t, out, v->tag, 2);
	put_number(t, out, v->type, 2);
	put_number(t, out, v->count, 4);
	if (v->n > 4) {
		put_number(t, out, (uint32_t)(behind + v->at), 4);
	} else {
		buf_put(out, t->values.at + v->at, v->n);
		buf_put(out, "\0\0\0\0", 4 - v->n);
	}
}

/* The entries of one directory; `after` is where their values will be. */
static void
put_entries(const struct tiff *t, struct buf *out, uint8_t ifd, size_t behind)
{
	for (size_t i = 0; i < t->nvalues; i++)
		if (place_of(&t->list[i]) == ifd)
			put_entry(t, out, &t->list[i], behind);
}

static void
put_pointer(const struct tiff *t, struct buf *out, uint32_t tag, size_t at)
{
	put_number(t, out, tag, 2);
	put_number(t, out, 4, 2);
	put_number(t, out, 1, 4);
	put_number(t, out, (uint32_t)at, 4);
}

/* A small EXIF of the values that were kept, as if from a JPEG. */
static void
make_exif(struct picture *p)
{
	enum { HEAD = 8, FRAME = 2 + 4, ENTRY = 12 };
	const struct tiff *t = &p->tiff;
	struct buf *out = &p->facts.exif;
	size_t nmain = count_values(t, MAIN) + 2, nexif = count_values(t, EXIF);
	size_t ngps = count_values(t, GPS);
	size_t exif = HEAD + FRAME + ENTRY * nmain;
	size_t gps = exif + FRAME + ENTRY * nexif;
	size_t behind = gps + FRAME + ENTRY * ngps;

	buf_put_string(out, t->big ? "MM" : "II");
	put_number(t, out, 42, 2);
	put_number(t, out, HEAD, 4);
	put_number(t, out, (uint32_t)nmain, 2);
	put_entries(t, out, MAIN, behind);
	put_pointer(t, out, EXIF_IFD, exif);
	put_pointer(t, out, GPS_IFD, gps);
	put_number(t, out, 0, 4);
	put_number(t, out, (uint32_t)nexif, 2);
	put_entries(t, out, EXIF, behind);
	put_number(t, out, 0, 4);
	put_number(t, out, (uint32_t)ngps, 2);
	put_entries(t, out, GPS, behind);
	put_number(t, out, 0, 4);
	buf_put_slice(out, buf_slice(&t->values));
}

static bool
is_make(const struct tiff *t, const char *name)
{
	for (size_t i = 0; i < t->nvalues; i++) {
		const struct tiff_value *v = &t->list[i];

		if (v->tag == MAKE)
			return v->n >= strlen(name) &&
			    memcmp(t->values.at + v->at, name, strlen(name)) ==
			    0;
	}
	return false;
}

/* Raw formats are TIFFs that hold what the sensor saw. */
static void
name_kind(struct picture *p)
{
	static const struct {
		const char *make, *mime;
	} makers[] = {
	    {"NIKON", "image/x-nikon-nef"},
	    {"SONY", "image/x-sony-arw"},
	    {"PENTAX", "image/x-pentax-pef"},
	    {"RICOH", "image/x-pentax-pef"},
	    {"SAMSUNG", "image/x-samsung-srw"},
	};
	const struct tiff *t = &p->tiff;

	if (t->dng)
		p->facts.kind = media_type_find(SLICE("image/x-adobe-dng"));
	if (t->dng || !t->cfa || strcmp(p->facts.kind->mime, "image/tiff") != 0)
		return;
	for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
		if (is_make(t, makers[i].make))
			p->facts.kind =
			    media_type_find(slice_of(makers[i].mime));
}

/* Other formats built on TIFF have their previews as pages. */
static void
choose_page(struct picture *p)
{
	const struct tiff *t = &p->tiff;
	bool below = (uint64_t)t->sub_width * t->sub_height >
	    (uint64_t)t->full_width * t->full_height;

	if (strcmp(p->facts.kind->mime, "image/tiff") != 0 ||
	    (t->full == 0 && !below))
		return;
	see_compression(p);
	p->facts.undecodable = t->undecodable;
	if (below) {
		p->facts.page = t->sub_page;
		p->facts.sub = t->best_sub;
		return;
	}
	p->facts.page = t->full_page;
	/* Two may be pages at two resolutions. */
	p->facts.pages = t->pyramid && t->full > 2 ? 1 : t->full;
	if (t->main_reduced)
		p->facts.width = p->facts.height = 0;
	picture_enlarge(p, t->full_width, t->full_height);
}

static void
end(struct picture *p)
{
	struct tiff *t = &p->tiff;
	bool all = p->at >= p->size || p->reader != NULL;

	if (p->facts.why != NULL)
		return;
	if (p->reader != NULL)
		read_what_is_left(p);
	else if (!is_idle(p) && p->step != next_directory)
		missing(p, &t->job);
	name_kind(p);
	choose_page(p);
	drop_what_is_said_again(t);
	if (t->nvalues > 0)
		make_exif(p);
	p->at = p->size;
	if (t->cut || t->end > p->size)
		picture_fail(p, PICTURE_TRUNCATED,
		    "its directories point beyond its end");
	else if (t->directory && !t->image)
		picture_fail(p, PICTURE_BARE, "no image data");
	else if (all && t->directory && t->njobs == 0)
		p->complete = true;
	p->ended = p->size;
	p->stopped = true;
}

const struct picture_parser picture_tiff = {begin, end, NULL};
