/* SPDX-License-Identifier: MIT */
#include "base/ascii.h"
#include "base/path.h"
#include "net/url_normal.h"
#include "row_keys.h"

/* Rows after each other mostly have names with the same beginning. */
static void
begin_name(struct preparer *p, enum record_id_kind kind)
{
	if (p->name_begins > 0 && p->name_kind == kind &&
	    p->name_collid == p->collid) {
		p->name.n = p->name_begins;
		return;
	}
	record_id_begin(&p->name, kind, p->plan->label, p->collid);
	p->name_begins = p->name.n;
	p->name_kind = kind;
	p->name_collid = p->collid;
}

static uint64_t
hash_name(struct preparer *p)
{
	uint64_t words[2];

	hash_sha1(p->name.at, p->name.n, p->sha1);
	memcpy(words, p->sha1, sizeof words);
	return hash_key_hash(&p->plan->hash, words[0], words[1]);
}

void
row_keys_record(struct preparer *p, struct prepared *head)
{
	begin_name(p, RECORD_ID_RECORD);
	record_id_put_number(&p->name, p->number, p->other);
	head->record = hash_name(p);
	head->id = (uint32_t)head->record;
	record_id_write(p->record_uuid, p->sha1);
}

/* Hashes what a picture of the record under this URL is called. */
static uint64_t
name_picture(struct preparer *p, const struct prepared *head, struct slice url)
{
	struct slice record = {p->record_uuid, RECORD_ID_TEXT};

	if (head->kind != KIND_CREATE) {
		record = p->cells[C_OCCID];
		while (*record.at == '0')
			record = slice_from(record, 1);
	}
	begin_name(p, RECORD_ID_PICTURE);
	record_id_put_picture(&p->name, record, url);
	return hash_name(p);
}

/* Some of the bits of an MD5 in hexadecimal, which are random. */
static uint64_t
half_of(struct slice md5, int nth)
{
	uint64_t word, next;

	memcpy(&word, md5.at + nth * 16, sizeof word);
	memcpy(&next, md5.at + nth * 16 + 8, sizeof next);
	return word ^ next << 4;
}

/* True if the host of a simple URL cannot be written otherwise. */
static bool
has_comparable_host(struct slice url)
{
	size_t i = 8;

	while (i < url.n && url.at[i] != '/') {
		if (url.at[i] >= 'A' && url.at[i] <= 'Z')
			return false;
		i++;
	}
	return i < url.n && url.at[i - 1] != '.';
}

/* True for a name without a folder that is no "." or "..". */
static bool
is_comparable_name(struct slice name)
{
	return name.n == 0 ||
	    (*name.at != '.' && memchr(name.at, '/', name.n) == NULL);
}

/* True for most URLs: nothing in it can be written otherwise. */
static bool
is_comparable(struct preparer *p, enum target_id id)
{
	struct slice url = p->values[id];

	if (!p->simple[id])
		return false;
	/* Rows after each other are mostly in one folder. */
	if (p->in_folder[id] > 0 &&
	    is_comparable_name(slice_from(url, p->in_folder[id])))
		return true;
	if (!has_comparable_host(url) || slice_contains(url, "/."))
		return false;
	buf_clear(&p->folder);
	buf_put_slice(&p->folder, path_folder(url));
	p->family = derivative_folder(buf_slice(&p->folder));
	return true;
}

static struct slice
comparable(struct preparer *p, enum target_id id)
{
	if (is_comparable(p, id))
		return p->values[id];
	buf_clear(&p->alike);
	url_put_comparable(&p->alike, p->values[id], p->plan->media_domain);
	return buf_slice(&p->alike);
}

/* What the portal has is a picture of its own. */
static bool
may_be_derivative(const struct preparer *p, enum target_id id)
{
	return id == T_ORIGINAL && p->cells[C_MEDIA_ID].n == 0 &&
	    !p->plan->undo && !p->plan->remove;
}

/* The folder of the URL is the last one if it needed no change. */
static struct derivative_mark
mark(const struct preparer *p, struct slice url, struct slice alike)
{
	if (alike.at == url.at)
		return derivative_mark_in(
		    &p->family, slice_from(url, p->folder.n));
	return memchr(url.at, '?', url.n) == NULL
	    ? derivative_mark_comparable(alike)
	    : (struct derivative_mark){0, 0};
}

static void
add_url(struct preparer *p, struct prepared *head, enum target_id id)
{
	bool first = head->nkeys == 0;
	struct slice url = p->values[id], alike = comparable(p, id);
	bool same = alike.at == url.at || slice_equal(alike, url);
	uint64_t key = 0;

	if (may_be_derivative(p, id))
		head->file = mark(p, url, alike);
	if (first && p->values[T_MD5].n == 0)
		p->picture = hash_key_text(&p->plan->hash, 0, alike);
	if (first || same)
		key = name_picture(p, head, url);
	if (first)
		record_id_write(p->uuid, p->sha1);
	if (!same)
		key = name_picture(p, head, alike);
	head->keys[head->nkeys++] = key;
}

/* The first URL names the picture; both, and the MD5, are what it has. */
void
row_keys_find(struct preparer *p, struct prepared *head)
{
	struct slice original = p->values[T_ORIGINAL], web = p->values[T_WEB];
	struct slice md5 = p->values[T_MD5];

	if (original.n > 0)
		add_url(p, head, T_ORIGINAL);
	if (web.n > 0 && !slice_equal(web, original))
		add_url(p, head, T_WEB);
	if (md5.n == 0)
		return;
	p->picture =
	    hash_key_hash(&p->plan->hash, half_of(md5, 0), half_of(md5, 1));
	head->md5_key = head->nkeys;
	head->keys[head->nkeys++] = hash_key_hash(&p->plan->hash, p->picture,
	    head->kind == KIND_CREATE ? head->record : p->occid);
}

void
row_keys_add_there(
    const struct preparer *p, uint64_t media_id, struct prepared *head)
{
	head->keys[head->nkeys++] =
	    hash_key_hash(&p->plan->hash, UINT64_MAX, media_id);
}
