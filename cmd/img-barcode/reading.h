/* SPDX-License-Identifier: MIT */
/* What a library has read somewhere, before it is believed. */
#ifndef IMG_READING_H
#define IMG_READING_H

#include "grey.h"
#include "symbology.h"

struct reading {
	enum symbology symbology;
	struct slice text; /* as read: any bytes */
	unsigned lines; /* scan lines that agree */
	bool part; /* of a stacked code: whoever reads it, it is none */
	double x, y, width, height; /* in the picture that was given */
};

/* Takes each. */
typedef void reading_sink(void *context, const struct reading *reading);

/* libzbar; `symbologies` are bits of those that are wanted. */
struct zbar_reader;

struct zbar_reader *zbar_reader_new(unsigned symbologies);
void zbar_reader_free(struct zbar_reader *reader);

/* Lines are so many pixels apart, across and down; 0: none in that way. */
struct zbar_lines {
	int across, down;
};

void zbar_reader_read(struct zbar_reader *reader, const struct grey *grey,
    struct zbar_lines lines, reading_sink *sink, void *context);

/*
 * Code 39 and Code 128 from the picture itself, along sixteen lines across the
 * region's bars, each the mean of some. It reads bars of less than two pixels,
 * which libzbar does not. The mean width of bars and gaps, in pixels, where
 * there are bars of a code, read or not; else 0.
 */
struct bar_reader;
struct region;

struct bar_reader *bar_reader_new(void);
void bar_reader_free(struct bar_reader *reader);
double bar_reader_read(struct bar_reader *reader, const struct grey *grey,
    const struct region *region, unsigned symbologies, reading_sink *sink,
    void *context);

/* One DataMatrix, by libdmtx. */
void dmtx_read(const struct grey *grey, reading_sink *sink, void *context);

/* False in builds without libdmtx. */
bool dmtx_is_there(void);

#endif
