#!/bin/sh
# Comparison against a real MariaDB, for every character of the BMP.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/mariadb.sh
. "$here/mariadb.sh"
mariadb_start || skip_all 'needs mariadb-server'

sql >weights <<'SQL'
SET max_recursive_iterations = 70000;
WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < 65535)
SELECT n, HEX(WEIGHT_STRING(CONVERT(CHAR(n USING ucs2) USING utf8mb3)
	COLLATE utf8mb3_general_ci))
FROM s WHERE n < 55296 OR n > 57343;
SQL
is "$(wc -l <weights)" 63487 'a weight for every character'

# A number for each character in normal form C, and what it must be equal to:
# the first one with the same weights. A digit on either side keeps it from
# being composed, and from being a blank at the end.
perl -CS -MUnicode::Normalize -lane '
	$weight{$F[0]} = $F[1];
	END {
		no warnings "utf8";
		open my $records, ">:utf8", "records.tsv";
		open my $rows, ">:utf8", "rows.tsv";
		print $records "occid\tcatalogNumber";
		print $rows "expected\tcatalogNumber";
		for my $n (sort { $a <=> $b } keys %weight) {
			my $key = join " ", map { $weight{ord $_} // "+$_" }
			    split //, NFC(chr $n);
			my $number = "1" . chr($n) . "2";
			$number =~ s/\\/\\\\/;
			$number =~ s/\t/\\t/;
			$number =~ s/\n/\\n/;
			$number =~ s/\r/\\r/;
			if (!$occid{$key}) {
				$occid{$key} = ++$last;
				print $records "$last\t$number";
			}
			print $rows "$occid{$key}\t$number";
		}
	}' weights
is "$(tail -n +2 rows.tsv | wc -l)" 63487 'a row for every character'
ok "$([ "$(wc -l <records.tsv)" -gt 60000 ]; echo $?)" 'and many that differ'
img-match --exact -r records.tsv rows.tsv >out.tsv
is "$(awk -F '\t' 'NR > 1 && ($3 != $1 || $4 != "matched")' out.tsv |
	head -n 5)" '' 'every one is equal to what MariaDB says'

# Whole texts: MariaDB answers for what is in normal form already.
perl -CS -e 'srand 7; my @c = (map({ chr } 0x41 .. 0x5A, 0x61 .. 0x7A,
	0x30 .. 0x39, 0xC0 .. 0xFF, 0x100 .. 0x17F, 0x391 .. 0x3A9), " ", "-");
	for (1 .. 3000) { my $s = join "", map { $c[rand 20 * ($_ + 1)] }
		0 .. rand 4; $s =~ s/^ +//; print "$s\n" if $s ne "" }' |
	sort -u >texts
{
	echo 'CREATE TEMPORARY TABLE t (s VARCHAR(40) CHARACTER SET utf8mb3'
	echo 'COLLATE utf8mb3_general_ci, b VARBINARY(160)); INSERT INTO t VALUES'
	perl -CSD -lne 's/.*/("$&","$&")/; print $. > 1 ? "," : "", $_' texts
	echo '; SELECT b, (SELECT COUNT(DISTINCT HEX(u.b)) FROM t2 u'
	echo 'WHERE u.s = t.s) FROM t ORDER BY HEX(b);'
} | sed 's/CREATE TEMPORARY TABLE t /CREATE TABLE t /; s/t2 u/t u/' >texts.sql
mariadb_database texts
sql texts <texts.sql >theirs
awk 'BEGIN { print "occid\tcatalogNumber" } { print NR "\t" $0 }' \
	texts >texts-records.tsv
{ echo catalogNumber && cat texts; } |
	img-match --exact -r texts-records.tsv | awk -F '\t' 'NR > 1 {
		n = $3 == "matched" ? 1 : split($9, a, " "); print $1 "\t" n }' >ours
is "$(wc -l <ours)" "$(wc -l <texts)" 'an answer for each text'
LC_ALL=C sort ours >a
LC_ALL=C sort theirs >b
same a b 'as many texts are equal to each as in MariaDB'
done_testing
