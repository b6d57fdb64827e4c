#!/bin/bash
# Calls that fail in what others have written: the decoders of every kind of
# picture, readers of workbooks, clients of databases and of servers.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/faults.sh
. "$here/faults.sh"
# shellcheck source=tests/put.sh
. "$here/put.sh"
# shellcheck source=tests/sheets.sh
. "$here/sheets.sh"
preload() { timeout 20 env LD_PRELOAD="${PRELOAD-}" "$@"; }

# made_files FOLDER: those under their final names.
made_files() {
	(cd "$1" 2>/dev/null && find . -type f ! -path '*/.*' -exec md5sum {} +) | sort
}
# What is there under its name is right, and all of it after a good run; what a
# system or a server did not do is worth another try.
wrong() {
	made_files "$made" >files
	[ -n "$(comm -23 files good)" ] && echo "status $1, and a bad file"
	case $1 in
	"$expected_rc")
		cmp -s result expected || echo "status $1, but another result"
		cmp -s files good || echo "status $1, but other files"
		;;
	2)
		[ -s err ] || echo 'status 2 without a word'
		[ ! -e result ] || echo 'status 2, and a result is there'
		;;
	1)
		grep -q '	retry	' result || echo 'status 1, and no row to try again'
		! grep -q '	bad	' result || echo 'status 1, and a bad picture'
		;;
	*) echo "status $1 instead of $expected_rc or 2" ;;
	esac
}

# A small picture of each kind that img-derive has a decoder for, as far as
# there is an encoder.
mkdir kinds
"$BUILD/draw" seed=1 width=96 height=72 >plain.jpg
convert plain.jpg plain.png
made() { "$@" >noise 2>&1 || true; }
made convert plain.png kinds/rgb.png
made convert plain.png -interlace PNG kinds/laced.png
made convert plain.png kinds/rgb.gif
made convert plain.png kinds/rgb.bmp
made convert plain.png kinds/rgb.psd
made convert plain.png kinds/rgb.ppm
made convert plain.png kinds/rgb.tif
made convert plain.png -define tiff:tile-geometry=32x32 -compress LZW kinds/tiled.tif
made tiffcp -t -w 32 -l 32 -p separate kinds/rgb.tif kinds/apart.tif
made convert plain.png kinds/rgb.webp
made convert plain.jpg -colorspace CMYK kinds/ink.jpg
made convert plain.jpg -interlace JPEG kinds/progressive.jpg
made avifenc -s 10 plain.png kinds/rgb.avif
made heif-enc plain.png -o kinds/rgb.heic
made opj_compress -i plain.png -o kinds/rgb.jp2
made cjxl plain.png kinds/rgb.jxl
find kinds -empty -delete
made=store
clean() { rm -rf result store; }
run() { preload img-derive -j1 --large 80 -s store -o result one.tsv; }
# Without memory for its vectors, libvips rounds otherwise.
export INJECT_IN=children VIPS_NOVECTOR=1
for picture in kinds/*; do
	(echo path && echo "$picture") | img-check - >one.tsv 2>noise
	rm -rf store
	img-derive -j1 --large 80 -s store one.tsv >noise 2>&1 || {
		ok 1 "$picture: decoded"
		continue
	}
	made_files store >good
	faults "${picture#kinds/}" malloc mmap
done

# libvips leaves a part of a picture as it is when it has no memory for it.
picture=kinds/rgb.png
(echo path && echo "$picture") | img-check - >one.tsv 2>noise
rm -rf store
img-derive -j1 --large 80 -s store -o result one.tsv 2>noise
made_files store >good
FAULTS=${FAULTS:-end} faults 'rgb.png, the last calls' malloc

# Thumbnails of a page: the page is whole.
img-scan kinds 2>noise | img-check >all.tsv 2>noise
made=none
: >good
clean() { rm -f result; }
wrong_page() {
	case $1 in
	"$expected_rc") cmp -s result expected || echo "another page" ;;
	2) [ -s err ] && [ ! -e result ] || echo 'status 2, and a page or no word' ;;
	*) echo "status $1" ;;
	esac
}
wrong_files=$(declare -f wrong)
wrong() { wrong_page "$1"; }
run() { preload img-report -j1 -o result all.tsv; }
faults 'thumbnails of img-report' malloc mmap
run() { preload img-barcode -j1 -o result all.tsv; }
faults img-barcode malloc mmap
unset INJECT_IN

# Workbooks.
printf 'catalogNumber\toriginalUrl\n0001\thttps://img.example.org/1.jpg\n' |
	TEXT=1 xlsx list.xlsx
run() { preload img-from-csv -o result list.xlsx; }
faults 'img-from-csv, .xlsx' malloc mmap read open close write
perl -MIO::Compress::Zip=:all -e '
	my $cell = sub { "<table:table-cell office:value-type=\"string\">" .
	    "<text:p>$_[0]</text:p></table:table-cell>" };
	my $row = sub { "<table:table-row>" . join("", map { $cell->($_) } @_) .
	    "</table:table-row>" };
	my $body = join "", map { $row->(@$_) } ["catalogNumber", "originalUrl"],
	    ["0001", "https://img.example.org/1.jpg"];
	my $names = join " ", map { "xmlns:$_=\"urn:oasis:names:tc:opendocument:xmlns:$_:1.0\"" }
	    qw(office text table);
	my $zip = IO::Compress::Zip->new("list.ods", Name => "mimetype", Minimal => 1,
	    Method => ZIP_CM_STORE);
	$zip->print("application/vnd.oasis.opendocument.spreadsheet");
	$zip->newStream(Name => "content.xml", Minimal => 1);
	$zip->print("<office:document-content $names><office:body><office:spreadsheet>" .
	    "<table:table table:name=\"a\">$body</table:table></office:spreadsheet>" .
	    "</office:body></office:document-content>");
	$zip->close'
run() { preload img-from-csv -o result list.ods; }
faults 'img-from-csv, .ods' malloc mmap read open close write

# A portal: what its client fails at is no smaller portal.
if command -v sqlite3 >/dev/null; then
	"$here/portal/ddl" 3.4 sqlite | sqlite3 -bail s.db
	sqlite3 s.db "INSERT INTO omoccurrences(occid, collid, catalogNumber, recordID)
		VALUES (7, 1, 'UCR0000007', 'r-7'), (8, 1, 'UCR0000008', 'r-8')"
	eval "$wrong_files"
	made=portal
	clean() { rm -rf portal result; }
	run() {
		preload img-portal-export -c 1 -o portal --sqlite s.db || return
		cat portal/occurrences.tsv portal/media.tsv portal/schema.tsv >result
	}
	run >noise 2>&1
	made_files portal >good
	for program in sqlite3 awk sort mv; do
		export INJECT_PROGRAM=$program
		faults "img-portal-export, $program" malloc read write open close
	done
	unset INJECT_PROGRAM
else
	skip 'no sqlite3' 'img-portal-export'
fi

# Targets.
pictures 2
to() {
	name=$1 made=$2
	shift 2
	what=("$@")
	clean() { rm -rf result "$made" && mkdir -p "$made"; }
	run() { preload img-put -j1 --retry 0 --stall-timeout 5s "${what[@]}" -o result derived.tsv; }
	clean
	run >noise 2>&1
	made_files "$made" >good
	faults "img-put, $name" malloc open read write close pthread_create
}
if ssh_start; then
	# shellcheck disable=SC2086 # options
	to sftp "$ssh_home/w" $ssh_login -t "$ssh_url/w"
else
	skip 'no sshd' 'img-put, sftp'
fi
if s3_start; then
	to s3 "$s3_home/pics" -t s3://pics/
else
	skip 'no server of S3' 'img-put, s3'
fi
if command -v rclone >/dev/null; then
	to rclone "$PWD/rclone" -t "rclone::local:$PWD/rclone"
else
	skip 'no rclone' 'img-put, rclone'
fi
done_testing
