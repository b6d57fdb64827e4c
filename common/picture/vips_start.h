/* SPDX-License-Identifier: MIT */
/*
 * The door to libvips, for programs that decode with it in ways of their own:
 * how it starts. All is in the header, so that libimg.a needs no libvips.
 */
#ifndef IMG_VIPS_START_H
#define IMG_VIPS_START_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include <vips/vips.h>

#include "picture/lack.h"

/* What libvips warns of is in its error buffer, but not what it lacked: a
 * module that it could not load, or a part of a picture that now has other
 * pixels. */
static inline void
vips_start_listen(
    const gchar *domain, GLogLevelFlags level, const gchar *text, gpointer data)
{
	if (domain == NULL || strcmp(domain, "VIPS") != 0)
		g_log_default_handler(domain, level, text, data);
	else
		lack_listen(text);
}

/*
 * Starts it without words of its own, a cache or threads, as the program's
 * workers are parallel already; of its loaders only those named
 * ("VipsForeignLoadJpeg") decode. False on failure; vips_error_buffer() says
 * why.
 */
static inline bool
vips_start(const char *program, const char *const loaders[], size_t n)
{
	/* One for this domain alone would take memory with a lock held that
	 * GLib takes again to say that there is none. */
	g_log_set_default_handler(vips_start_listen, NULL);
	if (vips_init(program) != 0)
		return false;
	if (lack_take()) {
		vips_error(program, "%s", strerror(ENOMEM));
		return false;
	}
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	vips_operation_block_set("VipsForeignLoad", TRUE);
	for (size_t i = 0; i < n; i++)
		vips_operation_block_set(loaders[i], FALSE);
	return true;
}

/*
 * Whether a loader reads it; false for NULL. Where none does,
 * vips_image_new_from_source() would ask those too that are not wanted, and
 * start ImageMagick for that.
 */
static inline bool
vips_start_reads(VipsSource *source)
{
	return source != NULL && vips_foreign_find_load_source(source) != NULL;
}

#endif
