/* SPDX-License-Identifier: MIT */
/* Which entries of a folder are wanted, by their names. */
#ifndef SCAN_PICK_H
#define SCAN_PICK_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "slice.h"

/* The extensions listed without -e and -a. */
#define PICK_EXTENSIONS \
	"jpg,jpeg,jpe,jfif,png,gif,webp,bmp,dib,tif,tiff,jp2,j2k,jpf,jpx," \
	"heic,heif,hif,avif,jxl,dng,cr2,cr3,crw,nef,nrw,arw,srf,sr2,raf,orf," \
	"rw2,raw,rwl,pef,dcr,kdc,3fr,fff,iiq,mef,mos,mrw,x3f,erf,srw,gpr"

struct pick_glob;

/* {0} and pick_extensions() to begin with. One thread at a time. */
struct pick {
	bool all; /* files with any extension, or none */
	bool hidden; /* names that begin with a dot too */
	struct slice *extensions;
	size_t nextensions;
	struct pick_glob *globs;
	size_t nglobs;
	bool includes; /* there is an --include */
	struct buf scratch; /* a path for globs that hold a slash */
};

enum pick_reason { PICK_WANTED, PICK_HIDDEN, PICK_GLOB, PICK_EXTENSION };

/* Adds a list of extensions, separated by commas or blanks, with or without
 * their dots; letter case does not matter. The list stays the caller's. */
void pick_extensions(struct pick *pick, const char *list);

/*
 * Adds a glob(7) pattern. Without a slash it is matched against names, with
 * one against the path below the operand ("*" matches slashes too). One that
 * ends in a slash is for folders only. The pattern stays the caller's.
 */
void pick_glob(struct pick *pick, const char *pattern, bool include);

/* `below` is the folder's path below the operand, empty or ending in "/". */
enum pick_reason pick_file(
    struct pick *pick, struct slice below, struct slice name);
enum pick_reason pick_folder(
    struct pick *pick, struct slice below, struct slice name);

void pick_free(struct pick *pick);

#endif
