/* SPDX-License-Identifier: MIT */
#include "sheet.h"

#include <math.h>
#include <string.h>

static const struct colour paper = {238, 231, 212};
static const struct colour white = {250, 249, 245};
static const struct colour table = {62, 64, 68};

static struct colour
shade(struct canvas *c, int r, int g, int b)
{
	int by = canvas_random(c, 30);

	return (struct colour){
	    (uint8_t)(r + by), (uint8_t)(g + by), (uint8_t)(b + by / 2)};
}

static void
leaf(struct canvas *c, double x, double y, double length, double angle)
{
	double mid_x = x + cos(angle) * length / 2;
	double mid_y = y + sin(angle) * length / 2;

	canvas_ellipse(c, mid_x, mid_y, length / 2, length / 5, angle,
	    shade(c, 88, 104, 58));
	canvas_line(c, x, y, x + cos(angle) * length, y + sin(angle) * length,
	    length / 40 + 1, shade(c, 70, 78, 48));
}

/* A shoot of `length` with leaves and smaller shoots. */
static void
shoot(struct canvas *c, double x, double y, double length, double angle,
    int depth)
{
	double step = length / 9;

	for (int i = 0; i < 9; i++) {
		double side = i % 2 == 0 ? 0.9 : -0.9;
		double to_x = x + cos(angle) * step;
		double to_y = y + sin(angle) * step;

		canvas_line(
		    c, x, y, to_x, to_y, length / 70 + 1, shade(c, 92, 84, 52));
		if (depth > 0 && i > 2 && canvas_random(c, 3) == 0)
			shoot(
			    c, to_x, to_y, length / 3, angle + side, depth - 1);
		else if (i > 0)
			leaf(c, to_x, to_y, length / (5 + i / 2.0),
			    angle + side);
		x = to_x;
		y = to_y;
		angle += (canvas_random(c, 100) - 50) / 400.0;
	}
}

static void
ruler(struct canvas *c, int x, int y, int w, int h)
{
	int tick = w / 100 > 2 ? w / 100 : 2;

	canvas_rectangle(c, x, y, w, h, white);
	for (int i = 0; i * tick < w; i++)
		canvas_rectangle(c, x + i * tick, y, tick / 3 + 1,
		    i % 10 == 0 ? h * 3 / 4 : h / 3,
		    (struct colour){30, 30, 30});
}

static void
patches(struct canvas *c, int x, int y, int side)
{
	static const struct colour inks[] = {{180, 40, 40}, {40, 140, 60},
	    {40, 60, 160}, {230, 200, 40}, {250, 250, 250}, {128, 128, 128},
	    {20, 20, 20}};

	for (int i = 0; i < 7; i++)
		canvas_rectangle(c, x, y + i * side, side, side, inks[i]);
}

/* A barcode, and what lies on it. */
static void
code(struct canvas *c, const struct sheet *sheet, int x, int y, int module,
    int height, const char *text)
{
	int w = sheet->code128 ? canvas_code128(c, x, y, module, height, text)
			       : canvas_barcode(c, x, y, module, height, text);

	canvas_rectangle(
	    c, x - 4, y, w + 8, height * sheet->cover / 100, table);
	canvas_rectangle(
	    c, x + w * (100 - sheet->cut) / 100, y, w, height, paper);
}

static void
label(struct canvas *c, const struct sheet *sheet, int x, int y, int w, int h)
{
	int scale = w / 180 > 0 ? w / 180 : 1;
	int module = (w - 20 * scale) / (((int)strlen(sheet->number) + 2) * 16);

	canvas_rectangle(c, x, y, w, h, white);
	canvas_text(c, x + 8 * scale, y + 8 * scale, scale, sheet->title);
	canvas_text(c, x + 8 * scale, y + 24 * scale, scale, sheet->name);
	for (int i = 0; i < 3; i++)
		canvas_rectangle(c, x + 8 * scale, y + (40 + 8 * i) * scale,
		    w / 3 + canvas_random(c, w / 3), scale,
		    (struct colour){90, 90, 110});
	if (sheet->module > 0)
		module = sheet->module;
	code(c, sheet, x + 8 * scale, y + h - 40 * scale,
	    module > 0 ? module : 1, 24 * scale, sheet->number);
	if (*sheet->second != '\0') {
		canvas_rectangle(c, x, y - 50 * scale, w, 44 * scale, white);
		code(c, sheet, x + 8 * scale, y - 40 * scale,
		    module > 0 ? module : 1, 24 * scale, sheet->second);
	}
	canvas_text(c, x + 8 * scale, y + h - 12 * scale, scale, sheet->number);
}

void
sheet_draw(struct canvas *c, const struct sheet *sheet)
{
	int w = c->width, h = c->height, edge = (w < h ? w : h) / 30;

	canvas_rectangle(c, 0, 0, w, h, table);
	canvas_rectangle(c, edge, edge, w - 2 * edge, h - 2 * edge, paper);
	if (sheet->label_only) {
		label(c, sheet, 2 * edge, 2 * edge, w - 4 * edge, h - 4 * edge);
	} else {
		shoot(c, w * 0.45, h * 0.86, h * 0.66, -1.57, 2);
		label(c, sheet, w / 2, h * 3 / 4, w / 2 - 2 * edge, h / 5);
		ruler(c, 2 * edge, h - 2 * edge - edge / 2, w / 3, edge);
		patches(c, w - 3 * edge, 2 * edge, edge);
	}
	canvas_grain(c, 3);
}
