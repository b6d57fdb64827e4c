# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# img-from-csv on texts; sourced after lib.sh.

# from TEXT ARGUMENT...: the tool on TEXT (a printf format) from sheet.csv.
from() {
	# shellcheck disable=SC2059
	printf "$1" >sheet.csv
	shift
	img-from-csv "$@" sheet.csv >out 2>err
	# shellcheck disable=SC2034 # for the tests
	rc=$?
}

# rows COLUMN...: these columns of out, | between them, blanks between rows.
rows() { fields "$@" <"${file:-out}" | paste -sd' ' -; }
