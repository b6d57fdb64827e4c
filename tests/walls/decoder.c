/* SPDX-License-Identifier: MIT */
/*
 * Preloaded, makes the decoder of JPEGs fail as decoders do, by the width of
 * the picture: 37 crashes, 41 hangs, 43 is killed, 47 ends for want of memory.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jpeglib.h>

int
jpeg_read_header(j_decompress_ptr info, boolean require)
{
	void *symbol = dlsym(RTLD_NEXT, "jpeg_read_header");
	int (*real)(j_decompress_ptr, boolean);
	int status;

	memcpy(&real, &symbol, sizeof real);
	status = real(info, require);
	switch (info->image_width) {
	case 37:
		signal(SIGSEGV, SIG_DFL);
		raise(SIGSEGV);
		break;
	case 41:
		for (;;)
			pause();
	case 43: raise(SIGKILL); break;
	case 47: _exit(2);
	}
	return status;
}
