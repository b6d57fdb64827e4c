/* SPDX-License-Identifier: MIT */
#ifndef IMG_DWCA_INFER_H
#define IMG_DWCA_INFER_H

#include "sheet/dwca_source.h"
#include "sheet/dwca_meta.h"
#include "sheet/dwca_table.h"

/*
 * The tables of an archive without meta.xml, from the header lines of its
 * text files. Dies if none is a table of records or pictures.
 */
void dwca_infer(struct dwca_meta *meta, struct dwca_source *source,
    const struct dwca_table_options *options);

#endif
