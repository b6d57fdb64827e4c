#!/bin/sh
# img-audit: compares portal, disk and web; two checks.
. "$(dirname "$0")/lib.sh"

tsv() { tr '|' '\t'; }
h=https://i.example.org/u
tsv >media.tsv <<END
mediaID|occid|collid|originalUrl|url|thumbnailUrl|mediaMD5
1|11|1|$h/1.jpg|$h/1_web.jpg|$h/1_tn.jpg|aa
2|12|1|$h/2.jpg||$h/2_tn.jpg|bb
3|13|1|http://I.example.org:80/u/3.jpg||$h/3_tn.jpg|cc
4|14|1|$h/4.jpg||empty|dd
5|15|1|$h/5.jpg||$h/5_tn.jpg|ee
6|16|1|http://i.example.org/u/%35.jpg||$h/5_tn.jpg|ff
7|17|1|$h/7.jpg||$h/7_tn.jpg|AA
8|18|1|https://gone.example.org/8.jpg||$h/8_tn.jpg|
9|19|1|https://elsewhere.example.org/9.jpg||$h/1_tn.jpg|
END
tsv >checked.tsv <<END
originalUrl|verdict|problems|mediaMD5|checked
$h/1.jpg|ok||aa|2026-01-01T00:00:00Z
$h/2.jpg|ok||b0|2026-01-01T00:00:00Z
$h/3.jpg|ok||cc|2026-01-01T00:00:00Z
$h/4.jpg|bad|http-404||2026-01-01T00:00:00Z
$h/5.jpg|ok|||2026-01-01T00:00:00Z
$h/5_tn.jpg|bad|http-404||2026-01-01T00:00:00Z
$h/7.jpg|ok||aa|2026-01-01T00:00:00Z
https://gone.example.org/8.jpg|retry|connect||2026-01-01T00:00:00Z
END
tsv >disk.tsv <<END
path|originalUrl|mediaMD5
u/1.jpg|$h/1.jpg|aa
u/1_tn.jpg|$h/1_tn.jpg|
u/1_lg.jpg|$h/1_lg.jpg|
u/1_web.jpg|$h/1_web.jpg|
u/2.jpg|$h/2.jpg|bb
u/3.jpg|$h/3.jpg|c0
u/new.jpg|$h/new.jpg|
u/new_tn.jpg|$h/new_tn.jpg|
END
img-audit -P media.tsv checked.tsv >out 2>err
is "$(fields mediaID verdict problems <out)" '1|warn|audit-same-picture
2|warn|audit-drift
3|ok|audit-https
4|bad|audit-dead audit-thumbnail
5|warn|audit-same-url audit-thumbnail
6|warn|audit-https audit-same-url audit-thumbnail
7|warn|audit-same-picture
8|retry|audit-silent
9|ok|audit-unchecked' 'portal and web'
is "$(head -n 1 out)" "$(printf '%s\tpath\tverdict\tproblems' "$(head -n 1 media.tsv)")" \
	'the columns of the portal, so that img-emit-sql knows the pictures'
img-audit -P media.tsv -d disk.tsv checked.tsv >both
is "$(fields path problems <both | grep '^u/')" 'u/new.jpg|audit-orphan
u/new_tn.jpg|audit-orphan' 'files that the portal has not; what was made of its own is none'
is "$(fields mediaID problems <both | grep -c audit-no-file)" 4 \
	'pictures whose file is missing, on the hosts of the disk'
is "$(fields mediaID problems <both | grep '^3|')" '3|audit-drift audit-https audit-thumbnail' \
	'drift on the disk'
is "$(img-audit -P media.tsv --all checked.tsv | wc -l)" 10 '--all'
{ head -n 1 checked.tsv; sed 1d checked.tsv | tac; } >backwards.tsv
{ head -n 1 disk.tsv; sed 1d disk.tsv | tac; } >disk2.tsv
img-audit -P media.tsv -d disk2.tsv backwards.tsv >again
same again both 'the same for any order'
img-emit-sql -q -c 1 -l fix --schema 3.4 --dialect sqlite both >sql 2>err
ok "$([ $? -le 1 ]; echo $?)" 'img-emit-sql reads it'

# What was listed, or passed unchecked, is no check.
img-audit -q -P media.tsv media.tsv >out
is "$(fields problems <out | grep -c audit-unchecked)" 9 'a stream that was never checked'
sed '2s/|ok|/||/; s/	ok	/		/' checked.tsv >passed.tsv
img-audit -q -P media.tsv passed.tsv >out
is "$(fields mediaID problems <out | sed -n 's/|audit-unchecked$//p' | tr '\n' ' ')" \
	'2 3 9 ' 'rows without a verdict'

# Removal: dead N times over D days, and not where everything is.
{
	printf 'mediaID\toccid\tcollid\toriginalUrl\tmediaMD5\n'
	for i in $(seq 100); do
		printf '%d\t%d\t1\t%s/%d.jpg\t\n' "$i" "$i" $h "$i"
	done
	printf '101\t101\t1\thttps://gone.example.org/1.jpg\t\n'
	printf '102\t102\t2\t%s/x.jpg\t\n' $h
} >many.tsv
# check DAY DEAD...: a check that finds these dead.
check() {
	day=$1
	shift
	printf 'originalUrl\tverdict\tproblems\tchecked\n'
	for i in $(seq 100); do
		case " $* " in *" $i "*) verdict=bad ;; *) verdict=ok ;; esac
		printf '%s/%d.jpg\t%s\t\t2026-01-%sT00:00:00Z\n' $h "$i" $verdict "$day"
	done
	printf 'https://gone.example.org/1.jpg\tbad\t\t2026-01-%sT00:00:00Z\n' "$day"
	printf '%s/x.jpg\tbad\t\t2026-01-%sT00:00:00Z\n' $h "$day"
}
check 01 1 2 3 >c1
check 10 1 2 >c2
check 20 1 3 >c3
img-audit -P many.tsv --remove-after 3 --days 19 c3 c1 c2 >out 2>err
is "$(fields mediaID problems <out)" '1|audit-dead' \
	'dead in three checks over 19 days; not what was there once'
like "$(cat err)" '2 dead pictures are kept' 'nor a whole host, nor a collection'
is "$(img-audit -q -P many.tsv --remove-after 3 --days 20 c1 c2 c3 | wc -l)" 1 \
	'not before 20 days'
is "$(img-audit -q -P many.tsv --remove-after 4 --days 0 c1 c2 c3 | wc -l)" 1 \
	'not before 4 checks'
# shellcheck disable=SC2046 # numbers
check 25 $(seq 10) >c4
is "$(img-audit -q -P many.tsv --remove-after 2 --days 0 c3 c4 | wc -l)" 1 \
	'more than 5 % of a collection'

is "$(img-audit -q -P many.tsv --remove-after 2 --days 0 c1 c1 c1 | wc -l)" 1 \
	'the same check again is no further one'
sed 's/T00:00:00Z/T00:59:59Z/' c1 >c1-later
is "$(img-audit -q -P many.tsv --remove-after 2 --days 0 c1 c1-later | wc -l)" 1 \
	'nor is one of the same hour'
sed 's/	[0-9-]*T00:00:00Z/	/' c1 >c1-timeless
is "$(img-audit -q -P many.tsv --remove-after 2 --days 5 c1-timeless c1 | wc -l)" 1 \
	'one without a time is none'
sed '/\/1\.jpg/s/bad/retry/' c3 >c3-retry
is "$(img-audit -q -P many.tsv --remove-after 2 --days 5 c1 c2 c3-retry |
	fields mediaID | tr '\n' ' ')" '' 'what has not answered now is kept'

# Two checks.
tsv >old.tsv <<END
originalUrl|verdict|problems|mediaMD5|checked
$h/1.jpg|ok||aa|1
$h/2.jpg|ok||bb|1
$h/3.jpg|ok||cc|1
$h/4.jpg|bad|http-404||1
END
tsv >new.tsv <<END
originalUrl|verdict|problems|mediaMD5|checked
$h/5.jpg|ok||ee|2
$h/4.jpg|bad|http-404||2
$h/2.jpg|bad|http-404|bb|2
https://I.example.org:443/u/1.jpg|ok||aa|2
END
img-audit --since old.tsv new.tsv >out
is "$(fields originalUrl change before <out | sed "s,$h/,,")" \
	'2.jpg|verdict problems|verdict=ok; problems=
3.jpg|gone|
5.jpg|new|' '--since: what has changed, and nothing else'
img-audit --since old.tsv - <new.tsv >again
same again out '--since: standard input'
is "$(img-audit --since old.tsv old.tsv | wc -l)" 1 '--since itself: nothing'
status 2 'without --portal' img-audit checked.tsv
like "$(cat err)" '-P/--portal is required' 'is said'
status 2 '--since with --portal' img-audit --since old.tsv -P media.tsv new.tsv

# More than memory holds.
perl -e 'print "mediaID\toccid\tcollid\toriginalUrl\tmediaMD5\n";
	my $pad = "p" x 150;
	printf "%d\t%d\t1\thttps://i.example.org/$pad/%07d.jpg\t%032x\n", $_, $_, $_, $_ for 1 .. 200000' >large.tsv
perl -e 'print "originalUrl\tverdict\tmediaMD5\tchecked\n"; my $pad = "p" x 150;
	printf "https://i.example.org/$pad/%07d.jpg\t%s\t%032x\t\n", $_, $_ % 1000 ? "ok" : "bad", $_
	    for reverse 1 .. 200000' >large-checked.tsv
if sanitized; then
	skip 'sanitizers take more' 'memory'
else
	# shellcheck disable=SC3045 # where it is not, the test says so
	is "$( (ulimit -v 400000; img-audit -P large.tsv large-checked.tsv) |
		fields problems | sort | uniq -c | tr -s ' ')" \
		' 200 audit-dead' '200,000 pictures in 400 MB'
fi
done_testing
