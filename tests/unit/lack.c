/* SPDX-License-Identifier: MIT */
#include "picture/lack.h"
#include "tap.h"

static bool
noted(const char *message)
{
	lack_listen(message);
	return lack_take();
}

int
main(void)
{
	ok(!lack_is_noted() && !lack_take(), "nothing at first");
	ok(noted("out of memory --- size == 0MB"), "what libvips says");
	ok(noted("unable to load \"vips-heif.so\" -- libaom.so.3: cannot "
		 "allocate version reference table: Cannot allocate memory") &&
		noted("libdav1d.so.6: cannot create shared object "
		      "descriptor") &&
		noted("libx.so: cannot open shared object file: Too many open "
		      "files"),
	    "what the dynamic linker says");
	ok(!noted("unable to load \"vips-poppler.so\" -- libpoppler.so: cannot "
		  "open shared object file: No such file or directory") &&
		!noted("read gave 2 warnings"),
	    "a library that is not installed is no lack");
	lack_listen("out of memory");
	lack_listen("read gave 2 warnings");
	ok(lack_is_noted() && lack_take() && !lack_is_noted(),
	    "noted until it is taken");
	return done_testing();
}
