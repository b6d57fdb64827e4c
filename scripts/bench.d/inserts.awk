# SPDX-License-Identifier: MIT
# What one would write by hand: INSERTs of 1,000 rows, nothing escaped. With
# guarded=1 they are of the form and length that img-emit-sql writes; their
# recordIDs are the lines of the file ids, or else made up.
BEGIN {
	FS = "\t"
	columns = "occid, originalUrl, format, mediaType, imageType, " \
	    "sourceIdentifier, mediaMD5, pixelXDimension, pixelYDimension, " \
	    "recordID, sortOccurrence"
	head = "INSERT INTO media(" columns ")"
	if (guarded) {
		head = head "\nWITH b (" columns ", recordCatalogNumber) AS "
		tail = ")\nSELECT " columns "\nFROM b JOIN omoccurrences o" \
		    " ON o.occid = b.occid WHERE o.collid = 1"
	}
	head = head (guarded ? "(" : " ") "VALUES\n"
	print "START TRANSACTION;"
}
FNR == 1 { next }
{
	id = $10 "-0000"
	if (ids != "")
		getline id <ids
	lead = FNR == 2 ? head : (FNR - 2) % 1000 ? ",\n" : tail ";\n" head
	if (guarded)
		printf "%s(%s, '%s', '%s', 'image', 'specimen', 'filename: %s', '%s', %s, %s, '%s', %s, '%s')", \
		    lead, $13, $2, $6, $3, $10, $7, $8, id, $21, $15
	else
		printf "%s(%s, '%s', '%s', 'image', 'specimen', 'filename: %s', '%s', %s, %s, '%s', %s)", \
		    lead, $13, $2, $6, $3, $10, $7, $8, id, $21
}
END {
	print tail ";"
	print "COMMIT;"
}
