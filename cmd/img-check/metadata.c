/* SPDX-License-Identifier: MIT */
#include <stdlib.h>

#include "base/mem.h"
#include "metadata/iptc.h"
#include "metadata/licence.h"
#include "metadata/xmp.h"
#include "metadata.h"

struct metadata {
	struct exif *exif;
	struct xmp xmp;
	struct iptc iptc;
	struct buf uri, other;
};

struct metadata *
metadata_new(void)
{
	struct metadata *m = mem_array(1, sizeof *m);

	m->exif = exif_new();
	return m;
}

void
metadata_free(struct metadata *m)
{
	if (m == NULL)
		return;
	exif_free(m->exif);
	xmp_free(&m->xmp);
	iptc_free(&m->iptc);
	buf_free(&m->uri);
	buf_free(&m->other);
	free(m);
}

static struct slice
first(struct slice a, struct slice b, struct slice c)
{
	if (a.n > 0)
		return a;
	return b.n > 0 ? b : c;
}

/* What cameras write for want of a caption. */
static bool
is_caption(struct slice text)
{
	static const char *const made[] = {"sony dsc", "exif_jpeg",
	    "digital still", "dcim", "jpeg", "untitled", "samsung", "kodak",
	    "dsc", "img_", "<", "{"};
	char lower[64];
	size_t letters = 0;
	size_t n = text.n < sizeof lower - 1 ? text.n : sizeof lower - 1;

	for (size_t i = 0; i < n; i++) {
		char c = text.at[i];

		letters += (unsigned char)c >= 'A';
		lower[i] = (char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
	}
	lower[n] = '\0';
	for (size_t i = 0; i < sizeof made / sizeof *made; i++)
		if (strncmp(lower, made[i], strlen(made[i])) == 0)
			return false;
	return letters >= 3 &&
	    (text.n > 40 || strstr(lower, "digital camera") == NULL);
}

static struct slice
caption_of(struct slice text)
{
	return is_caption(text) ? text : SLICE("");
}

/* A field that is for licences alone speaks of one whatever is in it; two
 * that name different ones leave it open. */
static enum licence
add_licence(
    struct metadata *m, enum licence so_far, struct slice text, bool own)
{
	enum licence one;

	buf_clear(&m->other);
	one = licence_find(text, &m->other);
	if (one == LICENCE_NONE && own && text.n > 0)
		one = LICENCE_UNCLEAR;
	if (one != LICENCE_CLEAR)
		return one > so_far ? one : so_far;
	if (so_far == LICENCE_CLEAR &&
	    !slice_equal(buf_slice(&m->uri), buf_slice(&m->other))) {
		m->uri.n = 0;
		return LICENCE_CLEAR;
	}
	if (so_far != LICENCE_CLEAR)
		buf_put_slice(&m->uri, buf_slice(&m->other));
	return LICENCE_CLEAR;
}

static void
read_licence(struct metadata *m, struct metadata_facts *facts)
{
	const struct buf *xmp = m->xmp.values;
	enum licence found = LICENCE_NONE;

	buf_clear(&m->uri);
	found = add_licence(m, found, buf_slice(&xmp[XMP_LICENCE]), true);
	found = add_licence(m, found, buf_slice(&xmp[XMP_TERMS]), false);
	found = add_licence(m, found, buf_slice(&xmp[XMP_STATEMENT]), false);
	found = add_licence(m, found, buf_slice(&xmp[XMP_RIGHTS]), false);
	found = add_licence(m, found, facts->exif.copyright, false);
	found = add_licence(m, found, buf_slice(&m->iptc.copyright), false);
	facts->rights = buf_slice(&m->uri);
	facts->licence_unclear = found != LICENCE_NONE && m->uri.n == 0;
}

struct metadata_facts
metadata_read(struct metadata *m, const struct picture_facts *picture)
{
	struct metadata_facts f = {0};
	const struct buf *xmp = m->xmp.values;

	if (picture->exif.n > 0)
		f.exif = exif_read(m->exif, picture->exif.at, picture->exif.n);
	for (size_t i = 0; i < XMP_FIELDS; i++)
		buf_clear(&m->xmp.values[i]);
	if (picture->xmp.n > 0)
		f.xmp_corrupt = !xmp_read(&m->xmp, buf_slice(&picture->xmp));
	iptc_read(&m->iptc, buf_slice(&picture->iptc));
	f.creator = first(f.exif.artist, buf_slice(&xmp[XMP_CREATOR]),
	    buf_slice(&m->iptc.creator));
	f.copyright = first(f.exif.copyright, buf_slice(&xmp[XMP_RIGHTS]),
	    buf_slice(&m->iptc.copyright));
	f.owner = buf_slice(&xmp[XMP_OWNER]);
	f.caption = first(caption_of(f.exif.description),
	    caption_of(buf_slice(&xmp[XMP_DESCRIPTION])),
	    caption_of(buf_slice(&m->iptc.caption)));
	read_licence(m, &f);
	return f;
}
