/* SPDX-License-Identifier: MIT */
/*
 * URLs that people paste for a picture, and that serve a page about it: which
 * they are is seen by host and path alone, and some say where the picture is.
 */
#ifndef IMG_PICTURE_PAGE_H
#define IMG_PICTURE_PAGE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/slice.h"

/*
 * NULL if the URL, of the web or a portal's own path, may be a picture's; else
 * what it is and what to do.
 */
const char *picture_page_find(struct slice url);

/*
 * Appends the URL of the picture itself where the site documents that it
 * follows from that of the page; else false, and nothing is appended.
 */
bool picture_page_repair(struct slice url, struct buf *out);

/*
 * Appends the URL of the page about the picture that MediaWiki's viewer shows
 * over another page ("…/wiki/Quercus#/media/File:NAME"); false for any other,
 * and nothing is appended.
 */
bool picture_page_unview(struct slice url, struct buf *out);

/* True for a description of a picture, or a manifest, by IIIF: what is in it
 * leads to the picture. */
bool picture_page_is_iiif(struct slice url);

#endif
