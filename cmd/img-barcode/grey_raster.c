/* SPDX-License-Identifier: MIT */
/* Pictures that this project decodes by itself: BMP and Photoshop's. */
#include <stdlib.h>
#include <sys/stat.h>

#include "base/io.h"
#include "base/mem.h"
#include "grey.h"
#include "picture/raster.h"

/* Larger files are no pictures of that many pixels. */
enum { FILE_MOST = 1 << 30, HEAD = 256 };

static const struct raster_decoder *
find(struct slice bytes)
{
	static const struct raster_decoder *const all[] = {
	    &raster_bmp, &raster_psd};

	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (all[i]->fits(bytes))
			return all[i];
	return NULL;
}

/* ITU-R BT.601, in 256ths. */
static uint8_t
luma(unsigned red, unsigned green, unsigned blue)
{
	return (uint8_t)((77 * red + 150 * green + 29 * blue) >> 8);
}

/* On white, where it is transparent. */
static uint8_t
shade(const struct raster *raster, const uint8_t *p)
{
	unsigned grey = p[0], alpha = 255;

	if (raster->ink)
		grey = luma(255u - p[0], 255u - p[1], 255u - p[2]) *
		    (255u - p[3]) / 255;
	else if (raster->bands == 3)
		grey = luma(p[0], p[1], p[2]);
	if (raster->alpha)
		alpha = p[raster->bands];
	return (uint8_t)((grey * alpha + 255 * (255 - alpha)) / 255);
}

static void
to_grey(const struct raster *raster, struct grey *grey)
{
	size_t n = (size_t)raster->width * raster->height;
	size_t bands = raster_bands(raster);

	grey_resize(grey, raster->width, raster->height);
	for (size_t i = 0; i < n; i++)
		grey->at[i] = shade(raster, raster->samples + i * bands);
}

static bool
decode(const struct raster_decoder *decoder, struct slice bytes,
    struct grey *grey, struct buf *why)
{
	struct raster raster = {0};
	bool done = decoder->head(bytes, &raster, why);

	if (done && (uint64_t)raster.width * raster.height > GREY_PIXELS_MOST) {
		buf_put_string(why, "too many pixels");
		done = false;
	}
	done = done && decoder->decode(bytes, &raster, why);
	if (done)
		to_grey(&raster, grey);
	raster_free(&raster);
	return done;
}

bool
grey_raster_load(int fd, struct grey *grey, bool *mine, struct buf *why)
{
	const struct raster_decoder *decoder;
	struct slice inside;
	char head[HEAD];
	struct buf file = {0};
	struct stat st;
	ssize_t n = io_read_at(fd, head, sizeof head, 0);
	bool done = false;

	decoder = n > 0 ? find((struct slice){head, (size_t)n}) : NULL;
	*mine = decoder != NULL;
	if (decoder == NULL || fstat(fd, &st) != 0 || st.st_size > FILE_MOST)
		return false;
	buf_room(&file, (size_t)st.st_size + 1);
	n = io_read_at(fd, file.at, (size_t)st.st_size, 0);
	file.n = n > 0 ? (size_t)n : 0;
	if (n < 0)
		buf_put_string(why, "it cannot be read");
	else if (decoder == &raster_bmp &&
	    raster_bmp_holds(buf_slice(&file), &inside))
		buf_put_string(why, "a BMP that holds a JPEG or PNG");
	else
		done = decode(decoder, buf_slice(&file), grey, why);
	buf_free(&file);
	return done;
}
