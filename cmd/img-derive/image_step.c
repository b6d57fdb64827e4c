/* SPDX-License-Identifier: MIT */
#include <pthread.h>

#include "image_step.h"

/*
 * Where libvips makes a filter, and where it takes one down, liborc writes code
 * into memory that all threads share; its version 0.4.33 does not see to that.
 */
static pthread_mutex_t filters = PTHREAD_MUTEX_INITIALIZER;

void
image_filters_lock(void)
{
	pthread_mutex_lock(&filters);
}

void
image_filters_unlock(void)
{
	pthread_mutex_unlock(&filters);
}

void
image_release(VipsImage *image)
{
	image_filters_lock();
	g_object_unref(image);
	image_filters_unlock();
}

/* The image gives way to what was made of it, if that went well. */
bool
image_step(VipsImage **image, VipsImage **made, int status)
{
	if (status != 0)
		return false;
	image_release(*image);
	*image = *made;
	*made = NULL;
	return true;
}
