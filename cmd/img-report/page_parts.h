/* SPDX-License-Identifier: MIT */
/* The script and the style, as they are in page.js and page.css. */
#ifndef IMG_PAGE_PARTS_H
#define IMG_PAGE_PARTS_H

#include "base/slice.h"

struct slice page_script(void);
struct slice page_style(void);

#endif
