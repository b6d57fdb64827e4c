/* SPDX-License-Identifier: MIT */
/*
 * Small pictures of every kind, made byte by byte: the structure is sound,
 * the compressed data is noise.
 */
#ifndef IMG_PICTURE_MAKE
#define IMG_PICTURE_MAKE

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

#define PUT(out, literal) buf_put(out, "" literal, sizeof(literal) - 1)

static void
put_be(struct buf *out, uint64_t value, size_t n)
{
	while (n-- > 0)
		buf_put_char(out, (char)(value >> 8 * n & 0xFF));
}

static void
put_le(struct buf *out, uint64_t value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_put_char(out, (char)(value >> 8 * i & 0xFF));
}

static void
put_number(struct buf *out, uint64_t value, size_t n, bool big)
{
	if (big)
		put_be(out, value, n);
	else
		put_le(out, value, n);
}

static uint32_t noise_state;

static unsigned
noise(void)
{
	noise_state = noise_state * 1664525 + 1013904223;
	return noise_state >> 24;
}

static void
put_noise(struct buf *out, size_t n)
{
	while (n-- > 0)
		buf_put_char(out, (char)noise());
}

/* A TIFF with the tags of a photograph, as EXIF has it. */
static void
put_exif(struct buf *out)
{
	PUT(out,
	    "II*\0\x08\0\0\0"
	    "\x04\0");
	PUT(out, "\x12\x01\x03\0\x01\0\0\0\x06\0\0\0");
	PUT(out, "\x3B\x01\x02\0\x0B\0\0\0\x3E\0\0\0");
	PUT(out, "\x98\x82\x02\0\x06\0\0\0\x4A\0\0\0");
	PUT(out, "\x69\x87\x04\0\x01\0\0\0\x50\0\0\0");
	PUT(out,
	    "\0\0\0\0"
	    "A. Curator\0\0"
	    "(C) X\0");
	PUT(out,
	    "\x01\0"
	    "\x03\x90\x02\0\x14\0\0\0\x62\0\0\0"
	    "\0\0\0\0");
	PUT(out, "2019:04:12 10:15:00\0");
}

/* JPEG */

static void
put_segment(struct buf *out, unsigned code, size_t n)
{
	put_be(out, 0xFF00 | code, 2);
	put_be(out, n + 2, 2);
}

static void
put_table(struct buf *out)
{
	put_segment(out, 0xDB, 65);
	put_be(out, 0, 1);
	put_noise(out, 64);
}

static void
put_frame(struct buf *out, unsigned code, unsigned width, unsigned height)
{
	put_segment(out, code, 15);
	put_be(out, 8, 1);
	put_be(out, height, 2);
	put_be(out, width, 2);
	PUT(out, "\3\1\x22\0\2\x11\0\3\x11\0");
}

static void
put_entropy(struct buf *out, size_t n)
{
	for (; n > 0; n--) {
		unsigned byte = noise();

		buf_put_char(out, (char)byte);
		if (byte == 0xFF)
			buf_put_char(out, 0);
	}
}

/* A scan of three components or of one, with restart markers or without. */
static void
put_scan(struct buf *out, unsigned components, unsigned restarts)
{
	put_segment(out, 0xDA, components == 1 ? 6 : 10);
	put_be(out, components == 1 ? 1 : 3, 1);
	if (components == 1)
		PUT(out, "\1\0\0\x3F\0");
	else
		PUT(out, "\1\0\2\x11\3\x11\0\x3F\0");
	for (unsigned i = 0; i < restarts; i++) {
		put_entropy(out, 24);
		put_be(out, 0xFFD0 | (i & 7), 2);
	}
	put_entropy(out, 120);
	PUT(out, "\xFF\0\xFF\0");
}

/* A scan of a progressive JPEG: the first coefficient of all components, or the
 * rest of one. */
static void
put_part(struct buf *out, unsigned component)
{
	put_segment(out, 0xDA, component == 0 ? 10 : 6);
	put_be(out, component == 0 ? 3 : 1, 1);
	if (component == 0) {
		PUT(out, "\1\0\2\x11\3\x11\0\0\0");
	} else {
		put_be(out, component, 1);
		PUT(out, "\0\1\x3F\0");
	}
	put_entropy(out, 120);
	PUT(out, "\xFF\0\xFF\0");
}

static void
make_jpeg(struct buf *out)
{
	PUT(out, "\xFF\xD8");
	put_table(out);
	put_frame(out, 0xC0, 80, 60);
	put_scan(out, 3, 0);
	PUT(out, "\xFF\xD9");
}

static void
make_progressive(struct buf *out)
{
	PUT(out, "\xFF\xD8");
	put_table(out);
	put_frame(out, 0xC2, 80, 60);
	put_part(out, 0);
	put_part(out, 1);
	put_segment(out, 0xFE, 5);
	PUT(out,
	    "hello"
	    "\xFF\xFF"); /* and a fill byte */
	put_part(out, 2);
	put_part(out, 3);
	PUT(out, "\xFF\xD9");
}

/* 80 x 60 with 2 x 2 sampling has 20 MCUs: one restart interval each. */
static void
make_restarts(struct buf *out)
{
	PUT(out, "\xFF\xD8");
	put_table(out);
	put_frame(out, 0xC0, 80, 60);
	put_segment(out, 0xDD, 2);
	put_be(out, 1, 2);
	put_scan(out, 3, 19);
	PUT(out, "\xFF\xD9");
}

static void
put_app1_exif(struct buf *out)
{
	struct buf exif = {0};

	put_exif(&exif);
	make_jpeg(&exif); /* as a thumbnail: its end must not be the end */
	put_segment(out, 0xE1, exif.n + 6);
	PUT(out, "Exif\0\0");
	buf_put_slice(out, buf_slice(&exif));
	buf_free(&exif);
}

static const char xmp_text[] = "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>";

static void
make_jpeg_metadata(struct buf *out)
{
	PUT(out, "\xFF\xD8");
	put_app1_exif(out);
	put_segment(out, 0xE1, 29 + sizeof xmp_text - 1);
	PUT(out, "http://ns.adobe.com/xap/1.0/\0");
	buf_put_string(out, xmp_text);
	put_segment(out, 0xED, 14 + 12);
	PUT(out,
	    "Photoshop 3.0\0"
	    "8BIM\4\4\0\0\0\0\0\0");
	put_table(out);
	put_frame(out, 0xC1, 80, 60);
	put_scan(out, 3, 0);
	PUT(out, "\xFF\xD9");
}

/* Two views: the index says where the second one is and how long. */
static void
make_mpf(struct buf *out)
{
	struct buf second = {0};
	size_t base, offset;

	make_jpeg(&second);
	PUT(out, "\xFF\xD8");
	put_segment(out, 0xE2, 4 + 8 + 2 + 12 + 4 + 32);
	PUT(out, "MPF\0");
	base = out->n;
	PUT(out,
	    "MM\0*\0\0\0\x08"
	    "\0\1"
	    "\xB0\x02\0\7\0\0\0\x20\0\0\0\x1A");
	PUT(out,
	    "\0\0\0\0"
	    "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
	    "\0\0\0\0");
	put_be(out, second.n, 4);
	offset = out->n;
	PUT(out,
	    "\0\0\0\0"
	    "\0\0\0\0");
	put_table(out);
	put_frame(out, 0xC0, 80, 60);
	put_scan(out, 3, 0);
	PUT(out, "\xFF\xD9");
	for (size_t i = 0; i < 4; i++)
		out->at[offset + i] = (char)((out->n - base) >> 8 * (3 - i));
	buf_put_slice(out, buf_slice(&second));
	buf_free(&second);
}

static void
make_lossless_jpeg(struct buf *out)
{
	PUT(out, "\xFF\xD8");
	put_frame(out, 0xC3, 80, 60);
	put_scan(out, 3, 0);
	PUT(out, "\xFF\xD9");
}

/* PNG */

static void
put_chunk(struct buf *out, const char *type, const struct buf *data)
{
	uint32_t crc = UINT32_MAX;
	size_t start = out->n + 4;

	put_be(out, data->n, 4);
	buf_put_string(out, type);
	buf_put_slice(out, buf_slice(data));
	for (size_t i = start; i < out->n; i++) {
		crc ^= (unsigned char)out->at[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	put_be(out, ~crc, 4);
}

static void
make_png(struct buf *out)
{
	struct buf data = {0};

	PUT(out, "\x89PNG\r\n\x1A\n");
	PUT(&data, "\0\0\0\x50\0\0\0\x3C\x08\x02\0\0\0");
	put_chunk(out, "IHDR", &data);
	buf_clear(&data);
	put_exif(&data);
	put_chunk(out, "eXIf", &data);
	buf_clear(&data);
	PUT(&data, "XML:com.adobe.xmp\0\0\0\0\0");
	buf_put_string(&data, xmp_text);
	put_chunk(out, "iTXt", &data);
	buf_clear(&data);
	PUT(&data, "\x78\x01");
	put_noise(&data, 300);
	put_chunk(out, "IDAT", &data);
	put_chunk(out, "IDAT", &data);
	buf_clear(&data);
	put_chunk(out, "IEND", &data);
	buf_free(&data);
}

/* GIF */

static void
make_gif(struct buf *out)
{
	PUT(out, "GIF89a\x50\0\x3C\0\x80\0\0\0\0\0\xFF\xFF\xFF");
	PUT(out, "\x21\xFE\5hello\0");
	PUT(out, "\x2C\0\0\0\0\x50\0\x3C\0\x81");
	put_noise(out, 12);
	PUT(out, "\2\xFF");
	put_noise(out, 255);
	PUT(out, "\x10");
	put_noise(out, 16);
	PUT(out, "\0\x3B");
}

/* WebP */

static void
end_riff(struct buf *out)
{
	for (size_t i = 0; i < 4; i++)
		out->at[4 + i] = (char)((out->n - 8) >> 8 * i);
}

static void
put_vp8(struct buf *out)
{
	PUT(out,
	    "VP8 \x8B\0\0\0"
	    "\x10\x01\0\x9D\x01\x2A\x50\0\x3C\0");
	put_noise(out, 0x8B - 10 + 1);
}

static void
make_webp_lossy(struct buf *out)
{
	PUT(out, "RIFF\0\0\0\0WEBP");
	put_vp8(out);
	end_riff(out);
}

static void
make_webp_lossless(struct buf *out)
{
	PUT(out, "RIFF\0\0\0\0WEBPVP8L\x40\0\0\0\x2F");
	put_le(out, 79 | 59 << 14, 4);
	put_noise(out, 0x40 - 5);
	end_riff(out);
}

static void
make_webp_extended(struct buf *out)
{
	struct buf exif = {0};

	put_exif(&exif);
	PUT(out, "RIFF\0\0\0\0WEBPVP8X\x0A\0\0\0\x0C\0\0\0\x4F\0\0\x3B\0\0");
	put_vp8(out);
	PUT(out, "EXIF");
	put_le(out, exif.n + 6, 4);
	PUT(out, "Exif\0\0");
	buf_put_slice(out, buf_slice(&exif));
	PUT(out, "XMP ");
	put_le(out, sizeof xmp_text, 4);
	buf_put(out, xmp_text, sizeof xmp_text);
	end_riff(out);
	buf_free(&exif);
}

/* BMP */

static void
make_bmp(struct buf *out)
{
	PUT(out, "BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0");
	put_le(out, 80, 4);
	put_le(out, (uint32_t)-60, 4);
	PUT(out, "\1\0\x18\0");
	put_noise(out, 0);
	PUT(out, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
	put_noise(out, 80 * 60 * 3);
}

/* TIFF */

struct tiff_form {
	bool big, wide, directory_first;
	const char *make;
	unsigned photometric;
};

static void
put_entry(struct buf *out, const struct tiff_form *f, unsigned tag,
    unsigned type, uint64_t count, uint64_t value)
{
	size_t size = type == 3 ? 2 : type == 2 ? 1 : 4;
	size_t width = f->wide ? 8 : 4;

	put_number(out, tag, 2, f->big);
	put_number(out, type, 2, f->big);
	put_number(out, count, width, f->big);
	if (count * size > width)
		size = width;
	put_number(out, value, size, f->big);
	for (; size < width; size++)
		buf_put_char(out, 0);
}

/* Two strips, whose places and lengths are lists behind the directory. */
static void
put_directory(struct buf *out, const struct tiff_form *f, uint64_t strips)
{
	size_t entries = 8, width = f->wide ? 8 : 4;
	uint64_t after =
	    out->n + (f->wide ? 8 : 2) + entries * (f->wide ? 20 : 12) + width;
	size_t make = strlen(f->make) + 1;

	put_number(out, entries, f->wide ? 8 : 2, f->big);
	put_entry(out, f, 256, 3, 1, 80);
	put_entry(out, f, 257, 3, 1, 60);
	put_entry(out, f, 262, 3, 1, f->photometric);
	put_entry(out, f, 271, 2, make, after);
	put_entry(out, f, 273, 4, 3, after + make);
	put_entry(out, f, 274, 3, 1, 6);
	put_entry(out, f, 279, 4, 3, after + make + 12);
	put_entry(out, f, 315, 2, 11, after + make + 24);
	put_number(out, 0, width, f->big);
	buf_put(out, f->make, make);
	for (unsigned i = 0; i < 3; i++)
		put_number(out, strips + 200 * i, 4, f->big);
	for (unsigned i = 0; i < 3; i++)
		put_number(out, 200, 4, f->big);
	PUT(out, "A. Curator\0");
}

static void
put_tiff(struct buf *out, const struct tiff_form *f)
{
	size_t head = f->wide ? 16 : 8, directory;
	struct buf measure = {0};

	put_directory(&measure, f, 0);
	directory = f->directory_first ? head : head + 600;
	buf_put_string(out, f->big ? "MM" : "II");
	put_number(out, f->wide ? 43 : 42, 2, f->big);
	if (f->wide)
		put_number(out, f->big ? 8 << 16 : 8, 4, f->big);
	put_number(out, directory, f->wide ? 8 : 4, f->big);
	if (!f->directory_first)
		put_noise(out, 600);
	put_directory(out, f, f->directory_first ? head + measure.n : head);
	if (f->directory_first)
		put_noise(out, 600);
	buf_free(&measure);
}

static void
make_tiff_little(struct buf *out)
{
	put_tiff(out, &(struct tiff_form){false, false, true, "Example", 2});
}

static void
make_tiff_big(struct buf *out)
{
	put_tiff(out, &(struct tiff_form){true, false, false, "Example", 2});
}

static void
make_bigtiff(struct buf *out)
{
	put_tiff(out, &(struct tiff_form){false, true, true, "Example", 2});
}

static void
make_bigtiff_after(struct buf *out)
{
	put_tiff(out, &(struct tiff_form){true, true, false, "Example", 2});
}

static void
make_nef(struct buf *out)
{
	put_tiff(
	    out, &(struct tiff_form){false, false, true, "NIKON CORP", 32803});
}

/* Boxes */

static size_t
begin_box(struct buf *out, const char *type)
{
	put_be(out, 0, 4);
	buf_put_string(out, type);
	return out->n - 8;
}

static void
end_box(struct buf *out, size_t start)
{
	for (size_t i = 0; i < 4; i++)
		out->at[start + i] = (char)((out->n - start) >> 8 * (3 - i));
}

/* A grid's size is the largest; the EXIF lies behind the picture's data. */
static void
put_heif(struct buf *out, const char *brand)
{
	size_t box, meta, inner, innermost, where, n;

	box = begin_box(out, "ftyp");
	buf_put_string(out, brand);
	PUT(out, "\0\0\0\0mif1");
	end_box(out, box);
	meta = begin_box(out, "meta");
	PUT(out, "\0\0\0\0");
	box = begin_box(out, "hdlr");
	PUT(out, "\0\0\0\0\0\0\0\0pict\0\0\0\0\0\0\0\0\0\0\0\0\0");
	end_box(out, box);
	box = begin_box(out, "pitm");
	PUT(out, "\0\0\0\0\0\1");
	end_box(out, box);
	box = begin_box(out, "iinf");
	PUT(out, "\0\0\0\0\0\2");
	inner = begin_box(out, "infe");
	PUT(out, "\2\0\0\0\0\1\0\0hvc1\0");
	end_box(out, inner);
	inner = begin_box(out, "infe");
	PUT(out, "\2\0\0\0\0\2\0\0Exif\0");
	end_box(out, inner);
	end_box(out, box);
	box = begin_box(out, "iprp");
	inner = begin_box(out, "ipco");
	for (unsigned i = 0; i < 2; i++) {
		innermost = begin_box(out, "ispe");
		PUT(out, "\0\0\0\0");
		put_be(out, i == 0 ? 40 : 80, 4);
		put_be(out, i == 0 ? 30 : 60, 4);
		end_box(out, innermost);
	}
	innermost = begin_box(out, "av1C");
	PUT(out, "\x81\0\0\0");
	end_box(out, innermost);
	end_box(out, inner);
	end_box(out, box);
	box = begin_box(out, "iloc");
	PUT(out, "\0\0\0\0\x44\0\0\2");
	PUT(out, "\0\1\0\0\0\1");
	where = out->n;
	PUT(out,
	    "\0\0\0\0\0\0\0\0"
	    "\0\2\0\0\0\1"
	    "\0\0\0\0\0\0\0\0");
	end_box(out, box);
	end_box(out, meta);
	box = begin_box(out, "mdat");
	n = out->n;
	put_noise(out, 400);
	for (size_t i = 0; i < 4; i++) {
		out->at[where + i] = (char)(n >> 8 * (3 - i));
		out->at[where + 4 + i] = (char)(400 >> 8 * (3 - i));
		out->at[where + 14 + i] = (char)(out->n >> 8 * (3 - i));
	}
	n = out->n;
	PUT(out, "\0\0\0\6Exif\0\0");
	put_exif(out);
	for (size_t i = 0; i < 4; i++)
		out->at[where + 18 + i] = (char)((out->n - n) >> 8 * (3 - i));
	end_box(out, box);
}

static void
make_heic(struct buf *out)
{
	put_heif(out, "heic");
}

static void
make_avif(struct buf *out)
{
	put_heif(out, "avif");
}

static void
put_codestream(struct buf *out)
{
	PUT(out, "\xFF\x4F\xFF\x51\0\x29\0\0");
	put_be(out, 90, 4);
	put_be(out, 65, 4);
	put_be(out, 10, 4);
	put_be(out, 5, 4);
	put_be(out, 90, 4);
	put_be(out, 65, 4);
	PUT(out, "\0\0\0\0\0\0\0\0\0\1\x07\1\1");
	for (unsigned i = 0; i < 2; i++) {
		PUT(out, "\xFF\x90\0\x0A\0\0");
		put_be(out, 114, 4);
		put_be(out, i, 1);
		PUT(out, "\2\xFF\x93");
		put_noise(out, 100);
	}
	PUT(out, "\xFF\xD9");
}

static void
make_j2k(struct buf *out)
{
	put_codestream(out);
}

static void
make_jp2(struct buf *out)
{
	size_t box, inner;

	PUT(out, "\0\0\0\x0CjP  \r\n\x87\n");
	box = begin_box(out, "ftyp");
	PUT(out, "jp2 \0\0\0\0jp2 ");
	end_box(out, box);
	box = begin_box(out, "jp2h");
	inner = begin_box(out, "ihdr");
	PUT(out, "\0\0\0\x3C\0\0\0\x50\0\1\7\7\0\0");
	end_box(out, inner);
	end_box(out, box);
	box = begin_box(out, "jp2c");
	put_codestream(out);
	end_box(out, box);
}

/* The codestream goes on to the end of the file. */
static void
make_jp2_open(struct buf *out)
{
	PUT(out, "\0\0\0\x0CjP  \r\n\x87\n");
	PUT(out, "\0\0\0\0jp2c");
	put_codestream(out);
}

/* 80 x 60: height 60 by 9 bits, ratio 4:3. */
static void
put_jxl(struct buf *out)
{
	PUT(out, "\xFF\x0A");
	put_le(out, 0u | 0u << 1 | 59u << 3 | 3u << 12, 4);
	put_noise(out, 60);
}

static void
make_jxl(struct buf *out)
{
	put_jxl(out);
}

static void
make_jxl_boxes(struct buf *out)
{
	size_t box;

	PUT(out, "\0\0\0\x0CJXL \r\n\x87\n");
	box = begin_box(out, "ftyp");
	PUT(out, "jxl \0\0\0\0jxl ");
	end_box(out, box);
	box = begin_box(out, "Exif");
	PUT(out, "\0\0\0\0");
	put_exif(out);
	end_box(out, box);
	box = begin_box(out, "xml ");
	buf_put_string(out, xmp_text);
	end_box(out, box);
	box = begin_box(out, "jxlc");
	put_jxl(out);
	end_box(out, box);
}

static void
make_cr3(struct buf *out)
{
	size_t box, inner, innermost;

	box = begin_box(out, "ftyp");
	PUT(out, "crx \0\0\0\1crx isom");
	end_box(out, box);
	box = begin_box(out, "moov");
	inner = begin_box(out, "uuid");
	PUT(out, "\x85\xC0\xB6\x87\x82\x0F\x11\xE0");
	PUT(out, "\x81\x11\xF4\xCE\x46\x2B\x6A\x48");
	innermost = begin_box(out, "CMT1");
	PUT(out,
	    "II*\0\x08\0\0\0"
	    "\2\0");
	PUT(out,
	    "\0\1\3\0\1\0\0\0\x50\0\0\0"
	    "\1\1\3\0\1\0\0\0\x3C\0\0\0");
	PUT(out, "\0\0\0\0");
	end_box(out, innermost);
	end_box(out, inner);
	end_box(out, box);
	box = begin_box(out, "mdat");
	put_noise(out, 300);
	end_box(out, box);
}

static void
make_raf(struct buf *out)
{
	PUT(out, "FUJIFILMCCD-RAW 0201");
	while (out->n < 84)
		buf_put_char(out, '0');
	put_be(out, 120, 4);
	put_be(out, 300, 4);
	put_be(out, 420, 4);
	put_be(out, 20, 4);
	put_be(out, 440, 4);
	put_be(out, 100, 4);
	PUT(out, "\0\0\0\0\0\0\0\0\0\0\0\0");
	PUT(out, "\xFF\xD8");
	put_app1_exif(out);
	out->n = out->n < 420 ? out->n : 420;
	while (out->n < 420)
		buf_put_char(out, 0);
	PUT(out, "\0\0\0\1\1\0\0\4\0\x3C\0\x50\0\0\0\0\0\0\0\0");
	put_noise(out, 100);
}

struct sample {
	const char *name, *mime;
	void (*make)(struct buf *out);
	bool web, exif, xmp;
};

static const struct sample samples[] = {
    {"jpeg", "image/jpeg", make_jpeg, true, false, false},
    {"progressive", "image/jpeg", make_progressive, true, false, false},
    {"restarts", "image/jpeg", make_restarts, true, false, false},
    {"metadata", "image/jpeg", make_jpeg_metadata, true, true, true},
    {"mpf", "image/jpeg", make_mpf, true, false, false},
    {"lossless-jpeg", "image/jpeg", make_lossless_jpeg, false, false, false},
    {"png", "image/png", make_png, true, true, true},
    {"gif", "image/gif", make_gif, true, false, false},
    {"webp-lossy", "image/webp", make_webp_lossy, true, false, false},
    {"webp-lossless", "image/webp", make_webp_lossless, true, false, false},
    {"webp-extended", "image/webp", make_webp_extended, true, true, true},
    {"bmp", "image/bmp", make_bmp, true, false, false},
    {"tiff", "image/tiff", make_tiff_little, false, true, false},
    {"tiff-behind", "image/tiff", make_tiff_big, false, true, false},
    {"bigtiff", "image/tiff", make_bigtiff, false, true, false},
    {"bigtiff-behind", "image/tiff", make_bigtiff_after, false, true, false},
    {"nef", "image/x-nikon-nef", make_nef, false, true, false},
    {"heic", "image/heic", make_heic, false, true, false},
    {"avif", "image/avif", make_avif, false, true, false},
    {"jp2", "image/jp2", make_jp2, false, false, false},
    {"jp2-open", "image/jp2", make_jp2_open, false, false, false},
    {"j2k", "image/j2c", make_j2k, false, false, false},
    {"jxl-boxes", "image/jxl", make_jxl_boxes, false, true, true},
    {"cr3", "image/x-canon-cr3", make_cr3, false, true, false},
    {"raf", "image/x-fuji-raf", make_raf, false, true, false},
    {"jxl", "image/jxl", make_jxl, false, false, false},
};

enum { NSAMPLES = sizeof samples / sizeof *samples };

#endif
