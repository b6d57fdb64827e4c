#!/bin/sh
# img-from-dwca on archives that others have made.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"

[ -d "$shared/dwca" ] || skip_all "no shared data"

# Status and rows: of the pictures, and of the records.
dataset=gbif/coordinator/tasks-integration-tests/src/test/resources/dataset/dwca
validator=gbif/validator/validator-core/src/test/resources/dwca
web=gbif/validator/pipelines-validator-ws/src/test/resources/dwca
lists=gbif/validator/validator-checklists/src/test/resources/checklists
atlas=livingatlas/pipelines/src/test/resources
sed -e "s|@dataset|dwca/gbif-pipelines/$dataset|" \
	-e "s|@validator|dwca/gbif-pipelines/$validator|" \
	-e "s|@web|dwca/gbif-pipelines/$web|" \
	-e "s|@lists|dwca/gbif-pipelines/$lists|" \
	-e "s|@atlas|dwca/gbif-pipelines/$atlas|" \
	-e "s|@io|dwca/gbif-dwca-io|" \
	-e "s|@python|dwca/python-dwca-reader|" >table <<'EOF'
1 0 0 2702 dwca/aafc-herbarium-dwca/docs/data/aafc/herbarium/latest/dwc-archive.zip
2 0 2 0 dwca/aafc-herbarium-dwca/examples/AAFC-SRDC/aafc_herbarium_dwca.zip
2 0 2 0 dwca/aafc-herbarium-dwca/examples/AAFC-SRDC
2 0 2 0 @io/archive-tax.tar.gz
0 0 2 0 @io/invalid/extension-id-missing
2 0 2 0 @io/invalid/extension-location-missing
1 0 2 0 @io/invalid/meta-file-location-missing
0 4 0 1 @io/issues/csv-json-escaped-quotes
1 0 0 2 @io/meta-xml-variants/dwca-id-with-term
1 0 2 0 @io/meta
1 0 0 6 @io/multifile-multiline-header
1 0 0 2 @io/multiline-header
1 0 0 3248 @io/nullCoreID.zip
1 0 0 47 @io/plazi/6632D8151686A3F8C71D4B5A5B1181A4.zip
1 0 0 2 @io/simplest-archive
1 0 0 0 @io/xml-entity-meta
1 0 0 619 @dataset/2247944e-3776-40a9-b9c4-abecf7eea177
0 0 0 1534 @dataset/35d24686-95c7-43f2-969f-611bba488512
1 0 0 1 @dataset/9997fa4e-54c1-43ea-9856-afa90204c162
0 0 0 1534 @dataset/9bed66b3-4caa-42bb-9c93-71d7ba109dad
2 0 2 0 @dataset/b578802e-f1ca-4e5b-acf8-4d45306e6b48
1 0 0 2 @web/dwca-id-with-term
2 0 2 0 @web/dwca-occurrence-broken
1 0 0 19 @web/dwca-occurrence-eml-broken
1 0 0 19 @web/dwca-ref-integrity-issue
1 0 0 1 @web/dwca-taxon-no-occurrenceid-no-triple
1 0 0 7089 @lists/archive_with_extensions.zip
1 0 0 20 @lists/archive_without_extensions.zip
2 0 2 0 @validator/checklist_good_taxonid.zip
2 0 2 0 @validator/checklist_missing_taxonid.zip
1 0 0 0 @validator/dwca-empty.zip
1 0 0 100 @validator/dwca-one-hundred-20-percent-invalid-triplet.zip
1 0 0 100 @validator/dwca-one-hundred-dupe-triplet.zip
1 0 0 100 @validator/dwca-one-hundred-good-triplets-dupe-ids.zip
1 0 0 100 @validator/dwca-one-hundred-good-triplets-good-ids.zip
1 0 0 100 @validator/dwca-with-backslashes.zip
1 0 0 100 @validator/dwca_checklist-one-hundred-good-triplets-good-ids.zip
1 0 0 2 dwca/gbif-pipelines/gbif/validator/validator-core/src/test/resources/dwca_counter/9997fa4e-54c1-43ea-9856-afa90204c162
1 0 0 19 dwca/gbif-pipelines/gbif/validator/validator-integration-tests/src/test/resources/archive.zip
1 0 0 6 @atlas/complete-pipeline-java/dr893
1 0 2 0 @atlas/complete-pipeline/dr893
0 5 0 5 @atlas/image-service-non/dr893
0 5 0 5 @atlas/image-service/dr893
2 0 2 0 dwca/gbif-pipelines/sdks/tools/archives-converters/src/test/resources/dwca/plants.tar.gz
1 0 0 4 @python/dwca-2extensions.zip
1 0 0 2 @python/dwca-csv-quote-dir
1 0 0 3 @python/dwca-invalid-simple-toomuch.zip
1 0 0 2 @python/dwca-meta-default-values
1 0 0 4 @python/dwca-metadata-windows1252-encoding
1 0 0 4 @python/dwca-missing-extension-details
1 0 0 2 @python/dwca-noheaders-2.zip
1 0 0 2 @python/dwca-nometadata.zip
1 0 0 4 @python/dwca-orphaned-rows.zip
1 0 0 2 @python/dwca-partial-default.zip
1 0 0 3 @python/dwca-simple-csv.zip
1 0 0 4 @python/dwca-simple-dir
2 0 2 0 @python/dwca-simple-test-archive.tgz
1 0 0 2 @python/dwca-simple-test-archive.zip
1 0 0 4 @python/dwca-star-test-archive.zip
1 0 0 2 @python/dwca-test-default.zip
1 0 0 2472 unclear-licence/dwca/seinet-pere-small/0001217-241107131044228.zip
0 35 0 131 unclear-licence/dwca/seinet-pere-small
0 35 0 131 unclear-licence/dwca/seinet-pere-zipped/seinet-pere-small.zip
EOF
rows() { sed 1d "$1" | wc -l | tr -d ' '; }
while read -r rc pictures records_rc records path; do
	if [ ! -e "$shared/$path" ]; then
		skip "not in the shared data" "$path"
		continue
	fi
	img-from-dwca -q "$shared/$path" >out 2>err
	got="$? $(rows out)"
	img-from-dwca -q --occurrences "$shared/$path" >out 2>err
	got="$got $? $(rows out)"
	is "$got" "$rc $pictures $records_rc $records" "$path"
done <table

# Everything there is ends in a stream or in an error that says where.
find "$shared/dwca" "$shared/unclear-licence/dwca" "$shared/zip-torture" \
	-type f >files
while read -r f; do
	timeout 20 img-from-dwca -q "$f" >out 2>err </dev/null
	rc=$?
	case $rc in
	0 | 1) [ "$(tail -c 1 out | wc -l)" -eq 1 ] || echo "no LF: $f" ;;
	2) grep -qF "img-from-dwca: $f: " err || echo "no reason: $f" ;;
	*) echo "status $rc: $f" ;;
	esac
done <files >wrong
is "$(cat wrong)" '' "$(wc -l <files) files: a stream or a clear error"

# A portal's own export: its pictures find its records.
for export in "$shared"/unclear-licence/dwca/seinet-pere-zipped/*.zip; do
	[ -e "$export" ] || continue
	img-from-dwca --occurrences "$export" >records.tsv
	img-from-dwca "$export" | img-match -q -r records.tsv >matched.tsv
	is "$(awk -F '\t' 'NR == 1 { for (i = 1; i <= NF; i++) h[$i] = i; next }
		{ n[$h["match"] ($h["occid"] == $h["coreid"])]++ }
		END { for (k in n) print k, n[k] }' matched.tsv)" \
		"matched1 $(rows matched.tsv)" \
		"$(basename "$export"): every picture finds its own record"
done
done_testing
