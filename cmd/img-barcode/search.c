/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "regions.h"
#include "search.h"
#include "upright.h"

/* Regions of a picture in which a DataMatrix is looked for, and their side. */
enum { MATRIX_MOST = 6, MATRIX_SIDE_MOST = 600 };

/* Narrower bars and gaps, on the average, are less than a pixel a module. */
static const double narrow = 2.0;

/* Print and plants have less than matrix codes (see upright_squareness()). */
static const double squareness_least = 0.38;

struct search {
	unsigned symbologies;
	struct zbar_reader *linear, *matrix; /* or NULL */
	struct bar_reader *bars;
	struct region_finder finder;
	struct grey grey, crop;
};

/* Where the readings of a crop belong. */
struct place {
	struct tally *tally;
	struct box box;
	const struct code *code; /* read last, or NULL */
	bool whole; /* readings have their own place in the picture */
	const struct grey *grey; /* it */
};

struct search *
search_new(unsigned symbologies)
{
	struct search *search = mem_array(1, sizeof *search);
	unsigned linear = symbologies & ~SYMBOLOGY_MATRIX;

	search->symbologies = symbologies;
	search->bars = bar_reader_new();
	if (linear != 0)
		search->linear = zbar_reader_new(linear);
	if ((symbologies & SYMBOLOGY_BIT(QR)) != 0)
		search->matrix = zbar_reader_new(SYMBOLOGY_BIT(QR));
	return search;
}

void
search_free(struct search *search)
{
	if (search->linear != NULL)
		zbar_reader_free(search->linear);
	if (search->matrix != NULL)
		zbar_reader_free(search->matrix);
	bar_reader_free(search->bars);
	region_finder_free(&search->finder);
	grey_free(&search->grey);
	grey_free(&search->crop);
	free(search);
}

static uint32_t
within(double value, size_t most)
{
	return value < 0	   ? 0
	    : value > (double)most ? (uint32_t)most
				   : (uint32_t)value;
}

static struct box
box_between(const struct grey *grey, double left, double top, double right,
    double bottom)
{
	struct box box = {
	    .x = within(left, grey->width), .y = within(top, grey->height)};

	box.width = within(right, grey->width) - box.x;
	box.height = within(bottom, grey->height) - box.y;
	return box;
}

/* The upright rectangle around the turned one. */
static struct box
box_of(const struct grey *grey, const struct region *region)
{
	double c = fabs(cos(region->angle)), s = fabs(sin(region->angle));
	double w = (region->length * c + region->height * s) / 2;
	double h = (region->length * s + region->height * c) / 2;

	return box_between(
	    grey, region->x - w, region->y - h, region->x + w, region->y + h);
}

static void
take(void *context, const struct reading *reading)
{
	struct place *place = context;
	struct box box = place->box;

	if (place->whole)
		box = box_between(place->grey, reading->x, reading->y,
		    reading->x + reading->width + 1,
		    reading->y + reading->height + 1);
	place->code = tally_add(place->tally, reading, &box);
}

/* The same code may have been counted at another place already. */
static bool
is_settled(const struct place *place)
{
	return (place->code != NULL && code_is_sure(place->code)) ||
	    tally_settled(place->tally, &place->box);
}

/* One cut of the region, read along about fifty lines. */
static void
read_bars(struct search *search, const struct region *region, double turn,
    double scale, struct place *place)
{
	int apart;

	if (!upright_cut(&search->grey, region, turn, scale, &search->crop))
		return;
	apart = 1 + (int)(search->crop.height / 48);
	zbar_reader_read(search->linear, &search->crop,
	    (struct zbar_lines){.across = apart}, take, place);
}

/* Other sizes and angles, where bars are sure and the first way fails. */
static void
try_bars(struct search *search, const struct region *region, double first,
    struct place *place)
{
	static const struct {
		double turn, scale;
	} ways[] = {{0, 2}, {0, 1.5}, {0, 1}, {0.02, 2}, {-0.02, 2}, {0, 3},
	    {0.05, 1.5}, {-0.05, 1.5}};

	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
		if (ways[i].turn == 0 && ways[i].scale == first)
			continue;
		if (is_settled(place))
			return;
		read_bars(search, region, ways[i].turn, ways[i].scale, place);
	}
}

/* Bars that are there, and cannot be read. */
static void
note_unread(struct finding *finding, double width)
{
	if (width <= 0)
		return;
	finding->unread = true;
	finding->narrow = finding->narrow || width < narrow;
}

/* What this program does not read itself may be read by libzbar. Where neither
 * bars are seen nor other kinds of codes are wanted, there is nothing. */
static void
search_cut(struct search *search, const struct region *region, double width,
    struct place *place, struct finding *finding)
{
	const unsigned own = SYMBOLOGY_BIT(CODE39) | SYMBOLOGY_BIT(CODE128);
	bool others = (search->symbologies & ~SYMBOLOGY_MATRIX & ~own) != 0;
	struct bars bars;
	double scale;

	if (!upright_cut(&search->grey, region, 0, 1, &search->crop))
		return;
	bars = upright_bars(&search->crop);
	if (!others && width <= 0 && !bars.seen)
		return;
	width = bars.sure ? bars.width : width;
	scale = (bars.seen && bars.width < 4) || width > 0 ? 2 : 1;
	read_bars(search, region, 0, scale, place);
	if (width > 0 || bars.seen || tally_has(place->tally, &place->box))
		try_bars(search, region, scale, place);
	if (!is_settled(place))
		note_unread(finding, width);
}

static void
search_bars(
    struct search *search, const struct region *region, struct finding *finding)
{
	struct place place = {.tally = &finding->tally,
	    .box = box_of(&search->grey, region),
	    .grey = &search->grey,
	    .whole = true};
	double width;

	if (is_settled(&place))
		return;
	width = bar_reader_read(search->bars, &search->grey, region,
	    search->symbologies, take, &place);
	place.whole = false;
	if (!is_settled(&place))
		search_cut(search, region, width, &place, finding);
}

static void
search_matrix(struct search *search, const struct region *region, int *left,
    struct finding *finding)
{
	struct place place = {
	    .tally = &finding->tally, .box = box_of(&search->grey, region)};
	double scale = region->length < 150 ? 2 : 1;

	if (is_settled(&place) ||
	    !upright_cut(&search->grey, region, 0, scale, &search->crop))
		return;
	if (search->matrix != NULL)
		zbar_reader_read(search->matrix, &search->crop,
		    (struct zbar_lines){1, 1}, take, &place);
	if ((search->symbologies & SYMBOLOGY_BIT(DATAMATRIX)) == 0 ||
	    *left == 0 || region->length > MATRIX_SIDE_MOST ||
	    is_settled(&place))
		return;
	if (upright_squareness(&search->crop) < squareness_least)
		return;
	(*left)--;
	dmtx_read(&search->crop, take, &place);
}

/* Where no region has led to a code: all of it, upright and sideways. */
static void
search_whole(struct search *search, struct finding *finding)
{
	enum { LINES = 400 };
	struct place place = {
	    .tally = &finding->tally, .whole = true, .grey = &search->grey};
	struct zbar_lines lines = {
	    .across = 1 + (int)(search->grey.height / LINES),
	    .down = 1 + (int)(search->grey.width / LINES)};

	zbar_reader_read(search->linear, &search->grey, lines, take, &place);
}

static void
search_picture(struct search *search, struct finding *finding)
{
	struct region regions[REGIONS_MOST];
	int left = MATRIX_MOST;
	size_t n;

	finding->width = (uint32_t)search->grey.width;
	finding->height = (uint32_t)search->grey.height;
	n = regions_find(&search->finder, &search->grey, regions);
	for (size_t i = 0; i < n && search->linear != NULL; i++)
		if (!regions[i].matrix)
			search_bars(search, &regions[i], finding);
	for (size_t i = 0; i < n; i++)
		if (regions[i].matrix &&
		    (search->symbologies & SYMBOLOGY_MATRIX) != 0)
			search_matrix(search, &regions[i], &left, finding);
	if (finding->tally.n == 0 && search->linear != NULL)
		search_whole(search, finding);
	finding->doubted = tally_judge(&finding->tally);
}

bool
search_file(
    struct search *search, int fd, struct finding *finding, struct buf *why)
{
	*finding = (struct finding){.unread = false};
	if (!grey_load(fd, &search->grey, why))
		return false;
	search_picture(search, finding);
	return true;
}
