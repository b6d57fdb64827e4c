#!/bin/sh
# img-check on local files: facts, verdicts, options, what passes through.
. "$(dirname "$0")/lib.sh"

mkdir s
"$BUILD/unit/picture" s || skip_all "no samples"
cp s/metadata good.jpg
cp s/tiff scan.jpg
cp s/png 'a name	with tab\and more.png'
head -c 400 s/metadata >cut.jpg
: >empty.jpg
echo 'No such page' >text.jpg
printf '<!DOCTYPE html>\n<title>404</title>\n' >page.jpg
mkdir folder.jpg
mkfifo pipe.jpg
ln -s nowhere dangling.jpg
ln -s good.jpg link.jpg
find . -type f -exec touch -d 2019-04-12T10:15:00Z {} +

# values FILE NAME: the values of a column; that samples are tiny is left out.
values() {
	column "$1" "$2" |
		if [ "$2" = problems ]; then sed 's/ tiny\|tiny \{0,1\}//'; else cat; fi
}

{
	echo path
	printf '%s\n' good.jpg scan.jpg 'a name\twith tab\\and more.png' cut.jpg \
		empty.jpg text.jpg page.jpg folder.jpg pipe.jpg dangling.jpg \
		link.jpg good.jpg/below missing.jpg ''
	for sample in s/*; do echo "$sample"; done
} >rows.tsv
status 1 "missing files are status 1" timeout 60 img-check rows.tsv
sed 's/\t[0-9-]*T[0-9:]*Z\t/\tTIME\t/' out >facts
same facts "$golden/img-check/facts.tsv" "facts and verdicts"
like "$(cat err)" '3 files could not be read' "and how many is said"
is "$(values out modified | head -n 1)" 2019-04-12T10:15:00Z "modified is in UTC"
is "$(values out mediaMD5 | head -n 1)" "$(md5sum <good.jpg | cut -c 1-32)" \
	"mediaMD5 is the file's"
cp out first
for jobs in 1 3 8; do
	img-check -j $jobs rows.tsv >again 2>err
	same again first "the same rows with -j $jobs"
done
img-check first >again 2>err
same again first "checked again, nothing changes"

# What has changed since an earlier check is marked, and its old values kept.
convert -size 300x300 xc:red old.png
convert -size 300x310 gradient:blue-red new.png
old=$(md5sum <old.png | cut -c 1-32)
cp old.png turned.png
cp old.png gone.png
printf 'path\nold.png\nturned.png\ngone.png\n' | img-check >earlier.tsv
img-check --before earlier.tsv >now
is "$(values now before | tr -d '\n')" '' 'nothing has changed: no old values'
cut -f "1-$(($(head -n 1 earlier.tsv | tr '\t' '\n' | wc -l)))" now >again
same again earlier.tsv 'and nothing else either'
cp new.png turned.png
rm gone.png
was="bytes=$(wc -c <old.png); pixelYDimension=300; mediaMD5=$old"
status 1 'a file is gone' img-check earlier.tsv
is "$(values out problems | tr '\n' '|')" '|changed-since|missing|' \
	'another picture is changed-since, one that is gone is missing'
is "$(values out verdict | tr '\n' '|')" 'ok|warn|bad|' 'which is a warning'
like "$(cat err)" '1 picture is not what the stream said.*--before' \
	'and said, with how to keep the old values'
is "$(head -n 1 out)" "$(head -n 1 earlier.tsv)" 'the columns are those of before'
status 1 'with --before' img-check --before earlier.tsv
is "$(grep -c -e --before err)" 0 'it is not advised'
is "$(values out before | tr '\n' '|')" \
	"|$was|bytes=$(wc -c <old.png); pixelXDimension=300; pixelYDimension=300; mediaMD5=$old|" \
	'the old values are beside the new ones'
is "$(values out mediaMD5 | sed -n 2p)" "$(md5sum <new.png | cut -c 1-32)" \
	'which are those of now'
cp out now
img-check -q now >again
same again now 'old values stay when it is checked again'
img-check -q --quick now >again
is "$(values again problems | sed -n 2p) $(values again before | sed -n 2p)" \
	"changed-since $was" 'with --quick too'
cp old.png turned.png
cp new.png gone.png
img-check -q now >again
is "$(values again problems | tr '\n' '|')" '||changed-since|' \
	'what is as it was again is good; what is there again is compared'
is "$(values again before | tr '\n' '|')" "||$was|" 'with what was kept'
awk -F '\t' -v OFS='\t' 'NR > 1 { $NF = "" } 1' again >emptied
img-check emptied >again
is "$(values again problems | tr '\n' '|')" '|||' 'an emptied cell settles it'
printf 'path\tbefore\tmediaMD5\nold.png\tverdict=ok; a\\tb; bytes=7\t%s\n' \
	"$(echo "$old" | tr a-f A-F)" >one.tsv
img-check -q one.tsv >out
is "$(values out before)|$(values out problems)" \
	'verdict=ok; a\tb; bytes=7|changed-since' \
	'what others wrote there stays; a hash in capitals is the same'
printf 'mediaID\tpath\tpixelXDimension\tpixelYDimension\tmediaMD5\n9\told.png\t0\t200\t\n' |
	img-check -q >out
is "$(values out before)|$(values out problems)" \
	'pixelYDimension=200|changed-since' \
	"the portal's values are kept; what it does not know has not changed"
printf 'path\tbytes\nold.png\t7\n' | img-check >out
is "$(values out problems)" '' 'the size that a list gives is refreshed'

if modes_count true; then
	cp good.jpg closed.jpg && chmod 0 closed.jpg
	printf 'path\nclosed.jpg\n' >one.tsv
	status 1 "a file that may not be read is status 1" \
		modes_count img-check one.tsv
	is "$(values out problems)" unreadable "and is unreadable"
else
	skip "root keeps its rights" "a file that may not be read"
fi

# What is there stays, or is refreshed.
printf 'problems\tcreator\tpath\tbytes\tmine\tmediaMD5\tverdict\n' >rows.tsv
cat >>rows.tsv <<'EOF'
truncated no-number x	Somebody	good.jpg	1	a\tb	old	bad
truncated		good.jpg	690		older	bad
http-404	N. N.		12	m	md5	retry
EOF
status 0 "rows with columns of their own" img-check -v rows.tsv
is "$(head -n 1 out)" "$(printf 'problems\tcreator\tpath\tbytes\tmine\tmediaMD5\tverdict\tmodified\tformat\tpixelXDimension\tpixelYDimension\torientation\tcreateDate\tcopyright\trights\towner\tcaption\ttitle\tkeywords')" \
	"columns in place, new ones at the right"
is "$(values out problems | tr '\n' '|')" 'no-number x rotated changed-since|rotated changed-since|http-404|' \
	"only its own problems are replaced"
is "$(values out creator | tr '\n' '|')" 'Somebody|A. Curator|N. N.|' \
	"a creator that is there stays"
is "$(values out bytes | tr '\n' '|')" '690|690|12|' "bytes are refreshed"
is "$(values out verdict | tr '\n' '|')" 'warn|warn|retry|' "and verdicts"
is "$(sed -n 4p out)" "$(printf 'http-404\tN. N.\t\t12\tm\tmd5\tretry\t\t\t\t\t\t\t\t\t\t\t\t')" \
	"a row without path is untouched"
like "$(cat err)" '1 row has no path' "and counted"
printf 'originalUrl\nhttp://img.example.org/a.jpg\n' >urls.tsv
status 0 "a stream without path" img-check --no-remote urls.tsv
is "$(sed -n 2p out | tr -d '\t')" http://img.example.org/a.jpg "passes"

# Hashes.
printf 'path\ngood.jpg\n' >one.tsv
img-check --hash sha1 one.tsv >out
is "$(values out hashFunction) $(values out hashValue)" \
	"SHA-1 $(sha1sum <good.jpg | cut -c 1-40)" "--hash sha1"
img-check --hash sha256-base64 one.tsv >out
is "$(values out hashValue)" \
	"$(perl -MDigest::SHA=sha256 -MMIME::Base64 -0777 -ne \
		'print encode_base64(sha256($_))' good.jpg)" \
	"--hash sha256-base64"
status 2 "a hash that does not fit the portal is refused" \
	img-check --hash sha256 one.tsv
like "$(cat err)" '64 characters do not fit' "and it is said why"
status 2 "an unknown hash" img-check --hash crc one.tsv
img-check --no-hash one.tsv >out
like "$(head -n 1 out)" 'keywords	verdict' "--no-hash adds no column"
img-check one.tsv >checked.tsv
img-check --no-hash checked.tsv >out
same out checked.tsv "--no-hash leaves a hash of the same file"
cp good.jpg keep && touch good.jpg
img-check --no-hash checked.tsv >out
is "$(values out mediaMD5)" '' "and takes it away from a changed one"
mv keep good.jpg

# The image alone.
perl -pe 's/^\xFF\xD8/\xFF\xD8\xFF\xFE\0\x07hello/' s/jpeg >tagged.jpg
printf 'path\ns/jpeg\ntagged.jpg\ns/restarts\ns/tiff\n' >two.tsv
img-check --deep-hash two.tsv >out
like "$(head -n 1 out)" 'mediaMD5	pixelMD5	verdict' "--deep-hash adds pixelMD5"
is "$(values out mediaMD5 | sort -u | wc -l) $(values out pixelMD5 |
	sort -u | wc -l) $(values out pixelMD5 | sed -n 4p)" '4 3 ' \
	"which is that of the untagged file"

# A quick look.
{
	echo path
	# s/jxl has a head and noise: only a decoder knows.
	for sample in s/*; do [ "$sample" = s/jxl ] || echo "$sample"; done
} >rows.tsv
img-check --no-hash rows.tsv >whole.tsv
img-check --quick rows.tsv >quick.tsv
same quick.tsv whole.tsv "--quick finds the same of sound files"
status 2 "--quick cannot hash" img-check --quick --hash sha1 one.tsv

# Of what is larger than any disk no more is read than has to be.
perl -e 'sub sparse { my ($file, $bytes) = @_;
	    open my $f, ">", $file or die; print $f $bytes;
	    close $f; truncate $file, 1 << 36 or exit 1 }
	undef $/; open my $j, "<", "s/jpeg" or die; my $jpeg = <$j>;
	sparse("broken", "\xFF\xD8\xFF\xE0\0\0");
	sparse("empty", "\xFF\xD8\xFF\xE1\xFF\xFFExif\0\0");
	sparse("noblock", "GIF89a\1\0\1\0\0\0\0");
	sparse("behind", $jpeg)'
if [ -s behind ]; then
	printf 'path\n%s\n%s\n%s\n%s\n' broken empty noblock behind >huge.tsv
	status 0 "--no-hash stops where all is known" \
		timeout 20 img-check --no-hash huge.tsv
	is "$(values out problems | paste -sd ,)" \
		'corrupt too-big,corrupt too-big exif-corrupt,corrupt too-big,too-big trailing-data' \
		"and judges"
	mv out whole.tsv
	status 0 "so does --quick" timeout 20 img-check --quick huge.tsv
	same out whole.tsv "and finds the same"
else
	skip "no sparse files here" "huge files"
fi
rm -f broken empty noblock behind

# JPEG XL that was made of a JPEG: the first part holds no more than the size.
perl -e 'sub box { pack("N", 8 + length $_[1]) . $_[0] . $_[1] }
	print box("JXL ", "\r\n\x87\n"), box("ftyp", "jxl \0\0\0\0jxl "),
	    box("jxlp", pack("N", 0) . "\xFF\x0A\x78\x8C\xFE\4\x88\4"),
	    box("jxlp", pack("N", 1 << 31 | 1) . "x" x 100)' >parts.jxl
printf 'path\nparts.jxl\n' >parts.tsv
img-check parts.tsv >out
is "$(values out pixelXDimension)x$(values out pixelYDimension)" 640x400 \
	"a size in a short part"

# Limits and exit status.
img-check --max-bytes 689 one.tsv >out
is "$(values out problems)" 'too-big rotated' "--max-bytes"
img-check --max-bytes 690 one.tsv >out
is "$(values out problems)" rotated "exactly the limit is not too big"
img-check --max-pixels 4799 one.tsv >out
is "$(values out verdict) $(values out problems)" \
	'fix too-many-pixels rotated' "--max-pixels"
status 2 "a size that is none" img-check --max-bytes 8XB one.tsv
status 1 "--fail-on warn" img-check --fail-on warn one.tsv
status 0 "--fail-on fix" img-check --fail-on fix one.tsv
printf 'path\ncut.jpg\n' >bad.tsv
status 0 "bad pictures alone are status 0" img-check bad.tsv
status 1 "--fail-on bad" img-check --fail-on bad bad.tsv
status 1 "--fail-on retry is also for bad ones" img-check --fail-on retry bad.tsv
status 2 "--fail-on nothing known" img-check --fail-on ugly bad.tsv
img-check -v bad.tsv >out 2>err
like "$(cat err)" '^img-check: cut.jpg: .* (at byte 400)' \
	"-v says where it breaks"
img-check bad.tsv >quiet
same out quiet "and changes nothing in the rows"

# Who would take it.
cp s/webp-lossy web.webp
cp s/jp2 page
cp s/nef raw.nef
printf 'path\ngood.jpg\nscan.jpg\nweb.webp\npage\nraw.nef\n' >some.tsv
img-check --for symbiota,idigbio --for gbif some.tsv >out
is "$(values out problems | tr '\n' '|')" \
	"$(printf '%s|' 'rotated' \
	'not-web wrong-extension symbiota-format idigbio-format idigbio-extension gbif-extension' \
	'symbiota-format idigbio-format' 'not-web symbiota-format gbif-extension' \
	'not-web symbiota-format idigbio-format gbif-format')" "--for"
status 2 "--for nobody known" img-check --for flickr some.tsv

# Explanations: every code of the program is in the manual, and explained.
awk -F'"' '/^    {".*", "img-check"/ { print $2 }' "$root/common/registry/problem.c" |
	sort >codes
awk '/^\.Sh/ { inside = /PROBLEMS/ } inside && /^\.It [a-z]/ {
	for (i = 2; i <= NF; i++) if ($i != ",") print $i }' \
	"$root/man/img-check.1" | sort >documented
same documented codes "every code is in the manual"
while read -r code; do
	img-check --explain "$code" >out 2>err || echo "$code"
	grep -q 'What to do: ' out || echo "$code"
done <codes >unexplained
is "$(cat unexplained)" '' "and explained by --explain"
status 2 "--explain of what is no code" img-check --explain nonsense

# A file that somebody still writes to.
head -c 20000000 /dev/zero >zeros
cat s/jpeg zeros >growing.jpg
rm zeros
(while [ ! -e stop ]; do printf 'more' >>growing.jpg; done) &
writer=$!
# shellcheck disable=SC2317 # called at exit
cleanup() { kill "$writer" 2>/dev/null; }
printf 'path\ngrowing.jpg\n' >one.tsv
# On a busy machine it may get no time to write meanwhile.
caught() {
	img-check -q --max-bytes 1GB one.tsv >out || :
	grep -q changed-while-read out
}
wait_for caught
: >stop
wait "$writer"
is "$(values out problems) $(values out verdict)" \
	'changed-while-read trailing-data retry' "a file that grows"
printf 'name\tcatalogNumber\na.jpg\t1\n' >neither
status 2 "neither files nor URLs" img-check neither
like "$(cat err)" "no column 'path' (img-scan lists files); there are: name, catalogNumber" "is said"
done_testing
