# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154 # lib.sh sets root
# Sourced after lib.sh.

# sample_run N: the sample collection through the programs, a file for each
# stage: photos.tsv, checked.tsv, matched.tsv, few.tsv with N that are matched,
# derived.tsv with them, archive.zip, and portal/.
sample_run() {
	"$root/scripts/make-sample" . &&
		"$root/scripts/make-portal" records.csv portal.db &&
		img-portal-export -c 1 -o portal --sqlite portal.db
	img-scan -u https://img.example.org/box12/ photos >photos.tsv
	img-check photos.tsv >checked.tsv
	img-match -r portal/occurrences.tsv checked.tsv >matched.tsv
	awk -F '\t' -v most="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
		NR == 1 || ($at["match"] == "matched" && ++n <= most)' \
		matched.tsv >few.tsv
	img-derive -s store few.tsv >derived.tsv
	img-emit-dwca --title Sample -o archive.zip matched.tsv
} >noise 2>&1
