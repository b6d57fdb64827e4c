/* SPDX-License-Identifier: MIT */
/*
 * TIFF, BigTIFF and the raw formats built on it: TIFF 6.0, DNG 1.6.
 *
 * Directories and values may be anywhere. What lies ahead is read as it comes
 * by; what lies after is read again at the end, if there is a reader.
 */
#include "picture/picture_tiff.h"

enum { PAGES = 64, ENTRIES = 65535, ELEMENTS_MOST = 1 << 20 };

static picture_step entry, next_job, next_directory;

void
tiff_add_job(struct picture *p, struct tiff_job job)
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
run_value(struct picture *p)
{
	struct tiff *t = &p->tiff;
	picture_through *keep = keep_value;

	if (t->job.tag == TIFF_XMP)
		keep = picture_keep_xmp;
	else if (t->job.tag == TIFF_IPTC || t->job.tag == TIFF_PHOTOSHOP)
		keep = picture_keep_iptc;
	else if (t->nvalues < TIFF_VALUES)
		tiff_add_value(t, &t->job);
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

	data_ends(t, t->job.best, tiff_number(t, b, tiff_size_of(t->job.type)));
	next_job(p, NULL);
}

static void
element(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;
	struct tiff_job *job = &t->job;
	uint64_t offset = tiff_number(t, b, tiff_size_of(job->type));

	if (offset >= job->best) {
		job->best = offset;
		job->best_index = job->index;
	}
	if (++job->index < job->count) {
		picture_expect(p, tiff_size_of(job->type), element);
		return;
	}
	tiff_add_job(p,
	    (struct tiff_job){.kind = TIFF_LENGTH,
		.best = job->best,
		.type = job->counts_type,
		.offset = job->counts +
		    job->best_index * tiff_size_of(job->counts_type)});
	next_job(p, NULL);
}

void
tiff_add_directory(struct picture *p, uint64_t offset, uint8_t ifd, uint8_t sub)
{
	tiff_add_job(p,
	    (struct tiff_job){.kind = TIFF_DIRECTORY,
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
	if (t->subs++ < TIFF_SUBS)
		tiff_add_directory(p,
		    tiff_number(t, b, tiff_size_of(t->job.type)), TIFF_SUB,
		    (uint8_t)t->job.index);
	if (--t->job.count > 0)
		picture_expect(p, tiff_size_of(t->job.type), listed);
	else
		next_job(p, NULL);
}

static void
count(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;

	t->entries = tiff_number(t, b, t->wide ? 8 : 2);
	if (t->ifd == TIFF_MAIN && (t->entries == 0 || t->entries > ENTRIES))
		picture_fail(p, PICTURE_CORRUPT, "a bad directory");
	else if (t->entries == 0 || t->entries > ENTRIES)
		next_job(p, NULL);
	else
		picture_expect(p, t->wide ? 20 : 12, entry);
}

static void
depth(struct picture *p, const uint8_t *b)
{
	tiff_see_depth(
	    p, tiff_number(&p->tiff, b, tiff_size_of(p->tiff.job.type)));
	next_job(p, NULL);
}

static void
format(struct picture *p, const uint8_t *b)
{
	p->tiff.format =
	    (uint16_t)tiff_number(&p->tiff, b, tiff_size_of(p->tiff.job.type));
	next_job(p, NULL);
}

static void
run_job(struct picture *p)
{
	struct tiff *t = &p->tiff;
	uint64_t ahead = t->job.offset - p->at;

	switch (t->job.kind) {
	case TIFF_DIRECTORY:
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
	case TIFF_LIST:
		picture_expect(p, tiff_size_of(t->job.type), listed);
		break;
	case TIFF_LARGEST:
		picture_expect(p, tiff_size_of(t->job.type), element);
		break;
	case TIFF_LENGTH:
		picture_expect(p, tiff_size_of(t->job.type), length);
		break;
	case TIFF_DEPTH:
		picture_expect(p, tiff_size_of(t->job.type), depth);
		break;
	case TIFF_FORMAT:
		picture_expect(p, tiff_size_of(t->job.type), format);
		break;
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
	if (t->job.kind != TIFF_VALUE) {
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

	if (data->count == 0 || tiff_size_of(data->type) == 0)
		return;
	if (data->count == 1) {
		data_ends(t, t->data_at, t->data_n);
		return;
	}
	t->image = true;
	if (data->counts == 0 || tiff_size_of(data->counts_type) == 0)
		return;
	if (data->count > ELEMENTS_MOST) {
		uint64_t beyond = data->count - ELEMENTS_MOST;

		data->offset += beyond * tiff_size_of(data->type);
		data->counts += beyond * tiff_size_of(data->counts_type);
		data->count = ELEMENTS_MOST;
	}
	data->kind = TIFF_LARGEST;
	tiff_add_job(p, *data);
}

static void
next_directory(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;
	uint64_t offset = tiff_number(t, b, tiff_pointer(t));

	if ((t->ifd == TIFF_MAIN || t->ifd == TIFF_PAGE) && offset != 0 &&
	    t->pages < PAGES) {
		t->pages++;
		tiff_add_directory(p, offset, TIFF_PAGE, 0);
	}
	next_job(p, NULL);
}

static void
directory_ends(struct picture *p)
{
	struct tiff *t = &p->tiff;

	if (t->borders[2] > t->borders[0] && t->borders[3] > t->borders[1]) {
		t->height = t->borders[2] - t->borders[0];
		t->width = t->borders[3] - t->borders[1];
	}
	if (t->ifd == TIFF_MAIN || t->ifd == TIFF_SUB)
		picture_enlarge(p, t->width, t->height);
	if (t->ifd == TIFF_MAIN || t->ifd == TIFF_PAGE)
		tiff_count_page(t);
	else if (t->ifd == TIFF_SUB)
		tiff_see_sub(t);
	if (t->ifd != TIFF_EXIF && t->ifd != TIFF_GPS)
		locate_data(p);
	if (t->ifd == TIFF_MAIN)
		t->directory = true;
	picture_expect(p, tiff_pointer(t), next_directory);
}

static void
entry(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;

	tiff_see_entry(p, b);
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
	tiff_add_directory(p, offset, TIFF_MAIN, 0);
	p->settled = true;
	next_job(p, NULL);
}

static void
wide_offset(struct picture *p, const uint8_t *b)
{
	first_directory(p, tiff_number(&p->tiff, b, 8));
}

static void
header(struct picture *p, const uint8_t *b)
{
	struct tiff *t = &p->tiff;

	t->big = b[0] == 'M';
	t->wide = tiff_number(t, b + 2, 2) == 43;
	if (t->wide)
		picture_expect(p, 8, wide_offset);
	else
		first_directory(p, tiff_number(t, b + 4, 4));
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
	if (job->kind == TIFF_VALUE ||
	    (job->kind == TIFF_DIRECTORY &&
		(job->ifd == TIFF_EXIF || job->ifd == TIFF_GPS)))
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
	tiff_name_kind(p);
	tiff_choose_page(p);
	tiff_make_exif(p);
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
