/* SPDX-License-Identifier: MIT */
#include <math.h>
#include <string.h>

#include "profile.h"

/* Around a region, for the margin that codes must have, in pixels. */
static const double margin = 24;

static float
pixel(const struct grey *grey, int x, int y)
{
	int right = (int)grey->width - 1, bottom = (int)grey->height - 1;

	x = x < 0 ? 0 : x > right ? right : x;
	y = y < 0 ? 0 : y > bottom ? bottom : y;
	return grey_row(grey, (size_t)y)[x];
}

/* The weights of four pixels for a place between the middle two. */
static void
weigh(float t, float w[4])
{
	float u = 1 - t;

	w[0] = -0.5F * t * u * u;
	w[1] = 1 + t * t * (1.5F * t - 2.5F);
	w[2] = 1 + u * u * (1.5F * u - 2.5F);
	w[3] = -0.5F * u * t * t;
}

static float
sample(const struct grey *grey, double x, double y)
{
	int left = (int)floor(x), top = (int)floor(y);
	float wx[4], wy[4], sum = 0;
	bool inside = left > 0 && top > 0 && left + 3 < (int)grey->width &&
	    top + 3 < (int)grey->height;

	weigh((float)(x - left), wx);
	weigh((float)(y - top), wy);
	for (int j = 0; j < 4; j++) {
		float row = 0;

		if (inside) {
			const uint8_t *at =
			    grey_row(grey, (size_t)(top - 1 + j)) + left - 1;

			for (int i = 0; i < 4; i++)
				row += wx[i] * at[i];
		} else {
			for (int i = 0; i < 4; i++)
				row += wx[i] *
				    pixel(grey, left - 1 + i, top - 1 + j);
		}
		sum += wy[j] * row;
	}
	return sum;
}

/* Adds one line; `step` pixels from sample to sample. */
static void
add_line(struct profile *profile, const struct grey *grey,
    const struct region *region, double angle, double v, double step)
{
	double c = cos(angle), s = sin(angle);
	double u = -(double)(profile->n - 1) / 2 * step;

	for (size_t i = 0; i < profile->n; i++, u += step)
		profile->at[i] += sample(grey, region->x + u * c - v * s - 0.5,
		    region->y + u * s + v * c - 0.5);
}

bool
profile_take(struct profile *profile, const struct grey *grey,
    const struct region *region, double angle, double v, size_t lines)
{
	const double step = 1.0 / PROFILE_STEPS;
	double n = (region->length + 2 * margin) * PROFILE_STEPS;

	if (n > PROFILE_MOST)
		return false;
	profile->n = (size_t)n;
	memset(profile->at, 0, profile->n * sizeof *profile->at);
	for (size_t i = 0; i < lines; i++)
		add_line(profile, grey, region, angle,
		    v + (double)i - (double)(lines - 1) / 2, step);
	for (size_t i = 0; i < profile->n; i++)
		profile->at[i] /= (float)lines;
	return true;
}

/* How much the mean of lines all over the middle changes: most where the lines
 * go straight across. */
static double
energy(struct profile *profile, const struct grey *grey,
    const struct region *region, double angle)
{
	enum { LINES = 7 };
	double sum = 0;

	memset(profile->at, 0, profile->n * sizeof *profile->at);
	for (int k = 0; k < LINES; k++)
		add_line(profile, grey, region, angle,
		    region->height * 0.5 * ((k + 0.5) / LINES - 0.5), 1);
	for (size_t i = 1; i < profile->n; i++) {
		float d = profile->at[i] - profile->at[i - 1];

		sum += (double)(d * d);
	}
	return sum;
}

double
profile_angle(struct profile *profile, const struct grey *grey,
    const struct region *region)
{
	const double step = 0.5 / 57.29578;
	double best = region->angle, most = -1;

	if (region->length > PROFILE_MOST)
		return best;
	profile->n = (size_t)region->length;
	for (int k = -8; k <= 8; k++) {
		double angle = region->angle + k * step;
		double now = energy(profile, grey, region, angle);

		if (now > most) {
			most = now;
			best = angle;
		}
	}
	return best;
}

void
profile_turn(struct profile *profile)
{
	for (size_t i = 0; i < profile->n / 2; i++) {
		float swap = profile->at[i];

		profile->at[i] = profile->at[profile->n - 1 - i];
		profile->at[profile->n - 1 - i] = swap;
	}
}

void
profile_sharpen(struct profile *profile, float amount)
{
	enum { REACH = PROFILE_STEPS };
	float *at = profile->at;

	memcpy(profile->scratch, at, profile->n * sizeof *at);
	for (size_t i = REACH; i + REACH < profile->n; i++)
		at[i] += amount *
		    (profile->scratch[i] -
			(profile->scratch[i - REACH] +
			    profile->scratch[i + REACH]) /
			    2);
}

/* Where the profile crosses the middle between two turning points. */
static float
crossing(const struct profile *profile, size_t from, size_t to)
{
	float middle = (profile->at[from] + profile->at[to]) / 2;
	bool falls = profile->at[to] < profile->at[from];

	for (size_t i = from; i < to; i++) {
		float a = profile->at[i], b = profile->at[i + 1];

		if (falls ? a >= middle && b < middle
			  : a <= middle && b > middle)
			return (float)i + (middle - a) / (b - a);
	}
	return ((float)from + (float)to) / 2;
}

/* The next turning point: what goes on rising or falling by less than `least`
 * against it is noise. */
static size_t
turning(const struct profile *profile, size_t from, bool rises, float least)
{
	size_t best = from;

	for (size_t i = from; i < profile->n; i++) {
		float more = profile->at[i] - profile->at[best];

		more = rises ? more : -more;
		if (more > 0)
			best = i;
		else if (more < -least)
			return best;
	}
	return best;
}

void
profile_elements(
    const struct profile *profile, float least, struct elements *elements)
{
	size_t from = turning(profile, 0, true, least), to;
	bool rises = false;
	float before = 0, last = 0;
	size_t edges = 0;

	elements->n = 0;
	elements->turned = false;
	for (;; from = to, rises = !rises) {
		float at;

		to = turning(profile, from, rises, least);
		if (to == from ||
		    fabsf(profile->at[to] - profile->at[from]) < least)
			break;
		at = crossing(profile, from, to);
		if (edges == 0)
			elements->before = at;
		else if (elements->n < ELEMENTS_MOST)
			elements->width[elements->n++] = at - before;
		edges++;
		before = at;
		last = rises ? at : last;
	}
	/* The last is a gap if a bar began and did not end. */
	if (elements->n % 2 == 0 && elements->n > 0)
		elements->n--;
	elements->after = (float)profile->n - last;
}

void
elements_turn(struct elements *elements)
{
	float swap = elements->before;

	elements->turned = !elements->turned;
	elements->before = elements->after;
	elements->after = swap;
	for (size_t i = 0; i < elements->n / 2; i++) {
		float *a = &elements->width[i];
		float *b = &elements->width[elements->n - 1 - i];

		swap = *a;
		*a = *b;
		*b = swap;
	}
}

struct span
elements_span(const struct elements *elements, const struct profile *profile,
    size_t first, size_t n)
{
	float from = elements->before, to;
	double middle = (double)profile->n / 2;
	struct span span;

	for (size_t i = 0; i < first; i++)
		from += elements->width[i];
	to = from;
	for (size_t i = first; i < first + n; i++)
		to += elements->width[i];
	span.from = (double)from - middle;
	span.to = (double)to - middle;
	if (elements->turned)
		span = (struct span){-span.to, -span.from};
	span.from /= PROFILE_STEPS;
	span.to /= PROFILE_STEPS;
	return span;
}
