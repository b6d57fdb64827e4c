/* SPDX-License-Identifier: MIT */
/* The door to libjpeg, which decodes to grey without making the colours. */
#include <setjmp.h>
#include <stdio.h>
#include <unistd.h>

#include <jpeglib.h>
#include <jerror.h>

#include "base/diag.h"
#include "grey.h"

struct decoder {
	struct jpeg_decompress_struct jpeg;
	struct jpeg_error_mgr errors;
	jmp_buf failed;
	char message[JMSG_LENGTH_MAX];
};

_Noreturn static void
fail(j_common_ptr jpeg)
{
	struct decoder *d = jpeg->client_data;

	if (jpeg->err->msg_code == JERR_OUT_OF_MEMORY)
		die("out of memory");
	jpeg->err->format_message(jpeg, d->message);
	longjmp(d->failed, 1);
}

/* Damage in the data is no reason to give up. */
static void
pass_over(j_common_ptr jpeg)
{
	(void)jpeg;
}

static bool
decode(struct decoder *d, FILE *file, struct grey *grey)
{
	struct jpeg_decompress_struct *jpeg = &d->jpeg;

	if (setjmp(d->failed) != 0)
		return false;
	jpeg_create_decompress(jpeg);
	jpeg_stdio_src(jpeg, file);
	jpeg_read_header(jpeg, TRUE);
	if ((uint64_t)jpeg->image_width * jpeg->image_height >
	    GREY_PIXELS_MOST) {
		snprintf(d->message, sizeof d->message, "too many pixels");
		return false;
	}
	jpeg->out_color_space = JCS_GRAYSCALE;
	jpeg->dct_method = JDCT_ISLOW;
	jpeg_start_decompress(jpeg);
	grey_resize(grey, jpeg->output_width, jpeg->output_height);
	while (jpeg->output_scanline < jpeg->output_height) {
		JSAMPROW row =
		    grey->at + (size_t)jpeg->output_scanline * grey->width;

		jpeg_read_scanlines(jpeg, &row, 1);
	}
	return true;
}

bool
grey_jpeg_load(int fd, struct grey *grey, bool *unread, struct buf *why)
{
	struct decoder d = {.message = ""};
	int own = dup(fd);
	FILE *file = own >= 0 ? fdopen(own, "rb") : NULL;
	bool done;

	if (file == NULL)
		die_errno("a picture");
	d.jpeg.err = jpeg_std_error(&d.errors);
	d.errors.error_exit = fail;
	d.errors.output_message = pass_over;
	d.jpeg.client_data = &d;
	done = decode(&d, file, grey);
	/* To the library what cannot be read is a picture that ends there. */
	*unread = ferror(file) != 0;
	if (*unread)
		snprintf(d.message, sizeof d.message, "it cannot be read");
	done = done && !*unread;
	jpeg_destroy_decompress(&d.jpeg);
	fclose(file);
	if (!done)
		buf_put_string(why, d.message);
	return done;
}
