#!/bin/bash
# Faults of the system are not faults of pictures: no memory, no descriptor, no
# thread, a full disk, an I/O error.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/faults.sh
. "$here/faults.sh"
# shellcheck source=tests/sample-run.sh
. "$here/sample-run.sh"

sample_run 4
printf 'catalogNumber;originalUrl\n0001;https://img.example.org/1.jpg\n' >list.csv
# A picture that the disk does not give is worth another try, and never bad.
wrong_check() {
	case $1 in
	1)
		awk -F '\t' '!/read-error/ && !/bad|retry/' result >left
		grep -q 'retry.*read-error' result &&
			[ -z "$(comm -23 <(sort left) <(sort expected))" ] ||
			echo "status 1, and rows that are wrong"
		;;
	*) wrong_result "$1" ;;
	esac
}
preload() { timeout 20 env LD_PRELOAD="${PRELOAD-}" "$@"; }
every='malloc mmap read write open close rename fsync pthread_create'

run() { preload img-scan -j2 -o result photos; }
# shellcheck disable=SC2086 # a list of words
faults img-scan $every
wrong() { wrong_check "$1"; }
run() { preload img-check -j2 -o result photos.tsv; }
# shellcheck disable=SC2086
faults img-check $every
run() { preload img-check --decode -j2 -o result few.tsv; }
# shellcheck disable=SC2086
faults 'img-check --decode' $every
wrong() { wrong_result "$1"; }
run() { preload img-match -j2 -r portal/occurrences.tsv -o result checked.tsv; }
# shellcheck disable=SC2086
faults img-match $every
run() { preload img-emit-sql -j2 -c 1 -l x -P portal -o result matched.tsv; }
# shellcheck disable=SC2086
faults img-emit-sql $every
run() { preload img-emit-csv --for media-import -o result matched.tsv; }
# shellcheck disable=SC2086
faults img-emit-csv $every
run() { preload img-emit-dwca --title x --date 2026-01-01 -o result matched.tsv; }
# shellcheck disable=SC2086
faults img-emit-dwca $every
run() { preload img-from-csv -o result list.csv; }
# shellcheck disable=SC2086
faults img-from-csv $every
run() { preload img-from-dwca -o result archive.zip; }
# shellcheck disable=SC2086
faults img-from-dwca $every
run() { preload img-group -o result photos.tsv; }
# shellcheck disable=SC2086
faults img-group $every
run() { preload img-suspect -r portal/occurrences.tsv -o result matched.tsv; }
# shellcheck disable=SC2086
faults img-suspect $every
run() { preload img-audit -P portal -d photos.tsv -o result checked.tsv; }
# shellcheck disable=SC2086
faults img-audit $every
run() { preload img-split -d parts -r 4 -o result photos.tsv; }
clean() { rm -rf result parts; }
# All parts have their names, or none.
wrong() {
	wrong_result "$1"
	case $(find parts -name '*.tsv' 2>/dev/null | wc -l) in
	0 | "$(wc -l <expected)") ;;
	*) echo "status $1, and some parts are there" ;;
	esac
}
# shellcheck disable=SC2086
faults img-split $every
done_testing
