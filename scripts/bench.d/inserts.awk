# SPDX-License-Identifier: MIT
# What one would write by hand: INSERTs of 1,000 rows, nothing escaped.
BEGIN {
	FS = "\t"
	head = "INSERT INTO media(occid, originalUrl, format, mediaType, " \
	    "imageType, sourceIdentifier, mediaMD5, pixelXDimension, " \
	    "pixelYDimension, recordID, sortOccurrence) VALUES\n"
	print "START TRANSACTION;"
}
FNR == 1 { next }
{
	printf "%s(%s,'%s','%s','image','specimen','bench %s','%s',%s,%s,'%s',%s)", \
	    (FNR - 2) % 1000 == 0 ? (FNR == 2 ? head : ";\n" head) : ",\n", \
	    $13, $2, $6, $3, $10, $7, $8, $10, $21
}
END {
	print ";"
	print "COMMIT;"
}
