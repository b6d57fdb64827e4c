# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Helpers of img-derive's tests; sourced after lib.sh.

# stream FILE...: rows with path and name, as img-scan would give them.
stream() {
	printf 'path\tname\n'
	for stream_file in "$@"; do
		printf '%s\t%s\n' "$stream_file" "${stream_file##*/}"
	done
}

# cell FILE ROW COLUMN: row 1 is the first behind the header.
cell() {
	awk -F '\t' -v row="$2" -v name="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i }
		NR == row + 1 { print $c }' "$1"
}

# storeless: the stream without the name of the store.
storeless() {
	awk -F '\t' -v OFS='\t' '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == "store") c = i }
		NR > 1 { $c = "" }
		1'
}

# draw KEY=VALUE... FILE: draws a picture into the file.
draw() {
	for draw_file; do :; done
	set -- "$@" end
	while [ "$2" != end ]; do
		set -- "$@" "$1"
		shift
	done
	shift 2
	"$BUILD/draw" "$@" >"$draw_file"
}

# located FROM TO: the JPEG with a GPS position in EXIF and XMP, an artist, and
# rights.
located() {
	perl -e '
		undef $/;
		open my $in, "<:raw", $ARGV[0] or die;
		my $jpeg = <$in>;
		my $artist = "Ada Lovelace\0";
		my $main = 8 + 2 + 2 * 12 + 4;
		my $gps = $main + length($artist) + length($artist) % 2;
		my $tiff = "MM\0\x2a" . pack("N", 8) . pack("n", 2)
		    . pack("nnNN", 0x013B, 2, length $artist, $main)
		    . pack("nnNN", 0x8825, 4, 1, $gps) . pack("N", 0)
		    . $artist . "\0" x (length($artist) % 2)
		    . pack("n", 4)
		    . pack("nnNa4", 1, 2, 2, "N\0")
		    . pack("nnNN", 2, 5, 3, $gps + 2 + 4 * 12 + 4)
		    . pack("nnNa4", 3, 2, 2, "W\0")
		    . pack("nnNN", 4, 5, 3, $gps + 2 + 4 * 12 + 4 + 24)
		    . pack("N", 0) . pack("N12", 33, 1, 57, 1, 1234567, 99991,
			117, 1, 19, 1, 7654321, 99991);
		my $xmp = qq{<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF }
		    . qq{xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">}
		    . qq{<rdf:Description rdf:about="" }
		    . qq{xmlns:dc="http://purl.org/dc/elements/1.1/" }
		    . qq{xmlns:exif="http://ns.adobe.com/exif/1.0/" }
		    . qq{xmlns:lr="http://ns.adobe.com/lightroom/1.0/" }
		    . qq{lr:secret="hidden place" }
		    . qq{exif:GPSLatitude="33,57.2N"><dc:rights><rdf:Alt>}
		    . qq{<rdf:li xml:lang="x-default">CC BY &amp; thanks}
		    . qq{</rdf:li></rdf:Alt></dc:rights>}
		    . qq{</rdf:Description></rdf:RDF></x:xmpmeta>};
		my $exif = "Exif\0\0$tiff";
		$xmp = "http://ns.adobe.com/xap/1.0/\0$xmp";
		print "\xFF\xD8";
		print "\xFF\xE1", pack("n", 2 + length $_), $_ for $exif, $xmp;
		print substr $jpeg, 2' "$1" >"$2"
}

# holds FILE TEXT: the bytes are somewhere in the file.
holds() {
	perl -e 'undef $/; open my $f, "<:raw", $ARGV[0] or die;
		exit(index(<$f>, $ARGV[1]) < 0)' "$1" "$2"
}

# frame FILE: the code of its start of frame in hexadecimal, width, height.
frame() {
	perl -e 'undef $/; open my $f, "<:raw", $ARGV[0] or die; $_ = <$f>;
		my $at = 2;
		for (;;) {
			my ($ff, $code, $n) = unpack "CCn", substr $_, $at, 4;
			$ff == 255 or die "no marker at $at";
			if ($code >= 0xC0 && $code <= 0xC2) {
				my ($h, $w) = unpack "nn", substr $_, $at + 5, 4;
				printf "%02x %d %d\n", $code, $w, $h;
				exit;
			}
			$at += 2 + $n;
		}' "$1"
}

# scans FILE: the digest of everything from the first scan on.
scans() {
	perl -MDigest::MD5=md5_hex -e 'undef $/;
		open my $f, "<:raw", $ARGV[0] or die; $_ = <$f>;
		my $at = 2;
		for (;;) {
			my ($ff, $code, $n) = unpack "CCn", substr $_, $at, 4;
			last if $code == 0xDA;
			$at += 2 + $n;
		}
		print md5_hex(substr $_, $at), "\n"' "$1"
}

# tree DIR: every file with its digest, and nothing about times.
tree() {
	(cd "$1" && find . -type f ! -path './.img-derive/*' -exec md5sum {} + |
		sort -k 2)
}
