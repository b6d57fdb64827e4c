/* SPDX-License-Identifier: MIT */
/* The door to libzbar. */
#include <stdlib.h>

#include <zbar.h>

#include "base/diag.h"
#include "base/mem.h"
#include "reading.h"

struct zbar_reader {
	zbar_image_scanner_t *scanner;
	zbar_image_t *image;
};

static const zbar_symbol_type_t types[SYMBOLOGIES] = {
    [CODE39] = ZBAR_CODE39,
    [CODE128] = ZBAR_CODE128,
    [QR] = ZBAR_QRCODE,
    [DATAMATRIX] = ZBAR_NONE,
    [CODE93] = ZBAR_CODE93,
    [CODABAR] = ZBAR_CODABAR,
    [I25] = ZBAR_I25,
    [EAN13] = ZBAR_EAN13,
    [EAN8] = ZBAR_EAN8,
    [UPCA] = ZBAR_UPCA,
    [UPCE] = ZBAR_UPCE,
};

/* What has no check digit must not be shorter: chance makes short ones. */
static const struct {
	enum symbology symbology;
	int length;
} least[] = {{CODE39, 3}, {CODABAR, 6}, {I25, 6}};

/* A UPC-A is an EAN-13 that begins with 0: where both are wanted, it is one,
 * with all its digits. */
static bool
is_wanted(unsigned symbologies, unsigned i)
{
	if (i == UPCA && (symbologies & SYMBOLOGY_BIT(EAN13)) != 0)
		return false;
	return (symbologies & SYMBOLOGY_BIT(i)) != 0 && types[i] != ZBAR_NONE;
}

struct zbar_reader *
zbar_reader_new(unsigned symbologies)
{
	struct zbar_reader *reader = mem_array(1, sizeof *reader);

	reader->scanner = zbar_image_scanner_create();
	reader->image = zbar_image_create();
	if (reader->scanner == NULL || reader->image == NULL)
		die("out of memory");
	zbar_image_set_format(reader->image, zbar_fourcc('Y', '8', '0', '0'));
	/* All off first: what is not wanted is what is read falsely. */
	zbar_image_scanner_set_config(
	    reader->scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	for (unsigned i = 0; i < SYMBOLOGIES; i++)
		if (is_wanted(symbologies, i))
			zbar_image_scanner_set_config(
			    reader->scanner, types[i], ZBAR_CFG_ENABLE, 1);
	for (size_t i = 0; i < sizeof least / sizeof *least; i++)
		zbar_image_scanner_set_config(reader->scanner,
		    types[least[i].symbology], ZBAR_CFG_MIN_LEN,
		    least[i].length);
	return reader;
}

void
zbar_reader_free(struct zbar_reader *reader)
{
	zbar_image_destroy(reader->image);
	zbar_image_scanner_destroy(reader->scanner);
	free(reader);
}

/* The rectangle around the points where it was met. */
static void
find_box(const zbar_symbol_t *symbol, struct reading *reading)
{
	int left = 0, top = 0, right = 0, bottom = 0;

	for (unsigned i = 0; i < zbar_symbol_get_loc_size(symbol); i++) {
		int x = zbar_symbol_get_loc_x(symbol, i);
		int y = zbar_symbol_get_loc_y(symbol, i);

		left = i == 0 || x < left ? x : left;
		right = i == 0 || x > right ? x : right;
		top = i == 0 || y < top ? y : top;
		bottom = i == 0 || y > bottom ? y : bottom;
	}
	reading->x = left;
	reading->y = top;
	reading->width = right - left;
	reading->height = bottom - top;
}

static void
give(const zbar_symbol_t *symbol, reading_sink *sink, void *context)
{
	int quality = zbar_symbol_get_quality(symbol);
	struct reading reading = {.text = {zbar_symbol_get_data(symbol),
				      zbar_symbol_get_data_length(symbol)},
	    .lines = quality > 0 ? (unsigned)quality : 1};
	unsigned i = 0;

	while (i < SYMBOLOGIES && types[i] != zbar_symbol_get_type(symbol))
		i++;
	if (i == SYMBOLOGIES)
		return;
	reading.symbology = (enum symbology)i;
	find_box(symbol, &reading);
	sink(context, &reading);
}

void
zbar_reader_read(struct zbar_reader *reader, const struct grey *grey,
    struct zbar_lines lines, reading_sink *sink, void *context)
{
	const zbar_symbol_t *symbol;

	zbar_image_scanner_set_config(
	    reader->scanner, 0, ZBAR_CFG_Y_DENSITY, lines.across);
	zbar_image_scanner_set_config(
	    reader->scanner, 0, ZBAR_CFG_X_DENSITY, lines.down);
	zbar_image_set_size(
	    reader->image, (unsigned)grey->width, (unsigned)grey->height);
	zbar_image_set_data(reader->image, grey->at,
	    (unsigned long)(grey->width * grey->height), NULL);
	if (zbar_scan_image(reader->scanner, reader->image) <= 0)
		return;
	for (symbol = zbar_image_first_symbol(reader->image); symbol != NULL;
	     symbol = zbar_symbol_next(symbol))
		give(symbol, sink, context);
}
