/* SPDX-License-Identifier: MIT */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "file/safe_dir.h"
#include "put_names.h"

enum { MD5_SIZE = 33 };

const char *
put_names_root(struct put_names *names, const char *store)
{
	const char *path =
	    names->settings->root != NULL ? names->settings->root : store;

	if (names->root >= 0)
		return strcmp(path, names->store.at) == 0 ? NULL
							  : "put-outside";
	if (*path == '\0') {
		buf_put_string(&names->trouble,
		    "a row without a store: --root must say which folder its "
		    "files are in");
		return NULL;
	}
	names->root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (names->root < 0)
		buf_printf(&names->trouble, "%s: %s", path, strerror(errno));
	buf_put_string(&names->store, path);
	buf_string(&names->store);
	return NULL;
}

bool
put_names_md5(struct slice field, char md5[33])
{
	if (field.n != MD5_SIZE - 1)
		return false;
	for (size_t i = 0; i < field.n; i++) {
		char c = field.at[i];

		if (c >= 'A' && c <= 'F')
			c = (char)(c - 'A' + 'a');
		if ((c < '0' || c > '9') && (c < 'a' || c > 'f'))
			return false;
		md5[i] = c;
	}
	md5[MD5_SIZE - 1] = '\0';
	return true;
}

static bool
leads_out(struct slice name)
{
	struct slice rest = name, segment;

	if (name.n == 0 || *name.at == '/')
		return true;
	while (slice_word(&rest, '/', &segment))
		if (slice_equal(segment, SLICE("..")) ||
		    slice_equal(segment, SLICE(".")))
			return true;
	return false;
}

const char *
put_names_file(struct put_names *names, struct slice given)
{
	struct slice name;

	buf_clear(&names->name);
	if (names->derived)
		buf_put_slice(&names->name, given);
	else if (!safe_dir_put_rest(&names->name, names->store.at, given))
		return "put-outside";
	name = buf_slice(&names->name);
	if (leads_out(name))
		return "put-outside";
	return safe_dir_allows(name) ? NULL : "put-name";
}

void
put_names_free(struct put_names *names)
{
	buf_free(&names->store);
	buf_free(&names->name);
	buf_free(&names->trouble);
	if (names->root >= 0)
		close(names->root);
}
