/* SPDX-License-Identifier: MIT */
/*
 * Every Huffman or arithmetic code of a JPEG is decoded, but only a pixel of
 * each block is computed. The only door to libjpeg.
 */
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

#include <jpeglib.h>
#include <jerror.h>

#include "base/diag.h"
#include "base/mem.h"
#include "decode.h"
#include "huffman.h"

/* More scans than any encoder makes; each costs a walk over all blocks. */
enum { SCANS = 200 };

enum { PIECE = 64 << 10 };

struct jpeg_decoder {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	struct jpeg_source_mgr input;
	struct jpeg_progress_mgr progress;
	struct decode_source *source;
	jmp_buf failed;
	bool corrupt, endless;
	JOCTET *piece;
	JSAMPLE *row;
	size_t row_room;
	struct huffman_table dc[NUM_HUFF_TBLS], ac[NUM_HUFF_TBLS];
};

static struct jpeg_decoder *
of(j_common_ptr jpeg)
{
	return jpeg->client_data;
}

static void
fail(j_common_ptr jpeg)
{
	struct jpeg_decoder *d = of(jpeg);
	char text[JMSG_LENGTH_MAX];

	if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
		die("out of memory");
	jpeg->err->format_message(jpeg, text);
	if (d->source->why[0] == '\0')
		snprintf(d->source->why, sizeof d->source->why, "%s", text);
	longjmp(d->failed, 1);
}

/* A byte too many between the last block and the end of the image. */
static bool
is_stray_byte(j_common_ptr jpeg)
{
	j_decompress_ptr d = (j_decompress_ptr)jpeg;
	const int *numbers = jpeg->err->msg_parm.i;

	return numbers[0] == 1 && numbers[1] == JPEG_EOI &&
	    d->input_iMCU_row >= d->total_iMCU_rows;
}

/* A restart marker with a number that the library passes over: nothing is
 * missing, unless others are. */
static bool
is_misnumbered(const struct jpeg_error_mgr *errors)
{
	int found = errors->msg_parm.i[0], off;

	off = (found - errors->msg_parm.i[1]) & 7;
	return found >= JPEG_RST0 && found <= JPEG_RST0 + 7 && off >= 3 &&
	    off <= 5;
}

/* What decoders only warn of: some of it means that pixels are lost. */
static bool
is_damage(j_common_ptr jpeg)
{
	switch (jpeg->err->msg_code) {
	case JWRN_HIT_MARKER:
	case JWRN_HUFF_BAD_CODE:
	case JWRN_ARITH_BAD_CODE:
	case JWRN_JPEG_EOF:
	case JWRN_BOGUS_PROGRESSION: return true;
	case JWRN_MUST_RESYNC: return !is_misnumbered(jpeg->err);
	case JWRN_EXTRANEOUS_DATA:
		return ((j_decompress_ptr)jpeg)->input_scan_number > 0 &&
		    !is_stray_byte(jpeg);
	default: return false;
	}
}

static void
hear(j_common_ptr jpeg, int level)
{
	struct jpeg_decoder *d = of(jpeg);
	char text[JMSG_LENGTH_MAX];

	if (level >= 0 || !is_damage(jpeg))
		return;
	if (!d->corrupt) {
		jpeg->err->format_message(jpeg, text);
		snprintf(d->source->why, sizeof d->source->why,
		    "%.120s, near row %u of %u", text,
		    (unsigned)d->jpeg.input_iMCU_row *
			(unsigned)d->jpeg.max_v_samp_factor * DCTSIZE,
		    (unsigned)d->jpeg.image_height);
	}
	d->corrupt = true;
}

static void
watch(j_common_ptr jpeg)
{
	struct jpeg_decoder *d = of(jpeg);

	if (d->jpeg.input_scan_number <= SCANS)
		return;
	d->endless = true;
	longjmp(d->failed, 1);
}

static boolean
fill(j_decompress_ptr jpeg)
{
	struct jpeg_decoder *d = jpeg->client_data;
	size_t n = decode_read(d->source, d->piece, PIECE);

	if (n == 0) {
		WARNMS(jpeg, JWRN_JPEG_EOF);
		d->piece[0] = 0xFF;
		d->piece[1] = JPEG_EOI;
		n = 2;
	}
	d->input.next_input_byte = d->piece;
	d->input.bytes_in_buffer = n;
	return TRUE;
}

static void
skip(j_decompress_ptr jpeg, long n)
{
	struct jpeg_decoder *d = jpeg->client_data;
	size_t beyond = n > 0 ? (size_t)n : 0;

	if (beyond <= d->input.bytes_in_buffer) {
		d->input.next_input_byte += beyond;
		d->input.bytes_in_buffer -= beyond;
		return;
	}
	d->source->at += beyond - d->input.bytes_in_buffer;
	d->input.bytes_in_buffer = 0;
}

static void
nothing(j_decompress_ptr jpeg)
{
	(void)jpeg;
}

struct jpeg_decoder *
jpeg_decoder_new(void)
{
	struct jpeg_decoder *d = mem_array(1, sizeof *d);

	d->piece = mem_alloc(PIECE);
	jpeg_std_error(&d->errors);
	d->errors.error_exit = fail;
	d->errors.emit_message = hear;
	d->input.init_source = nothing;
	d->input.fill_input_buffer = fill;
	d->input.skip_input_data = skip;
	d->input.resync_to_restart = jpeg_resync_to_restart;
	d->input.term_source = nothing;
	d->progress.progress_monitor = watch;
	return d;
}

void
jpeg_decoder_free(struct jpeg_decoder *d)
{
	free(d->piece);
	free(d->row);
	free(d);
}

/* A new one for each picture: the library keeps tables from one picture to the
 * next, and a picture without its own would be decoded with the last one's. */
static void
create(struct jpeg_decoder *d)
{
	d->jpeg = (struct jpeg_decompress_struct){
	    .err = &d->errors, .client_data = d};
	jpeg_create_decompress(&d->jpeg);
	d->jpeg.mem->max_memory_to_use = (long)DECODE_MEMORY;
	d->jpeg.src = &d->input;
	d->jpeg.progress = &d->progress;
}

/* Grey, CMYK or three colours as they are; one pixel of a block, plainly. */
static void
choose_least_work(struct jpeg_decoder *d)
{
	struct jpeg_decompress_struct *jpeg = &d->jpeg;
	size_t row;

	jpeg->scale_num = 1;
	jpeg->scale_denom = 8;
	jpeg->out_color_space = jpeg->jpeg_color_space;
	jpeg->dct_method = JDCT_IFAST;
	jpeg->do_fancy_upsampling = FALSE;
	jpeg->do_block_smoothing = FALSE;
	jpeg_calc_output_dimensions(jpeg);
	row = (size_t)jpeg->output_width * (size_t)jpeg->output_components;
	if (row > d->row_room) {
		d->row = mem_resize(d->row, row, sizeof *d->row);
		d->row_room = row;
	}
}

/* All coefficients are in memory at once where there are several scans. */
static bool
fits_memory(struct jpeg_decompress_struct *jpeg)
{
	uint64_t samples = (uint64_t)jpeg->image_width * jpeg->image_height *
	    (uint64_t)jpeg->num_components;

	return !jpeg_has_multiple_scans(jpeg) ||
	    samples * sizeof(JCOEF) <= DECODE_MEMORY;
}

static size_t
more(void *context, const uint8_t **at)
{
	struct jpeg_decoder *d = context;

	*at = d->piece;
	return decode_read(d->source, d->piece, PIECE);
}

/* One scan of everything, in Huffman codes of 8-bit samples. */
static bool
is_plain(struct jpeg_decompress_struct *jpeg)
{
	return !jpeg->progressive_mode && !jpeg->arith_code &&
	    jpeg->data_precision == 8 &&
	    jpeg->comps_in_scan == jpeg->num_components;
}

static bool
make_table(
    struct huffman_table *tables, JHUFF_TBL *const from[], int i, bool dc)
{
	return i >= 0 && i < NUM_HUFF_TBLS && from[i] != NULL &&
	    huffman_make(&tables[i], dc, from[i]->bits, from[i]->huffval);
}

static uint64_t
divide_up(uint64_t n, int by)
{
	return (n + (uint64_t)by - 1) / (uint64_t)by;
}

/* The order of blocks in an MCU: T.81 A.2.3. */
static bool
describe(struct jpeg_decoder *d, struct huffman_scan *scan)
{
	struct jpeg_decompress_struct *jpeg = &d->jpeg;
	bool one = jpeg->num_components == 1;
	int wide = one ? DCTSIZE : jpeg->max_h_samp_factor * DCTSIZE;
	int high = one ? DCTSIZE : jpeg->max_v_samp_factor * DCTSIZE;

	scan->restart = jpeg->restart_interval;
	scan->endless = d->source->until != UINT64_MAX;
	scan->units = divide_up(jpeg->image_width, wide) *
	    divide_up(jpeg->image_height, high);
	for (int i = 0; i < jpeg->num_components; i++) {
		const jpeg_component_info *c = jpeg->cur_comp_info[i];
		int n = one ? 1 : c->h_samp_factor * c->v_samp_factor;

		if (!make_table(
			d->dc, jpeg->dc_huff_tbl_ptrs, c->dc_tbl_no, true) ||
		    !make_table(
			d->ac, jpeg->ac_huff_tbl_ptrs, c->ac_tbl_no, false))
			return false;
		while (n-- > 0) {
			if (scan->blocks == HUFFMAN_BLOCKS)
				return false;
			scan->dc[scan->blocks] = &d->dc[c->dc_tbl_no];
			scan->ac[scan->blocks++] = &d->ac[c->ac_tbl_no];
		}
	}
	return true;
}

/* Most JPEGs are plain and sound: for them there is a faster way. */
static enum huffman_result
walk(struct jpeg_decoder *d)
{
	struct huffman_scan scan = {0};
	struct huffman_input input = {.more = more, .context = d};
	enum huffman_result result;
	uint64_t unit, units_of_row;

	jpeg_read_header(&d->jpeg, TRUE);
	if (!is_plain(&d->jpeg) || !describe(d, &scan))
		return HUFFMAN_DOUBT;
	input.at = d->input.next_input_byte;
	input.end = input.at + d->input.bytes_in_buffer;
	result = huffman_walk(&scan, &input, &unit);
	units_of_row =
	    divide_up(d->jpeg.image_width, d->jpeg.max_h_samp_factor * DCTSIZE);
	if (result == HUFFMAN_OVERRUN)
		snprintf(d->source->why, sizeof d->source->why,
		    "a block with too many values, near row %u of %u",
		    (unsigned)(unit / units_of_row) *
			(unsigned)d->jpeg.max_v_samp_factor * DCTSIZE,
		    (unsigned)d->jpeg.image_height);
	return result;
}

static enum decode_result
run(struct jpeg_decoder *d)
{
	struct jpeg_decompress_struct *jpeg = &d->jpeg;
	enum huffman_result quick = walk(d);

	if (quick == HUFFMAN_OVERRUN)
		return DECODE_CORRUPT;
	if (quick == HUFFMAN_GOOD)
		return DECODE_GOOD;
	if (d->source->until != UINT64_MAX) {
		snprintf(d->source->why, sizeof d->source->why,
		    "the pixels are not all there");
		return DECODE_CORRUPT;
	}
	jpeg_abort_decompress(jpeg);
	d->source->at = 0;
	d->input.bytes_in_buffer = 0;
	jpeg_read_header(jpeg, TRUE);
	if (!fits_memory(jpeg))
		return DECODE_LEFT_OUT;
	choose_least_work(d);
	jpeg_start_decompress(jpeg);
	while (jpeg->output_scanline < jpeg->output_height)
		jpeg_read_scanlines(jpeg, &d->row, 1);
	jpeg_finish_decompress(jpeg);
	return d->corrupt ? DECODE_CORRUPT : DECODE_GOOD;
}

/* A precision or coding that the library was built without is no damage, nor
 * is a height that is after the scan. */
static bool
is_unsupported(const struct jpeg_decoder *d)
{
	switch (d->errors.msg_code) {
	case JERR_BAD_PRECISION:
	case JERR_EMPTY_IMAGE:
	case JERR_SOF_UNSUPPORTED:
	case JERR_ARITH_NOTIMPL:
	case JERR_CONVERSION_NOTIMPL:
	case JERR_CCIR601_NOTIMPL:
	case JERR_FRACT_SAMPLE_NOTIMPL:
	case JERR_NOT_COMPILED:
	case JERR_NO_BACKING_STORE: return true;
	default: return false;
	}
}

enum decode_result
decode_jpeg(struct jpeg_decoder *d, struct decode_source *source)
{
	enum decode_result result;

	d->source = source;
	d->corrupt = d->endless = false;
	d->input.bytes_in_buffer = 0;
	d->errors.num_warnings = 0;
	create(d);
	if (setjmp(d->failed) == 0)
		result = run(d);
	else if (d->endless || (!d->corrupt && is_unsupported(d)))
		result = DECODE_LEFT_OUT;
	else
		result = DECODE_CORRUPT;
	jpeg_destroy_decompress(&d->jpeg);
	return result;
}
