# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Sheets with a barcode, for the tests of img-barcode; sourced after lib.sh.

# paint FILE KEY=VALUE...: a square sheet with the number UCR00123, of
# $paint_side pixels.
paint_side=1400
paint() {
	paint_file=$1
	shift
	"$BUILD/draw" number=UCR00123 title=HERBARIUM name=ADENOSTOMA \
		width=$paint_side height=$paint_side module=2 "$@" \
		>"$paint_file" || exit 1
}
