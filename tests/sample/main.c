/* SPDX-License-Identifier: MIT */
/*
 * draw [KEY=VALUE]... > FILE: a picture for tests and for the sample
 * collection. The same arguments make the same picture.
 */
#include <err.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>

#include "canvas.h"
#include "exif.h"
#include "sheet.h"

struct request {
	int width, height, quality, seed, grain, progressive, restart, turn,
	    blur;
	const char *format;
	struct sheet sheet;
	struct exif exif;
};

static const char usage[] =
    "usage: draw [KEY=VALUE]... > FILE\n"
    "  width= height= seed= grain= quality= progressive=1 format=jpeg|tiff\n"
    "  restart=ROWS\n"
    "  number= title= name= view=sheet|label\n"
    "  code128=1 second=NUMBER module=PIXELS cover=PERCENT cut=PERCENT (the "
    "barcode)\n"
    "  turn=DEGREES blur=PIXELS\n"
    "  orientation= make= model= artist= copyright= date='2026:05:04 "
    "10:00:00'\n"
    "  camera=1 (EXIF as cameras write it, with a thumbnail)\n";

static int
number(const char *text, int most)
{
	char *end;
	long v = strtol(text, &end, 10);

	if (*text == '\0' || *end != '\0' || v < 0 || v > most)
		errx(2, "not a number from 0 to %d: %s", most, text);
	return (int)v;
}

static bool
set_number(struct request *r, const char *key, const char *value)
{
	if (strcmp(key, "width") == 0)
		r->width = number(value, 30000);
	else if (strcmp(key, "height") == 0)
		r->height = number(value, 30000);
	else if (strcmp(key, "seed") == 0)
		r->seed = number(value, 1 << 30);
	else if (strcmp(key, "grain") == 0)
		r->grain = number(value, 255);
	else if (strcmp(key, "quality") == 0)
		r->quality = number(value, 100);
	else if (strcmp(key, "progressive") == 0)
		r->progressive = number(value, 1);
	else if (strcmp(key, "restart") == 0)
		r->restart = number(value, 1000);
	else if (strcmp(key, "turn") == 0)
		r->turn = number(value, 359);
	else if (strcmp(key, "blur") == 0)
		r->blur = number(value, 20);
	else if (strcmp(key, "code128") == 0)
		r->sheet.code128 = number(value, 1) == 1;
	else if (strcmp(key, "module") == 0)
		r->sheet.module = number(value, 100);
	else if (strcmp(key, "cover") == 0)
		r->sheet.cover = number(value, 100);
	else if (strcmp(key, "cut") == 0)
		r->sheet.cut = number(value, 100);
	else if (strcmp(key, "camera") == 0)
		r->exif.camera = number(value, 1) == 1;
	else if (strcmp(key, "orientation") == 0)
		r->exif.orientation = (unsigned)number(value, 8);
	else
		return false;
	return true;
}

static bool
set_text(struct request *r, const char *key, const char *value)
{
	const struct {
		const char *key;
		const char **to;
	} texts[] = {{"format", &r->format}, {"number", &r->sheet.number},
	    {"title", &r->sheet.title}, {"second", &r->sheet.second},
	    {"name", &r->sheet.name}, {"make", &r->exif.make},
	    {"model", &r->exif.model}, {"artist", &r->exif.artist},
	    {"copyright", &r->exif.copyright}, {"date", &r->exif.date}};

	if (strcmp(key, "view") == 0) {
		r->sheet.label_only = strcmp(value, "label") == 0;
		return true;
	}
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		if (strcmp(texts[i].key, key) == 0) {
			*texts[i].to = value;
			return true;
		}
	}
	return false;
}

static void
begin_jpeg(
    struct jpeg_compress_struct *jpeg, int width, int height, int quality)
{
	jpeg->image_width = (JDIMENSION)width;
	jpeg->image_height = (JDIMENSION)height;
	jpeg->input_components = 3;
	jpeg->in_color_space = JCS_RGB;
	jpeg_set_defaults(jpeg);
	jpeg_set_quality(jpeg, quality, TRUE);
}

/* A JPEG of 160 x 120 pixels, to be freed; every so-many-th pixel is taken. */
static uint8_t *
make_thumbnail(const struct canvas *c, size_t *bytes)
{
	enum { WIDTH = 160, HEIGHT = 120 };
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;
	unsigned char *out = NULL;
	unsigned long n = 0;

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &out, &n);
	begin_jpeg(&jpeg, WIDTH, HEIGHT, 80);
	jpeg_start_compress(&jpeg, TRUE);
	for (int y = 0; y < HEIGHT; y++) {
		uint8_t pixels[3 * WIDTH];
		JSAMPROW row = pixels;

		for (int x = 0; x < WIDTH; x++) {
			size_t at = (size_t)(y * c->height / HEIGHT) *
				(size_t)c->width +
			    (size_t)(x * c->width / WIDTH);

			memcpy(pixels + 3 * x, c->rgb + 3 * at, 3);
		}
		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	*bytes = n;
	return out;
}

static void
write_exif(
    struct jpeg_compress_struct *jpeg, const struct canvas *c, struct exif exif)
{
	static uint8_t app1[EXIF_MOST];
	uint8_t *thumbnail = NULL;
	size_t n;

	exif.width = (uint32_t)c->width;
	exif.height = (uint32_t)c->height;
	if (exif.camera)
		exif.thumbnail = thumbnail =
		    make_thumbnail(c, &exif.thumbnail_bytes);
	n = exif_build(app1, &exif);
	jpeg_write_marker(jpeg, JPEG_APP0 + 1, app1, (unsigned)n);
	free(thumbnail);
}

static void
write_jpeg(const struct canvas *c, const struct request *r)
{
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr errors;

	jpeg.err = jpeg_std_error(&errors);
	jpeg_create_compress(&jpeg);
	jpeg_stdio_dest(&jpeg, stdout);
	begin_jpeg(&jpeg, c->width, c->height, r->quality);
	if (r->progressive)
		jpeg_simple_progression(&jpeg);
	jpeg.restart_in_rows = r->restart;
	jpeg_start_compress(&jpeg, TRUE);
	write_exif(&jpeg, c, r->exif);
	while (jpeg.next_scanline < jpeg.image_height) {
		JSAMPROW row =
		    c->rgb + (size_t)jpeg.next_scanline * (size_t)c->width * 3;

		jpeg_write_scanlines(&jpeg, &row, 1);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
}

static void
put(uint8_t *at, uint32_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		at[i] = (uint8_t)(value >> 8 * i);
}

/* Baseline TIFF 6.0, RGB, one strip, not compressed. */
static void
write_tiff(const struct canvas *c)
{
	enum { TAGS = 10, DATA = 8 + 2 + TAGS * 12 + 4 + 6 };
	uint32_t w = (uint32_t)c->width, h = (uint32_t)c->height;
	const uint32_t tags[TAGS][4] = {{256, 4, 1, w}, {257, 4, 1, h},
	    {258, 3, 3, DATA - 6}, {259, 3, 1, 1}, {262, 3, 1, 2},
	    {273, 4, 1, DATA}, {277, 3, 1, 3}, {278, 4, 1, h},
	    {279, 4, 1, w * h * 3}, {284, 3, 1, 1}};
	uint8_t head[DATA] = "II*\0\10";

	put(head + 8, TAGS, 2);
	for (int i = 0; i < TAGS; i++) {
		put(head + 10 + i * 12, tags[i][0], 2);
		put(head + 12 + i * 12, tags[i][1], 2);
		put(head + 14 + i * 12, tags[i][2], 4);
		put(head + 18 + i * 12, tags[i][3], 4);
	}
	for (int i = 0; i < 3; i++)
		put(head + DATA - 6 + i * 2, 8, 2);
	fwrite(head, 1, DATA, stdout);
	fwrite(c->rgb, 3, (size_t)w * h, stdout);
}

int
main(int argc, char *argv[])
{
	struct request r = {.width = 600,
	    .height = 900,
	    .quality = 80,
	    .seed = 1,
	    .format = "jpeg",
	    .sheet = {.number = "", .title = "", .name = "", .second = ""}};
	struct canvas c;

	for (int i = 1; i < argc; i++) {
		char *value = strchr(argv[i], '=');

		if (value == NULL)
			errx(2, "not KEY=VALUE: %s\n%s", argv[i], usage);
		*value++ = '\0';
		if (!set_number(&r, argv[i], value) &&
		    !set_text(&r, argv[i], value))
			errx(2, "no such key: %s\n%s", argv[i], usage);
	}
	if (r.width == 0 || r.height == 0)
		errx(2, "a picture has at least 1 x 1 pixels");
	canvas_init(&c, r.width, r.height, (uint64_t)r.seed);
	sheet_draw(&c, &r.sheet);
	if (r.turn > 0)
		canvas_turn(&c, r.turn);
	if (r.blur > 0)
		canvas_blur(&c, r.blur);
	if (r.grain > 0)
		canvas_grain(&c, r.grain);
	if (r.exif.orientation > 1)
		canvas_store(&c, r.exif.orientation);
	if (strcmp(r.format, "tiff") == 0)
		write_tiff(&c);
	else
		write_jpeg(&c, &r);
	canvas_free(&c);
	if (fflush(stdout) != 0)
		err(2, "standard output");
	return 0;
}
