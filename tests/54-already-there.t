#!/bin/sh
# What a portal has is not uploaded a second time: img-emit-csv with an export.
. "$(dirname "$0")/lib.sh"

mkdir portal
{
	printf 'mediaID\toccid\toriginalUrl\turl\tmediaMD5\trecordID\n'
	printf '1\t1\thttp://img.example.org/a b (1).jpg\t\t\t\n'
	printf '2\t2\t/imglib/2.jpg\tempty\t\t\n'
	printf '3\t3\thttps://img.example.org/3.jpg\t\t%s\tc0ffee00-0000-4000-8000-000000000003\n' \
		33333333333333333333333333333333
} >portal/media.tsv
{
	printf 'originalUrl\toccid\tmatch\tmediaMD5\trecordID\trecordCatalogNumber\tmatchedOn\n'
	printf '%s\t%s\tmatched\t%s\t%s\tN1\tcatalogNumber\n' \
		https://IMG.example.org/a%20b%20%281%29.jpg 1 '' '' \
		https://portal.example.org/imglib/2.jpg 2 '' '' \
		https://new.example.org/3.jpg 3 '' URN:UUID:C0FFEE00-0000-4000-8000-000000000003 \
		https://new.example.org/3b.jpg 3 33333333333333333333333333333333 '' \
		https://img.example.org/3.jpg 4 '' '' \
		https://img.example.org/new.jpg 1 '' ''
} >rows.tsv

for importer in media-import url-map; do
	status 1 "$importer" img-emit-csv --for $importer -P portal \
		--rejects left -o out.csv rows.tsv
	is "$(sed 1d left | rev | cut -f 2 | rev | paste -sd ' ' -)" \
		'already-there already-there already-there already-there same-picture-other-record' \
		"$importer: what the portal has is left out"
	is "$(grep -c example.org out.csv) $(grep -c new.jpg out.csv)" '1 1' \
		"$importer: what is new is written"
done
status 1 '--media-domain' img-emit-csv --for media-import -P portal \
	--media-domain https://other.example.org --rejects left -o out.csv \
	rows.tsv
is "$(grep -c imglib out.csv)" 1 'says whose paths they are'
head -n 3 rows.tsv >there.tsv
status 0 'all is there: done' img-emit-csv --for media-import -P portal \
	-o out.csv there.tsv
is "$(grep -c example.org out.csv)" 0 'and nothing is left to upload'
# The MD5 of a derivative's source is not that of what its URL serves.
{
	printf 'originalUrl\toccid\tmatch\trecordCatalogNumber\tmatchedOn\tmediaMD5\tlargeFile\tlargeMD5\n'
	printf 'http://img.example.org/3.jpg\t3\tmatched\tN3\tcatalogNumber\t%s\t3.jpg\t%s\n' \
		11111111111111111111111111111111 33333333333333333333333333333333
} >derived.tsv
status 0 'a derivative that is there' img-emit-csv --for media-import -P portal \
	--rejects left -o out.csv derived.tsv
is "$(sed 1d left | rev | cut -f 2 | rev)" already-there 'is known by its own MD5'
status 2 'no export' img-emit-csv --for media-import -P none there.tsv
like "$(cat err)" 'none/media.tsv' 'is named'
status 2 'no domain' img-emit-csv --for media-import -P portal \
	--media-domain portal there.tsv
done_testing
