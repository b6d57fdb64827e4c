/* SPDX-License-Identifier: MIT */
#include "canvas.h"

#include <ctype.h>
#include <err.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const struct colour black = {20, 20, 20};

void
canvas_init(struct canvas *c, int width, int height, uint64_t seed)
{
	c->width = width;
	c->height = height;
	c->seed = seed * 2654435761u + 88172645463325252u;
	c->rgb = calloc((size_t)width * (size_t)height, 3);
	if (c->rgb == NULL)
		err(2, "%d x %d pixels", width, height);
}

void
canvas_free(struct canvas *c)
{
	free(c->rgb);
}

int
canvas_random(struct canvas *c, int below)
{
	c->seed ^= c->seed << 13;
	c->seed ^= c->seed >> 7;
	c->seed ^= c->seed << 17;
	return below > 0 ? (int)((c->seed >> 24) % (uint64_t)below) : 0;
}

void
canvas_grain(struct canvas *c, int strength)
{
	size_t n = (size_t)c->width * (size_t)c->height * 3;

	for (size_t i = 0; i < n; i += 3) {
		int by = canvas_random(c, 2 * strength + 1) - strength;

		for (size_t k = i; k < i + 3; k++) {
			int v = c->rgb[k] + by;

			c->rgb[k] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
		}
	}
}

static void
dot(struct canvas *c, int x, int y, struct colour ink)
{
	if (x >= 0 && y >= 0 && x < c->width && y < c->height)
		memcpy(c->rgb + ((size_t)y * (size_t)c->width + (size_t)x) * 3,
		    &ink, 3);
}

void
canvas_rectangle(
    struct canvas *c, int x, int y, int w, int h, struct colour ink)
{
	for (int j = y; j < y + h; j++)
		for (int i = x; i < x + w; i++)
			dot(c, i, j, ink);
}

void
canvas_ellipse(struct canvas *c, double x, double y, double a, double b,
    double angle, struct colour ink)
{
	double most = fmax(a, b), co = cos(angle), si = sin(angle);

	for (double j = -most; j <= most; j++) {
		for (double i = -most; i <= most; i++) {
			double u = (i * co + j * si) / a;
			double v = (j * co - i * si) / b;

			if (u * u + v * v <= 1)
				dot(c, (int)(x + i), (int)(y + j), ink);
		}
	}
}

void
canvas_line(struct canvas *c, double x0, double y0, double x1, double y1,
    double thickness, struct colour ink)
{
	double steps = fmax(fmax(fabs(x1 - x0), fabs(y1 - y0)), 1);

	for (double s = 0; s <= steps; s++)
		canvas_ellipse(c, x0 + (x1 - x0) * s / steps,
		    y0 + (y1 - y0) * s / steps, thickness / 2, thickness / 2, 0,
		    ink);
}

/* Five columns a letter, the lowest bit on top. */
static const struct {
	char letter;
	uint8_t columns[5];
} font[] = {
    {'0', {0x3e, 0x51, 0x49, 0x45, 0x3e}},
    {'1', {0x00, 0x42, 0x7f, 0x40, 0x00}},
    {'2', {0x42, 0x61, 0x51, 0x49, 0x46}},
    {'3', {0x21, 0x41, 0x45, 0x4b, 0x31}},
    {'4', {0x18, 0x14, 0x12, 0x7f, 0x10}},
    {'5', {0x27, 0x45, 0x45, 0x45, 0x39}},
    {'6', {0x3c, 0x4a, 0x49, 0x49, 0x30}},
    {'7', {0x01, 0x71, 0x09, 0x05, 0x03}},
    {'8', {0x36, 0x49, 0x49, 0x49, 0x36}},
    {'9', {0x06, 0x49, 0x49, 0x29, 0x1e}},
    {'A', {0x7e, 0x11, 0x11, 0x11, 0x7e}},
    {'B', {0x7f, 0x49, 0x49, 0x49, 0x36}},
    {'C', {0x3e, 0x41, 0x41, 0x41, 0x22}},
    {'D', {0x7f, 0x41, 0x41, 0x22, 0x1c}},
    {'E', {0x7f, 0x49, 0x49, 0x49, 0x41}},
    {'F', {0x7f, 0x09, 0x09, 0x09, 0x01}},
    {'G', {0x3e, 0x41, 0x49, 0x49, 0x7a}},
    {'H', {0x7f, 0x08, 0x08, 0x08, 0x7f}},
    {'I', {0x00, 0x41, 0x7f, 0x41, 0x00}},
    {'J', {0x20, 0x40, 0x41, 0x3f, 0x01}},
    {'K', {0x7f, 0x08, 0x14, 0x22, 0x41}},
    {'L', {0x7f, 0x40, 0x40, 0x40, 0x40}},
    {'M', {0x7f, 0x02, 0x0c, 0x02, 0x7f}},
    {'N', {0x7f, 0x04, 0x08, 0x10, 0x7f}},
    {'O', {0x3e, 0x41, 0x41, 0x41, 0x3e}},
    {'P', {0x7f, 0x09, 0x09, 0x09, 0x06}},
    {'Q', {0x3e, 0x41, 0x51, 0x21, 0x5e}},
    {'R', {0x7f, 0x09, 0x19, 0x29, 0x46}},
    {'S', {0x46, 0x49, 0x49, 0x49, 0x31}},
    {'T', {0x01, 0x01, 0x7f, 0x01, 0x01}},
    {'U', {0x3f, 0x40, 0x40, 0x40, 0x3f}},
    {'V', {0x1f, 0x20, 0x40, 0x20, 0x1f}},
    {'W', {0x3f, 0x40, 0x38, 0x40, 0x3f}},
    {'X', {0x63, 0x14, 0x08, 0x14, 0x63}},
    {'Y', {0x07, 0x08, 0x70, 0x08, 0x07}},
    {'Z', {0x61, 0x51, 0x49, 0x45, 0x43}},
    {'-', {0x08, 0x08, 0x08, 0x08, 0x08}},
    {'.', {0x00, 0x60, 0x60, 0x00, 0x00}},
    {':', {0x00, 0x36, 0x36, 0x00, 0x00}},
    {'/', {0x20, 0x10, 0x08, 0x04, 0x02}},
};

static void
letter(struct canvas *c, int x, int y, int scale, const uint8_t columns[5])
{
	for (int i = 0; i < 5; i++)
		for (int j = 0; j < 7; j++)
			if (columns[i] >> j & 1)
				canvas_rectangle(c, x + i * scale,
				    y + j * scale, scale, scale, black);
}

void
canvas_text(struct canvas *c, int x, int y, int scale, const char *text)
{
	for (; *text != '\0'; text++, x += 6 * scale) {
		for (size_t i = 0; i < sizeof(font) / sizeof(*font); i++)
			if (font[i].letter == toupper((unsigned char)*text))
				letter(c, x, y, scale, font[i].columns);
	}
}

/* ISO/IEC 16388: nine bars and spaces in turn, w for the wide ones. */
static const struct {
	char letter;
	char elements[10];
} code39[] = {
    {'0', "nnnwwnwnn"},
    {'1', "wnnwnnnnw"},
    {'2', "nnwwnnnnw"},
    {'3', "wnwwnnnnn"},
    {'4', "nnnwwnnnw"},
    {'5', "wnnwwnnnn"},
    {'6', "nnwwwnnnn"},
    {'7', "nnnwnnwnw"},
    {'8', "wnnwnnwnn"},
    {'9', "nnwwnnwnn"},
    {'A', "wnnnnwnnw"},
    {'B', "nnwnnwnnw"},
    {'C', "wnwnnwnnn"},
    {'D', "nnnnwwnnw"},
    {'E', "wnnnwwnnn"},
    {'F', "nnwnwwnnn"},
    {'G', "nnnnnwwnw"},
    {'H', "wnnnnwwnn"},
    {'I', "nnwnnwwnn"},
    {'J', "nnnnwwwnn"},
    {'K', "wnnnnnnww"},
    {'L', "nnwnnnnww"},
    {'M', "wnwnnnnwn"},
    {'N', "nnnnwnnww"},
    {'O', "wnnnwnnwn"},
    {'P', "nnwnwnnwn"},
    {'Q', "nnnnnnwww"},
    {'R', "wnnnnnwwn"},
    {'S', "nnwnnnwwn"},
    {'T', "nnnnwnwwn"},
    {'U', "wwnnnnnnw"},
    {'V', "nwwnnnnnw"},
    {'W', "wwwnnnnnn"},
    {'X', "nwnnwnnnw"},
    {'Y', "wwnnwnnnn"},
    {'Z', "nwwnwnnnn"},
    {'-', "nwnnnnwnw"},
    {'*', "nwnnwnwnn"},
};

static int
bars(struct canvas *c, int x, int y, int module, int height, char which)
{
	const char *elements = "";
	int from = x;

	for (size_t i = 0; i < sizeof(code39) / sizeof(*code39); i++)
		if (code39[i].letter == toupper((unsigned char)which))
			elements = code39[i].elements;
	for (int i = 0; elements[i] != '\0'; i++) {
		int w = elements[i] == 'w' ? 3 * module : module;

		if (i % 2 == 0)
			canvas_rectangle(c, x, y, w, height, black);
		x += w;
	}
	return x + module - from;
}

int
canvas_barcode(
    struct canvas *c, int x, int y, int module, int height, const char *text)
{
	int from = x;

	x += bars(c, x, y, module, height, '*');
	for (; *text != '\0'; text++)
		x += bars(c, x, y, module, height, *text);
	x += bars(c, x, y, module, height, '*');
	return x - from;
}

/* Widths of bars and gaps, by value. */
static const char *const code128[] = {"212222", "222122", "222221", "121223",
    "121322", "131222", "122213", "122312", "132212", "221213", "221312",
    "231212", "112232", "122132", "122231", "113222", "123122", "123221",
    "223211", "221132", "221231", "213212", "223112", "312131", "311222",
    "321122", "321221", "312212", "322112", "322211", "212123", "212321",
    "232121", "111323", "131123", "131321", "112313", "132113", "132311",
    "211313", "231113", "231311", "112133", "112331", "132131", "113123",
    "113321", "133121", "313121", "211331", "231131", "213113", "213311",
    "213131", "311123", "311321", "331121", "312113", "312311", "332111",
    "314111", "221411", "431111", "111224", "111422", "121124", "121421",
    "141122", "141221", "112214", "112412", "122114", "122411", "142112",
    "142211", "241211", "221114", "413111", "241112", "134111", "111242",
    "121142", "121241", "114212", "124112", "124211", "411212", "421112",
    "421211", "212141", "214121", "412121", "111143", "111341", "131141",
    "114113", "114311", "411113", "411311", "113141", "114131", "311141",
    "411131", "211412", "211214", "211232"};

static int
widths(struct canvas *c, int x, int y, int module, int height,
    const char *elements)
{
	int from = x;

	for (int i = 0; elements[i] != '\0'; i++) {
		int w = (elements[i] - '0') * module;

		if (i % 2 == 0)
			canvas_rectangle(c, x, y, w, height, black);
		x += w;
	}
	return x - from;
}

int
canvas_code128(
    struct canvas *c, int x, int y, int module, int height, const char *text)
{
	enum { START_B = 104, CHECK = 103 };
	int from = x, sum = START_B;

	x += widths(c, x, y, module, height, code128[START_B]);
	for (int i = 0; text[i] != '\0'; i++) {
		int value = text[i] - ' ';

		sum += value * (i + 1);
		x += widths(c, x, y, module, height, code128[value]);
	}
	x += widths(c, x, y, module, height, code128[sum % CHECK]);
	x += widths(c, x, y, module, height, "2331112");
	return x - from;
}

static uint8_t
between(const struct canvas *c, double x, double y, int channel)
{
	int left = (int)floor(x), top = (int)floor(y);
	double fx = x - left, fy = y - top;
	const uint8_t *at;
	size_t stride = (size_t)c->width * 3;

	if (left < 0 || top < 0 || left + 1 >= c->width || top + 1 >= c->height)
		return 128;
	at = c->rgb + (size_t)top * stride + (size_t)left * 3 + channel;
	return (uint8_t)((at[0] * (1 - fx) + at[3] * fx) * (1 - fy) +
	    (at[stride] * (1 - fx) + at[stride + 3] * fx) * fy + 0.5);
}

void
canvas_turn(struct canvas *c, int degrees)
{
	double angle = degrees * 3.14159265358979 / 180;
	double co = cos(angle), si = sin(angle);
	double mx = c->width / 2.0, my = c->height / 2.0;
	struct canvas turned;

	canvas_init(&turned, c->width, c->height, 0);
	for (int y = 0; y < c->height; y++)
		for (int x = 0; x < c->width; x++)
			for (int k = 0; k < 3; k++)
				turned.rgb[((size_t)y * (size_t)c->width +
					       (size_t)x) *
					3 +
				    (size_t)k] = between(c,
				    mx + (x - mx) * co + (y - my) * si,
				    my - (x - mx) * si + (y - my) * co, k);
	free(c->rgb);
	c->rgb = turned.rgb;
}

/* Along rows or columns: `step` bytes from pixel to pixel. */
static void
blur_line(uint8_t *at, int n, size_t step, int radius, uint8_t *line)
{
	for (int i = 0; i < n; i++)
		line[i] = at[(size_t)i * step];
	for (int i = 0; i < n; i++) {
		int sum = 0;

		for (int k = i - radius; k <= i + radius; k++)
			sum += line[k < 0 ? 0 : k >= n ? n - 1 : k];
		at[(size_t)i * step] = (uint8_t)(sum / (2 * radius + 1));
	}
}

void
canvas_blur(struct canvas *c, int radius)
{
	size_t stride = (size_t)c->width * 3;
	int longest = c->width > c->height ? c->width : c->height;
	uint8_t *line = malloc((size_t)longest);

	for (size_t k = 0; k < 3 && line != NULL; k++) {
		for (int y = 0; y < c->height; y++)
			blur_line(c->rgb + (size_t)y * stride + k, c->width, 3,
			    radius, line);
		for (int x = 0; x < c->width; x++)
			blur_line(c->rgb + (size_t)x * 3 + k, c->height, stride,
			    radius, line);
	}
	free(line);
}

/* Where pixel x, y of the stored picture is in the upright one. */
static size_t
upright(const struct canvas *c, unsigned orientation, int x, int y)
{
	int w = c->width, h = c->height, from_x = x, from_y = y;

	if (orientation >= 5) {
		from_x = y;
		from_y = x;
	}
	if (orientation == 2 || orientation == 3 || orientation == 6 ||
	    orientation == 7)
		from_x = w - 1 - from_x;
	if (orientation == 3 || orientation == 4 || orientation == 7 ||
	    orientation == 8)
		from_y = h - 1 - from_y;
	return ((size_t)from_y * (size_t)w + (size_t)from_x) * 3;
}

void
canvas_store(struct canvas *c, unsigned orientation)
{
	struct canvas stored;
	bool turned = orientation >= 5;

	canvas_init(&stored, turned ? c->height : c->width,
	    turned ? c->width : c->height, 0);
	for (int y = 0; y < stored.height; y++)
		for (int x = 0; x < stored.width; x++)
			memcpy(stored.rgb +
				((size_t)y * (size_t)stored.width + (size_t)x) *
				    3,
			    c->rgb + upright(c, orientation, x, y), 3);
	canvas_free(c);
	*c = stored;
}
