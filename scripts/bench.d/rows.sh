# SPDX-License-Identifier: MIT
# shellcheck shell=sh disable=SC2154
# make_rows FILE: $rows rows as img-match leaves them.
make_rows() {
	mawk -v n="$rows" 'BEGIN {
		print "path\toriginalUrl\tname\tbytes\tmodified\tformat" \
		    "\tpixelXDimension\tpixelYDimension\torientation" \
		    "\tmediaMD5\tverdict\tproblems\toccid\tmatch\tmatchKey" \
		    "\tmatchedOn\tmatchRule\trecordCatalogNumber" \
		    "\toccurrenceRecordID\tcandidates\tsortOccurrence"
		for (i = 1; i <= n; i++) {
			name = sprintf("UCR%08d.jpg", i)
			folder = "box" int(i / 1000)
			printf "/srv/img/ucr/%s/%s\thttps://img.example.org/" \
			    "ucr/%s/%s\t%s\t%d\t2026-05-04T12:00:00Z\t" \
			    "image/jpeg\t4000\t6000\t1\t" \
			    "%08x%08x%08x%08x\tok\t\t%d\tmatched\tUCR%08d\t" \
			    "catalogNumber\texact\tUCR%08d\t\t\t%d\n", \
			    folder, name, folder, name, name, 1000000 + i, \
			    i, i * 7 % 65536, i * 31 % 65536, i, i, i, i, \
			    i % 3 + 1
		}
	}' >"$1"
}
