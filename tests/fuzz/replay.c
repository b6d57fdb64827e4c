/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target over the files named: a corpus as a plain test. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *name)
{
	static uint8_t data[4 << 20];
	FILE *fp = fopen(name, "rb");
	uint8_t *exact;
	size_t n;

	if (fp == NULL) {
		perror(name);
		return 1;
	}
	n = fread(data, 1, sizeof data, fp);
	fclose(fp);
	/* An exact copy, so that a sanitizer sees reading past the end. */
	exact = malloc(n > 0 ? n : 1);
	if (exact == NULL)
		return 1;
	for (size_t i = 0; i < n; i++)
		exact[i] = data[i];
	LLVMFuzzerTestOneInput(exact, n);
	free(exact);
	return 0;
}

int
main(int argc, char *argv[])
{
	int failed = 0;

	for (int i = 1; i < argc; i++)
		failed |= replay(argv[i]);
	printf("%d files\n", argc - 1);
	return failed;
}
