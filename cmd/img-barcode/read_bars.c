/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "linear_blurred.h"
#include "reading.h"

/* Lines across a region, and the fewest elements of a code. */
enum { BANDS = 16, ELEMENTS_LEAST = 25 };

/* What is noise and what is a bar nobody knows before: the strongest bars
 * alone first. */
static const float parts[] = {0.25F, 0.17F, 0.1F, 0.06F};
enum { PARTS = sizeof parts / sizeof *parts };

struct bar_reader {
	struct blurred *blurred;
	struct profile profile, before;
	struct elements elements;
};

/* Where it is read, and who wants to know. */
struct bar_line {
	const struct region *region;
	double angle, v, apart;
	unsigned symbologies;
	reading_sink *sink;
	void *context;
};

struct bar_reader *
bar_reader_new(void)
{
	struct bar_reader *reader = mem_array(1, sizeof *reader);

	reader->blurred = blurred_new();
	return reader;
}

void
bar_reader_free(struct bar_reader *reader)
{
	blurred_free(reader->blurred);
	free(reader);
}

/* Between the least and the most of what is nearly always there. */
static float
contrast(const struct profile *profile)
{
	size_t counts[64] = {0}, few = profile->n / 20, sum = 0;
	int low = 0, high = 63;

	for (size_t i = 0; i < profile->n; i++) {
		int v = (int)profile->at[i] / 4;

		counts[v < 0 ? 0 : v > 63 ? 63 : v]++;
	}
	while (low < 63 && (sum += counts[low]) < few)
		low++;
	for (sum = 0; high > low && (sum += counts[high]) < few;)
		high--;
	return (float)(high - low) * 4;
}

/* The upright rectangle around what was read on the line. */
static void
find_box(const struct bar_line *line, struct span span, struct reading *reading)
{
	double c = cos(line->angle), s = sin(line->angle);
	double u = (span.from + span.to) / 2, length = span.to - span.from;
	double height = 3 * line->apart;

	reading->width = fabs(length * c) + fabs(height * s);
	reading->height = fabs(length * s) + fabs(height * c);
	reading->x = line->region->x + u * c - line->v * s - reading->width / 2;
	reading->y =
	    line->region->y + u * s + line->v * c - reading->height / 2;
}

typedef bool decoder(
    const struct elements *elements, size_t from, struct decoded *decoded);

/* All codes on the line, one way. */
static size_t
give_all(const struct bar_reader *reader, const struct bar_line *line,
    decoder *decode, enum symbology symbology)
{
	struct decoded decoded = {.part = false};
	size_t from = 0, n = 0;

	if ((line->symbologies & SYMBOLOGY_BIT(symbology)) == 0)
		return 0;
	for (; decode(&reader->elements, from, &decoded); n++) {
		struct reading reading = {.symbology = symbology,
		    .text = slice_of(decoded.text),
		    .lines = 1,
		    .part = decoded.part};

		find_box(line,
		    elements_span(&reader->elements, &reader->profile,
			decoded.first, decoded.n),
		    &reading);
		line->sink(line->context, &reading);
		from = decoded.first + decoded.n + 1;
	}
	return n;
}

static size_t
read_elements(struct bar_reader *reader, const struct bar_line *line)
{
	size_t n = 0;

	for (int way = 0; way < 2; way++) {
		n += give_all(reader, line, decode_code39, CODE39);
		n += give_all(reader, line, decode_code128, CODE128);
		elements_turn(&reader->elements);
	}
	return n;
}

/* Sharper ones last. True if there is a code. */
static bool
read_line(struct bar_reader *reader, const struct bar_line *line)
{
	float most = contrast(&reader->profile);

	for (int sharp = 0; sharp < 2; sharp++) {
		if (sharp > 0)
			profile_sharpen(&reader->profile, 0.7F);
		for (size_t i = 0; i < PARTS; i++) {
			profile_elements(&reader->profile, most * parts[i],
			    &reader->elements);
			if (reader->elements.n >= ELEMENTS_LEAST &&
			    read_elements(reader, line) > 0)
				return true;
		}
	}
	return false;
}

static double
mean_width(const struct elements *elements)
{
	double sum = 0;

	for (size_t i = 0; i < elements->n; i++)
		sum += (double)elements->width[i];
	return sum / (double)elements->n / PROFILE_STEPS;
}

/* The most elements that no gap parts which is too wide for a code. */
static size_t
find_run(const struct elements *elements, size_t *n)
{
	double wide = 3 * PROFILE_STEPS * mean_width(elements);
	size_t best = 0, from = 0;

	*n = 0;
	for (size_t i = 1; i <= elements->n; i += 2) {
		if (i < elements->n && (double)elements->width[i] < wide)
			continue;
		if (i - from > *n) {
			best = from;
			*n = i - from;
		}
		from = i + 1;
	}
	return best;
}

/* One way or the other. */
static bool
read_run(
    struct bar_reader *reader, float from, float to, struct decoded *decoded)
{
	struct profile *profile = &reader->profile;
	float end = (float)profile->n - 1;
	bool read = blurred_read(reader->blurred, profile, from, to, decoded);

	if (!read) {
		profile_turn(profile);
		read = blurred_read(
		    reader->blurred, profile, end - to, end - from, decoded);
		profile_turn(profile);
	}
	return read;
}

/* What cannot be measured is compared. True if there is a code. */
static bool
read_blurred(struct bar_reader *reader, const struct bar_line *line)
{
	float most = contrast(&reader->profile);
	double middle = (double)reader->profile.n / 2;
	struct decoded decoded;

	for (size_t i = 1; i < PARTS; i++) {
		struct reading reading = {.symbology = CODE39, .lines = 1};
		struct span span;
		size_t first, n;

		profile_elements(
		    &reader->profile, most * parts[i], &reader->elements);
		first = find_run(&reader->elements, &n);
		if (n < ELEMENTS_LEAST)
			continue;
		span = elements_span(
		    &reader->elements, &reader->profile, first, n);
		if (!read_run(reader,
			(float)(span.from * PROFILE_STEPS + middle),
			(float)(span.to * PROFILE_STEPS + middle), &decoded))
			continue;
		reading.text = slice_of(decoded.text);
		find_box(line, span, &reading);
		line->sink(line->context, &reading);
		return true;
	}
	return false;
}

/* Of the lines that are so far apart, the one at `v`. */
static bool
take_line_at(struct bar_reader *reader, const struct grey *grey,
    struct bar_line *line, double v, double apart)
{
	size_t lines = apart < 2 ? 2 : apart > 8 ? 8 : (size_t)apart;

	line->v = v;
	return profile_take(
	    &reader->profile, grey, line->region, line->angle, v, lines);
}

static double
band_at(const struct bar_line *line, int band)
{
	return (band + 0.5 - BANDS / 2.0) * line->apart;
}

static bool
take_line(struct bar_reader *reader, const struct grey *grey,
    struct bar_line *line, int band)
{
	return take_line_at(
	    reader, grey, line, band_at(line, band), line->apart);
}

/* True if there are enough elements on one of three lines: plants and print
 * have fewer. */
static bool
may_be_code(
    struct bar_reader *reader, const struct grey *grey, struct bar_line *line)
{
	for (int band = 3; band < BANDS; band += 4) {
		float most;

		if (!take_line(reader, grey, line, band))
			return false;
		most = contrast(&reader->profile);
		if (most < 24)
			continue;
		profile_elements(&reader->profile, most * parts[PARTS - 1],
		    &reader->elements);
		if (reader->elements.n >= ELEMENTS_LEAST)
			return true;
	}
	return false;
}

static int
by_size(const void *a, const void *b)
{
	float left = *(const float *)a, right = *(const float *)b;

	return (left > right) - (left < right);
}

/* Most marks of a ruler are as far apart; of a code about half are. */
static bool
is_ruler(const struct elements *elements)
{
	float apart[ELEMENTS_MOST / 2 + 1], middle;
	size_t n = 0, same = 0;

	for (size_t i = 0; i + 1 < elements->n; i += 2)
		apart[n++] = elements->width[i] + elements->width[i + 1];
	mem_sort(apart, n, sizeof *apart, by_size);
	middle = apart[n / 2];
	for (size_t i = 0; i < n; i++)
		same += fabsf(apart[i] - middle) < 0.15F * middle;
	return same * 5 > n * 3;
}

/* How alike two lines are: 1 is the same. */
static float
likeness(const struct profile *a, const struct profile *b)
{
	float sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, n = (float)a->n, va,
	      vb;

	for (size_t i = 0; i < a->n; i++) {
		float x = a->at[i] - 128, y = b->at[i] - 128;

		sa += x;
		sb += y;
		saa += x * x;
		sbb += y * y;
		sab += x * y;
	}
	va = saa - sa * sa / n;
	vb = sbb - sb * sb / n;
	return va > 0 && vb > 0 ? (sab - sa * sb / n) / sqrtf(va * vb) : 0;
}

/* Where lines that are apart are the same, and have as much on them as a code:
 * plants and print are not so. */
static double
seen_width(
    struct bar_reader *reader, const struct grey *grey, struct bar_line *line)
{
	enum { FIRST = 3, LAST = 12, ALIKE_LEAST = 5 };
	double sum = 0;
	int alike = 0;

	for (int band = FIRST; band <= LAST; band++) {
		float most;

		if (!take_line(reader, grey, line, band))
			return 0;
		most = contrast(&reader->profile);
		profile_elements(
		    &reader->profile, most * parts[0], &reader->elements);
		if (band > FIRST && most >= 24 &&
		    reader->elements.n >= ELEMENTS_LEAST &&
		    !is_ruler(&reader->elements) &&
		    likeness(&reader->profile, &reader->before) > 0.9F) {
			alike++;
			sum += mean_width(&reader->elements);
		}
		reader->before = reader->profile;
	}
	return alike >= ALIKE_LEAST ? sum / alike : 0;
}

/* The lines on which a code was read, as bits of bands. */
static unsigned
read_bands(
    struct bar_reader *reader, const struct grey *grey, struct bar_line *line)
{
	unsigned read = 0;

	for (int band = 0; band < BANDS; band++)
		if (take_line(reader, grey, line, band) &&
		    read_line(reader, line))
			read |= 1u << band;
	return read;
}

static unsigned
read_blurred_bands(struct bar_reader *reader, const struct grey *grey,
    struct bar_line *line, unsigned read)
{
	if ((line->symbologies & SYMBOLOGY_BIT(CODE39)) == 0)
		return read;
	for (int band = 0; band < BANDS; band++)
		if ((read >> band & 1) == 0 &&
		    take_line(reader, grey, line, band) &&
		    read_blurred(reader, line))
			read |= 1u << band;
	return read;
}

static unsigned
count_bits(unsigned bits)
{
	unsigned n = 0;

	for (; bits != 0; bits &= bits - 1)
		n++;
	return n;
}

/* Whether a line so near was read. */
static bool
was_read(const struct bar_line *line, unsigned read, double v, double near)
{
	for (int band = 0; band < BANDS; band++)
		if ((read >> band & 1) != 0 &&
		    fabs(band_at(line, band) - v) < near)
			return true;
	return false;
}

/*
 * The code is but a small part of the region: other lines near those on which
 * it was read, two pixels from one another at least. A single line says too
 * little: what is beside it is like it, code or not.
 */
static void
read_nearby(struct bar_reader *reader, const struct grey *grey,
    struct bar_line *line, unsigned read)
{
	double step = fmax(line->apart / 4, 2);
	double from = HUGE_VAL, to = -HUGE_VAL;

	for (int band = 0; band < BANDS; band++)
		if ((read >> band & 1) != 0) {
			double v = band_at(line, band);

			from = fmin(from, v - line->apart);
			to = fmax(to, v + line->apart);
		}
	for (double v = from; v <= to; v += step)
		if (!was_read(line, read, v, step / 2) &&
		    take_line_at(reader, grey, line, v, step))
			read_line(reader, line);
}

double
bar_reader_read(struct bar_reader *reader, const struct grey *grey,
    const struct region *region, unsigned symbologies, reading_sink *sink,
    void *context)
{
	struct bar_line line = {.region = region,
	    .angle = region->angle,
	    .apart = region->height / BANDS,
	    .symbologies = symbologies,
	    .sink = sink,
	    .context = context};
	unsigned least = symbology_lines(CODE39), read;
	double width;

	if (!may_be_code(reader, grey, &line))
		return 0;
	line.angle = profile_angle(&reader->profile, grey, region);
	read = read_bands(reader, grey, &line);
	width = seen_width(reader, grey, &line);
	if ((width > 0 || read != 0) && count_bits(read) < least)
		read = read_blurred_bands(reader, grey, &line, read);
	if (count_bits(read) > 1 && count_bits(read) < least)
		read_nearby(reader, grey, &line, read);
	return width;
}
