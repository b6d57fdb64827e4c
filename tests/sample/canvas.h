/* SPDX-License-Identifier: MIT */
/*
 * A picture in memory and what can be drawn on it. Whatever lies outside is
 * cut off. Lengths are in pixels, angles in radians, the origin is top left.
 */
#ifndef SAMPLE_CANVAS_H
#define SAMPLE_CANVAS_H

#include <stdint.h>

struct colour {
	uint8_t r, g, b;
};

struct canvas {
	int width, height;
	uint8_t *rgb; /* width * height * 3 bytes, rows from the top */
	uint64_t seed;
};

void canvas_init(struct canvas *c, int width, int height, uint64_t seed);
void canvas_free(struct canvas *c);

/* The next pseudo-random number, at least 0 and less than `below`. */
int canvas_random(struct canvas *c, int below);

/* Adds up to +-strength of grain to every pixel. */
void canvas_grain(struct canvas *c, int strength);

void canvas_rectangle(
    struct canvas *c, int x, int y, int w, int h, struct colour ink);

/* An ellipse with the half axes a and b, a turned by `angle`. */
void canvas_ellipse(struct canvas *c, double x, double y, double a, double b,
    double angle, struct colour ink);

void canvas_line(struct canvas *c, double x0, double y0, double x1, double y1,
    double thickness, struct colour ink);

/* Capitals, digits and - . : / in cells of 6 x 8 pixels times `scale`. */
void canvas_text(struct canvas *c, int x, int y, int scale, const char *text);

/* The text as a Code 39 barcode; returns its width. */
int canvas_barcode(
    struct canvas *c, int x, int y, int module, int height, const char *text);

/* The same as Code 128, set B. */
int canvas_code128(
    struct canvas *c, int x, int y, int module, int height, const char *text);

/* Turns all about the middle by degrees; what comes in from outside is grey. */
void canvas_turn(struct canvas *c, int degrees);

/* The mean of the pixels so far around each. */
void canvas_blur(struct canvas *c, int radius);

/* Turns the upright picture into what EXIF orientation 1 to 8 makes upright. */
void canvas_store(struct canvas *c, unsigned orientation);

#endif
