/* SPDX-License-Identifier: MIT */
/* A zip file without compression, put together from parts of an input. */
#ifndef IMG_PACKED_H
#define IMG_PACKED_H

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/slice.h"

static inline uint32_t
packed_crc(struct slice s)
{
	uint32_t crc = 0xFFFFFFFFu;

	for (size_t i = 0; i < s.n; i++) {
		crc ^= (unsigned char)s.at[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
	}
	return ~crc;
}

static inline void
packed_le(struct buf *buf, uint32_t number, int n)
{
	for (; n > 0; n--, number >>= 8)
		buf_put_char(buf, (char)(number & 0xFF));
}

/* What the local and the central header have in common. */
static inline void
packed_facts(struct buf *buf, const char *name, struct slice part)
{
	packed_le(buf, 20, 2);
	packed_le(buf, 0, 2);
	packed_le(buf, 0, 2);
	packed_le(buf, 0x00210000, 4);
	packed_le(buf, packed_crc(part), 4);
	packed_le(buf, (uint32_t)part.n, 4);
	packed_le(buf, (uint32_t)part.n, 4);
	packed_le(buf, (uint32_t)strlen(name), 2);
	packed_le(buf, 0, 2);
}

struct packed {
	struct buf file;
	struct buf central;
	uint32_t n;
};

static inline void
packed_add(struct packed *zip, const char *name, struct slice part)
{
	uint32_t offset = (uint32_t)zip->file.n;

	buf_put(&zip->file, "PK\3\4", 4);
	packed_facts(&zip->file, name, part);
	buf_put_string(&zip->file, name);
	buf_put_slice(&zip->file, part);
	buf_put(&zip->central, "PK\1\2", 4);
	packed_le(&zip->central, 20, 2);
	packed_facts(&zip->central, name, part);
	packed_le(&zip->central, 0, 4);
	packed_le(&zip->central, 0, 2);
	packed_le(&zip->central, 0, 4);
	packed_le(&zip->central, offset, 4);
	buf_put_string(&zip->central, name);
	zip->n++;
}

static inline void
packed_finish(struct packed *zip)
{
	uint32_t offset = (uint32_t)zip->file.n;

	buf_put_slice(&zip->file, buf_slice(&zip->central));
	buf_put(&zip->file, "PK\5\6", 4);
	packed_le(&zip->file, 0, 4);
	packed_le(&zip->file, zip->n, 2);
	packed_le(&zip->file, zip->n, 2);
	packed_le(&zip->file, (uint32_t)zip->central.n, 4);
	packed_le(&zip->file, offset, 4);
	packed_le(&zip->file, 0, 2);
}

static inline void
packed_free(struct packed *zip)
{
	buf_free(&zip->file);
	buf_free(&zip->central);
}

#endif
