/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "upright.h"

/* Larger crops are not made. */
enum { PIXELS_MOST = 8 << 20 };

/* Between four pixels, in 1/256; what is outside is the nearest inside. */
static uint8_t
sample(const struct grey *grey, int64_t x, int64_t y)
{
	int64_t right = ((int64_t)grey->width - 1) * 256 - 1;
	int64_t bottom = ((int64_t)grey->height - 1) * 256 - 1;
	const uint8_t *at;
	int64_t fx, fy, top, below;

	x = x < 0 ? 0 : x > right ? right : x;
	y = y < 0 ? 0 : y > bottom ? bottom : y;
	fx = x & 255;
	fy = y & 255;
	at = grey->at + (size_t)(y >> 8) * grey->width + (size_t)(x >> 8);
	top = at[0] * (256 - fx) + at[1] * fx;
	below = at[grey->width] * (256 - fx) + at[grey->width + 1] * fx;
	return (uint8_t)((top * (256 - fy) + below * fy + (1 << 15)) >> 16);
}

bool
upright_cut(const struct grey *grey, const struct region *region, double turn,
    double scale, struct grey *crop)
{
	double margin = region->matrix ? 24 + region->length * 0.15
				       : 32 + region->height * 0.5;
	double length = region->length + 2 * margin;
	double height = region->height + (region->matrix ? 2 * margin : 0);
	double c = cos(region->angle + turn) / scale;
	double s = sin(region->angle + turn) / scale;
	double w = ceil(length * scale), h = ceil(height * scale);
	int64_t dx = llround(c * 65536), dy = llround(s * 65536);

	if (w * h > PIXELS_MOST || w < 8 || h < 1 || grey->width < 2 ||
	    grey->height < 2)
		return false;
	grey_resize(crop, (size_t)w, (size_t)h);
	for (size_t j = 0; j < crop->height; j++) {
		double u = 0.5 - w / 2, v = (double)j + 0.5 - h / 2;
		int64_t x = llround((region->x + u * c - v * s - 0.5) * 65536);
		int64_t y = llround((region->y + u * s + v * c - 0.5) * 65536);
		uint8_t *to = crop->at + j * crop->width;

		for (size_t i = 0; i < crop->width; i++)
			to[i] = sample(grey, (x + (int64_t)i * dx) >> 8,
			    (y + (int64_t)i * dy) >> 8);
	}
	return true;
}

/* What a line crosses: edges between bars and gaps. */
struct line {
	size_t edges, first, last;
	double sum, squares; /* of the distances from bar to bar */
	size_t bars;
};

static void
line_edge(struct line *line, size_t at, bool dark, size_t *before)
{
	line->first = line->edges++ == 0 ? at : line->first;
	line->last = at;
	if (!dark)
		return;
	if (*before > 0) {
		double distance = (double)(at - *before);

		line->sum += distance;
		line->squares += distance * distance;
		line->bars++;
	}
	*before = at;
}

/* Only what crosses the middle brightness clearly. */
static struct line
line_of(const uint8_t *row, size_t n)
{
	struct line line = {.edges = 0};
	uint8_t low = 255, high = 0;
	size_t before = 0;
	int side = 0;

	for (size_t i = 0; i < n; i++) {
		low = row[i] < low ? row[i] : low;
		high = row[i] > high ? row[i] : high;
	}
	if (high - low < 40)
		return line;
	for (size_t i = 0; i < n; i++) {
		int v = 8 * (row[i] - low) / (high - low + 1);
		int now = v <= 2 ? -1 : v >= 5 ? 1 : side;

		if (now != side && side != 0)
			line_edge(&line, i, now < 0, &before);
		side = now;
	}
	return line;
}

/* The marks of a ruler are all as far apart. */
static bool
is_ruler(const struct line *line)
{
	double n = (double)line->bars, mean = line->sum / n;

	return line->squares / n - mean * mean < 0.0225 * mean * mean;
}

/* How alike two lines are: 1 is the same. */
static double
likeness(const uint8_t *a, const uint8_t *b, size_t n)
{
	double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0, va, vb, m = (double)n;

	for (size_t i = 0; i < n; i++) {
		sa += a[i];
		sb += b[i];
		saa += a[i] * a[i];
		sbb += b[i] * b[i];
		sab += a[i] * b[i];
	}
	va = saa - sa * sa / m;
	vb = sbb - sb * sb / m;
	return va > 0 && vb > 0 ? (sab - sa * sb / m) / sqrt(va * vb) : 0;
}

struct bars
upright_bars(const struct grey *crop)
{
	enum { LINES = 5, EDGES_LEAST = 28 };
	struct bars bars = {.seen = false};
	size_t alike = 0, same = 0, many = 0, widths = 0, spans = 0;

	if (crop->height < 2 * LINES)
		return bars;
	for (size_t k = 0; k < LINES; k++) {
		size_t y = crop->height * (k + 1) / (LINES + 1);
		size_t other = crop->height * (k + 2) / (LINES + 2);
		const uint8_t *row = grey_row(crop, y);
		struct line line = line_of(row, crop->width);
		double like;

		if (line.edges < EDGES_LEAST || is_ruler(&line))
			continue;
		many++;
		spans += line.last - line.first;
		widths += line.edges - 1;
		like = likeness(row, grey_row(crop, other), crop->width);
		alike += like > 0.75;
		same += like > 0.85;
	}
	bars.seen = many >= 3 && alike >= 3;
	bars.sure = many >= 4 && same >= 4;
	if (bars.seen)
		bars.width = (double)spans / (double)widths;
	return bars;
}

/* Four times the angle is the same for both ways: (x + iy)^4 / |x + iy|^2. The
 * margin is not looked at: print and insects are there. */
double
upright_squareness(const struct grey *crop)
{
	size_t top = 1 + crop->height / 5, left = 1 + crop->width / 5;
	double real = 0, imaginary = 0, sum = 0;

	for (size_t y = top; y + top < crop->height; y++) {
		const uint8_t *at = grey_row(crop, y);

		for (size_t x = left; x + left < crop->width; x++) {
			double gx = at[x + 1] - at[x - 1];
			double gy = at[x + crop->width] -
			    at[(ptrdiff_t)x - (ptrdiff_t)crop->width];
			double a = gx * gx - gy * gy, b = 2 * gx * gy;
			double square = gx * gx + gy * gy;

			if (square < 200)
				continue;
			real += (a * a - b * b) / square;
			imaginary += 2 * a * b / square;
			sum += square;
		}
	}
	return sum > 0 ? hypot(real, imaginary) / sum : 0;
}
