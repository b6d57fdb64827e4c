/* SPDX-License-Identifier: MIT */
/*
 * Kinds, facts and structure of small pictures made in memory. With an
 * argument it writes them there, as seeds for fuzzing.
 */
#include <stdio.h>
#include <stdlib.h>

#include "picture/picture.h"
#include "../fuzz/shared.h"
#include "picture_make.h"
#include "tap.h"

/* Pushes pieces of n bytes; an exact copy of each shows reading past it. */
static const struct picture_facts *
look(struct picture *p, struct slice s, size_t piece, bool reader)
{
	picture_begin(p);
	for (size_t at = 0; at < s.n; at += piece) {
		size_t n = piece < s.n - at ? piece : s.n - at;
		char *copy = malloc(n);

		if (copy == NULL)
			abort();
		memcpy(copy, s.at + at, n);
		picture_push(p, copy, n);
		free(copy);
	}
	picture_end(p, s.n, reader ? read_memory : NULL, &s);
	return picture_facts(p);
}

static const struct picture_facts *
whole(struct picture *p, struct slice s)
{
	return look(p, s, s.n > 0 ? s.n : 1, true);
}

static bool
same(const struct picture_facts *a, const struct picture_facts *b)
{
	return a->kind == b->kind && a->web == b->web && a->width == b->width &&
	    a->height == b->height && a->state == b->state &&
	    a->why == b->why && a->where == b->where &&
	    a->trailing == b->trailing && a->extra_cut == b->extra_cut &&
	    slice_equal(buf_slice(&a->exif), buf_slice(&b->exif)) &&
	    slice_equal(buf_slice(&a->xmp), buf_slice(&b->xmp)) &&
	    slice_equal(buf_slice(&a->iptc), buf_slice(&b->iptc));
}

static void
explain(const struct picture_facts *f)
{
	printf("# %s, %u x %u, state %d, %s at %ju, trailing %ju, exif %zu, "
	       "xmp %zu\n",
	    f->kind != NULL ? f->kind->mime : "unknown", f->width, f->height,
	    (int)f->state, f->why != NULL ? f->why : "nothing wrong",
	    (uintmax_t)f->where, (uintmax_t)f->trailing, f->exif.n, f->xmp.n);
}

static void
test_facts(struct picture *p, const struct sample *sample, struct slice s)
{
	const struct picture_facts *f = whole(p, s);
	enum picture_state state = strcmp(sample->name, "jxl") == 0
	    ? PICTURE_UNCHECKED
	    : PICTURE_WHOLE;

	if (!ok(f->kind != NULL && strcmp(f->kind->mime, sample->mime) == 0 &&
		    f->width == 80 && f->height == 60 &&
		    f->web == sample->web && f->state == state &&
		    f->trailing == 0 && !f->extra_cut &&
		    (f->exif.n > 0) == sample->exif &&
		    (f->xmp.n > 0) == sample->xmp,
		sample->name))
		explain(f);
}

static void
test_pieces(struct picture *p, const struct sample *sample, struct slice s)
{
	struct picture *q = picture_new();
	const struct picture_facts *f = whole(p, s);
	bool passed = true;

	for (size_t piece = 1; piece < 40; piece++)
		passed = passed && same(f, look(q, s, piece, true));
	printf("# %s\n", sample->name);
	ok(passed, "pieces make no difference");
	picture_free(q);
}

/* Every cut, at every byte; only a BMP's padding and the like could hide. */
static void
test_cuts(struct picture *p, const struct sample *sample, struct slice s)
{
	size_t missed = 0, at = 0;
	const struct picture_facts *f;

	for (size_t n = 1; n < s.n; n++) {
		f = whole(p, (struct slice){s.at, n});
		if ((f->state == PICTURE_WHOLE && !f->extra_cut &&
			!f->end_missing) ||
		    (f->state == PICTURE_UNCHECKED && f->kind != NULL &&
			f->kind->group == MEDIA_PICTURE)) {
			missed++;
			at = n;
		}
	}
	if (!ok(missed == 0, "every cut is found"))
		printf("# %s: %zu cuts not found, one at %zu of %zu\n",
		    sample->name, missed, at, s.n);
}

/* A few bytes from the head, and the ending. */
static void
test_quick(struct picture *p, struct slice s)
{
	const struct picture_facts *f;
	struct picture *q = picture_new();

	picture_begin(q);
	for (size_t at = 0; at < s.n && !picture_settled(q); at += 64)
		picture_push(q, s.at + at, s.n - at < 64 ? s.n - at : 64);
	picture_end(q, s.n, read_memory, &s);
	f = whole(p, s);
	ok(f->kind == picture_facts(q)->kind &&
		f->width == picture_facts(q)->width &&
		f->height == picture_facts(q)->height &&
		(picture_facts(q)->state == PICTURE_WHOLE ||
		    picture_facts(q)->state == PICTURE_UNCHECKED) &&
		slice_equal(
		    buf_slice(&f->exif), buf_slice(&picture_facts(q)->exif)),
	    "a quick look finds the same");
	picture_free(q);
}

static void
test_trailing(struct picture *p, const struct sample *sample, struct buf *file)
{
	size_t n = file->n;
	const struct picture_facts *f;

	for (size_t i = 0; i < 100; i++)
		buf_put_char(file, (char)(i % 7));
	f = whole(p, buf_slice(file));
	if (!ok(f->state == PICTURE_WHOLE &&
		    (f->trailing == 100 || f->trailing == 0) && f->width == 80,
		"bytes behind the end do no harm")) {
		printf("# %s\n", sample->name);
		explain(f);
	}
	file->n = n;
}

/* Damaged in any way: no crash, and pieces still make no difference. */
static void
test_damage(struct picture *p, struct slice s)
{
	struct picture *q = picture_new();
	struct buf bent = {0};
	bool passed = true;

	for (size_t turn = 0; turn < 400; turn++) {
		buf_clear(&bent);
		buf_put_slice(&bent, s);
		for (unsigned i = noise() % 4 + 1; i > 0; i--)
			bent.at[(noise() << 8 | noise()) % bent.n] =
			    (char)(noise() & 1 ? noise() : 0xFF);
		passed = passed &&
		    same(whole(p, buf_slice(&bent)),
			look(q, buf_slice(&bent), noise() % 60 + 1, true)) &&
		    same(look(p, buf_slice(&bent), bent.n, false),
			look(q, buf_slice(&bent), noise() % 60 + 1, false));
	}
	ok(passed, "damaged, pieces make no difference");
	buf_free(&bent);
	picture_free(q);
}

static void
test_sample(struct picture *p, const struct sample *sample)
{
	struct buf file = {0};
	bool bare = strcmp(sample->name, "jxl") == 0;

	noise_state = 1;
	sample->make(&file);
	test_facts(p, sample, buf_slice(&file));
	test_pieces(p, sample, buf_slice(&file));
	if (!bare)
		test_cuts(p, sample, buf_slice(&file));
	test_quick(p, buf_slice(&file));
	if (!bare && strcmp(sample->name, "jp2-open") != 0)
		test_trailing(p, sample, &file);
	test_damage(p, buf_slice(&file));
	buf_free(&file);
}

static const struct {
	const char *mime;
	struct slice bytes;
} heads[] = {
    {"text/html", {"\n <!DOCTYPE html><title>404</title>", 35}},
    {"text/html", {"\xEF\xBB\xBF<HTML>", 9}},
    {"application/pdf", {"%PDF-1.7\n", 9}},
    {"application/zip", {"PK\3\4\24\0\0\0", 8}},
    {"image/svg+xml", {"<?xml version='1.0'?><svg/>", 27}},
    {"application/xml", {"<?xml version='1.0'?><a/>", 25}},
    {"text/plain", {"catalogNumber,file\n", 19}},
    {"image/vnd.adobe.photoshop", {"8BPS\0\1\0\0", 8}},
    {"video/mp4",
	{"\0\0\0\x18"
	 "ftypisom\0\0\0\0isomiso2",
	    24}},
    {"image/heic",
	{"\0\0\0\x18"
	 "ftypmif1\0\0\0\0mif1heic",
	    24}},
    {"image/x-olympus-orf", {"IIRO\x08\0\0\0", 8}},
    {"image/x-panasonic-rw2", {"IIU\0\x18\0\0\0", 8}},
    {"image/x-canon-cr2", {"II*\0\x10\0\0\0CR\2\0", 12}},
    {NULL, {"\1\2\3\4\5\6\7\x08\x0E\x0F", 10}},
    {NULL, {"\xFF\xFE", 2}},
    {NULL, {"", 0}},
};

static void
test_heads(void)
{
	for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
		const struct media_type *kind =
		    picture_sniff(heads[i].bytes.at, heads[i].bytes.n);

		ok(heads[i].mime == NULL ? kind == NULL
					 : kind != NULL &&
			    strcmp(kind->mime, heads[i].mime) == 0,
		    heads[i].mime != NULL ? heads[i].mime : "an unknown kind");
	}
}

static void
test_names(void)
{
	const struct media_type *jpeg = media_type_find(SLICE("image/jpeg"));
	const struct media_type *tiff = media_type_find(SLICE("image/tiff"));

	ok(jpeg != NULL && tiff != NULL, "kinds by their MIME type");
	ok(media_type_find(SLICE("image/jpg")) == NULL, "image/jpg is none");
	ok(media_type_may_be_named(jpeg, SLICE("a/b.JPeG")), "letter case");
	ok(!media_type_may_be_named(jpeg, SLICE("a/b.tif")), "another kind's");
	ok(!media_type_may_be_named(tiff, SLICE("b.jpg")), "a TIFF as .jpg");
	ok(media_type_may_be_named(jpeg, SLICE("a.png/b")), "none at all");
	ok(media_type_may_be_named(jpeg, SLICE(".hidden")), "a hidden file");
	ok(media_type_may_be_named(jpeg, SLICE("")), "no name");
	ok(!media_type_may_be_named(jpeg, SLICE("b.jp")), "a beginning of one");
}

static void
test_jpeg_damage(struct picture *p)
{
	struct buf file = {0};
	const char *at;

	noise_state = 1;
	make_restarts(&file);
	at = memmem(file.at, file.n, "\xFF\xD3", 2);
	memmove(file.at + (at - file.at), at + 100,
	    file.n - (size_t)(at - file.at) - 100);
	file.n -= 100;
	ok(whole(p, buf_slice(&file))->state == PICTURE_CORRUPT,
	    "missing restart intervals");
	buf_clear(&file);
	PUT(&file, "\xFF\xD8");
	put_table(&file);
	put_frame(&file, 0xC0, 8000, 6000);
	put_scan(&file, 3, 0);
	PUT(&file, "\xFF\xD9");
	ok(whole(p, buf_slice(&file))->state == PICTURE_CORRUPT,
	    "too few bytes for its size");
	buf_clear(&file);
	PUT(&file, "\xFF\xD8");
	put_app1_exif(&file);
	PUT(&file, "\xFF\xD9");
	ok(whole(p, buf_slice(&file))->state == PICTURE_BARE,
	    "EXIF without an image");
	buf_free(&file);
}

static void
test_png_damage(struct picture *p)
{
	struct buf file = {0};
	size_t missed = 0;

	make_png(&file);
	for (size_t i = 0; i < file.n; i++) {
		const struct picture_facts *f;

		file.at[i] ^= 0x10;
		f = whole(p, buf_slice(&file));
		missed += f->state == PICTURE_WHOLE && !f->bad_checksum &&
		    !f->end_missing;
		file.at[i] ^= 0x10;
	}
	ok(missed == 0, "any flipped bit of a PNG is found");
	buf_free(&file);
}

static void
collect(void *context, const void *bytes, size_t n)
{
	buf_put(context, bytes, n);
}

static void
pixels_of(struct picture *p, struct slice s, size_t piece, struct buf *pixels)
{
	buf_clear(pixels);
	picture_give_pixels(p, collect, pixels);
	look(p, s, piece, true);
	picture_give_pixels(p, NULL, NULL);
}

/* The same image, with `more` put in at a place. */
static void
test_pixels(struct picture *p, void (*make)(struct buf *out), size_t place,
    struct slice more, const char *name)
{
	struct buf file = {0}, tagged = {0}, a = {0}, b = {0};
	bool passed;

	noise_state = 1;
	make(&file);
	buf_put(&tagged, file.at, place);
	buf_put_slice(&tagged, more);
	buf_put(&tagged, file.at + place, file.n - place);
	pixels_of(p, buf_slice(&file), file.n, &a);
	pixels_of(p, buf_slice(&tagged), tagged.n, &b);
	passed =
	    a.n > 50 && whole(p, buf_slice(&tagged))->state == PICTURE_WHOLE;
	ok(passed && slice_equal(buf_slice(&a), buf_slice(&b)), name);
	for (size_t piece = 1; piece < 20; piece++) {
		pixels_of(p, buf_slice(&tagged), piece, &b);
		passed = passed && slice_equal(buf_slice(&a), buf_slice(&b));
	}
	ok(passed, "and in pieces");
	file.at[file.n / 2] ^= 1;
	pixels_of(p, buf_slice(&file), file.n, &b);
	ok(!slice_equal(buf_slice(&a), buf_slice(&b)), "another image");
	buf_free(&file);
	buf_free(&tagged);
	buf_free(&a);
	buf_free(&b);
}

static void
test_all_pixels(struct picture *p)
{
	struct buf text = {0}, chunk = {0};

	test_pixels(p, make_jpeg, 2, SLICE("\xFF\xFE\0\7hello"),
	    "a JPEG with a comment");
	test_pixels(p, make_progressive, 2 + 69 + 19,
	    SLICE("\xFF\xE1\0\x0C"
		  "Exif\0\0MM\0*"),
	    "a JPEG with metadata behind its header");
	buf_put_string(&text, "Comment");
	put_chunk(&chunk, "tEXt", &text);
	test_pixels(p, make_png, 33, buf_slice(&chunk), "a PNG with text");
	test_pixels(p, make_gif, 13 + 6, SLICE("\x21\xFE\2hi\0"),
	    "a GIF with a comment");
	buf_free(&text);
	buf_free(&chunk);
}

static int
write_samples(const char *folder)
{
	struct buf file = {0}, name = {0};

	for (size_t i = 0; i < NSAMPLES; i++) {
		FILE *fp;

		buf_clear(&file);
		buf_clear(&name);
		noise_state = 1;
		samples[i].make(&file);
		buf_printf(&name, "%s/%s", folder, samples[i].name);
		fp = fopen(buf_string(&name), "wb");
		if (fp == NULL || fwrite(file.at, 1, file.n, fp) != file.n ||
		    fclose(fp) != 0)
			return 1;
	}
	buf_free(&file);
	buf_free(&name);
	return 0;
}

int
main(int argc, char *argv[])
{
	struct picture *p = picture_new();

	if (argc > 1) {
		picture_free(p);
		return write_samples(argv[1]);
	}
	for (size_t i = 0; i < NSAMPLES; i++)
		test_sample(p, &samples[i]);
	test_heads();
	test_names();
	test_jpeg_damage(p);
	test_png_damage(p);
	test_all_pixels(p);
	picture_free(p);
	return done_testing();
}
