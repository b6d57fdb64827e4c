/* SPDX-License-Identifier: MIT */
/*
 * jpeg_alone PICTURE DERIVATIVE...: the seconds of processor that libjpeg-turbo
 * takes to decode the picture and to encode its derivatives as they are,
 * without a conversion of colours, and nothing filtered: "decode encode". No
 * program that uses it makes them sooner.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <jpeglib.h>

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The planes as they are stored: chroma at its own size. */
struct planes {
	unsigned char *at[MAX_COMPONENTS];
	size_t stride[MAX_COMPONENTS];
};

enum { ROWS_MOST = MAX_SAMP_FACTOR * DCTSIZE };

/* The rows of one stripe of blocks. */
static void
point(const struct planes *planes, const jpeg_component_info *info,
    int components, JDIMENSION stripe, JSAMPROW rows[][ROWS_MOST],
    JSAMPARRAY arrays[])
{
	for (int c = 0; c < components; c++) {
		size_t high = (size_t)info[c].v_samp_factor * DCTSIZE;

		arrays[c] = rows[c];
		for (size_t y = 0; y < high; y++)
			rows[c][y] = planes->at[c] +
			    (stripe * high + y) * planes->stride[c];
	}
}

static void
decode(const char *path, struct jpeg_decompress_struct *jpeg,
    struct planes *planes)
{
	JSAMPROW rows[MAX_COMPONENTS][ROWS_MOST];
	JSAMPARRAY arrays[MAX_COMPONENTS];
	FILE *file = fopen(path, "rb");
	JDIMENSION high;

	if (file == NULL)
		err(1, "%s", path);
	jpeg_stdio_src(jpeg, file);
	jpeg_read_header(jpeg, TRUE);
	jpeg->raw_data_out = TRUE;
	jpeg->out_color_space = jpeg->jpeg_color_space;
	jpeg_start_decompress(jpeg);
	high = (JDIMENSION)jpeg->max_v_samp_factor * DCTSIZE;
	for (int c = 0; c < jpeg->num_components; c++) {
		const jpeg_component_info *info = &jpeg->comp_info[c];

		/* Whole blocks, and those that fill the last one up. */
		planes->stride[c] = ((size_t)info->width_in_blocks +
					(size_t)info->h_samp_factor) *
		    DCTSIZE;
		planes->at[c] = malloc(planes->stride[c] *
		    ((size_t)info->height_in_blocks +
			(size_t)info->v_samp_factor) *
		    DCTSIZE);
		if (planes->at[c] == NULL)
			err(1, "%s", path);
	}
	while (jpeg->output_scanline < jpeg->output_height) {
		point(planes, jpeg->comp_info, jpeg->num_components,
		    jpeg->output_scanline / high, rows, arrays);
		jpeg_read_raw_data(jpeg, arrays, high);
	}
	jpeg_finish_decompress(jpeg);
	fclose(file);
}

/* With the tables, the sampling and the scans that `like` has. */
static void
encode(j_decompress_ptr like, const struct planes *planes)
{
	JSAMPROW rows[MAX_COMPONENTS][ROWS_MOST];
	JSAMPARRAY arrays[MAX_COMPONENTS];
	struct jpeg_compress_struct jpeg;
	struct jpeg_error_mgr error;
	unsigned char *out = NULL;
	unsigned long size = 0;
	JDIMENSION high;

	jpeg.err = jpeg_std_error(&error);
	jpeg_create_compress(&jpeg);
	jpeg_mem_dest(&jpeg, &out, &size);
	jpeg_copy_critical_parameters(like, &jpeg);
	jpeg.raw_data_in = TRUE;
	jpeg.optimize_coding = TRUE;
	if (like->progressive_mode)
		jpeg_simple_progression(&jpeg);
	jpeg_start_compress(&jpeg, TRUE);
	high = (JDIMENSION)jpeg.max_v_samp_factor * DCTSIZE;
	while (jpeg.next_scanline < jpeg.image_height) {
		point(planes, jpeg.comp_info, jpeg.num_components,
		    jpeg.next_scanline / high, rows, arrays);
		jpeg_write_raw_data(&jpeg, arrays, high);
	}
	jpeg_finish_compress(&jpeg);
	jpeg_destroy_compress(&jpeg);
	free(out);
}

int
main(int argc, char *argv[])
{
	double decoding = 0, encoding = 0;

	if (argc < 2)
		errx(2, "usage: jpeg_alone PICTURE DERIVATIVE...");
	for (int i = 1; i < argc; i++) {
		struct jpeg_decompress_struct jpeg;
		struct jpeg_error_mgr error;
		struct planes planes;
		double start = now();

		jpeg.err = jpeg_std_error(&error);
		jpeg_create_decompress(&jpeg);
		decode(argv[i], &jpeg, &planes);
		if (i == 1) {
			decoding = now() - start;
		} else {
			start = now();
			encode(&jpeg, &planes);
			encoding += now() - start;
		}
		for (int c = 0; c < jpeg.num_components; c++)
			free(planes.at[c]);
		jpeg_destroy_decompress(&jpeg);
	}
	printf("%.4f %.4f\n", decoding, encoding);
	return 0;
}
