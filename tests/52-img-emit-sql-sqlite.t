#!/bin/sh
# img-emit-sql on portals in SQLite, schema 3.4 and 3.1.
. "$(dirname "$0")/lib.sh"
. "$here/emit-sql.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
dialect='--dialect sqlite'

portal() {
	names_of "$1"
	rm -f portal.db
	{ "$here/portal/ddl" "$1" sqlite && fill; } | sqlite3 -bail portal.db
}
apply() { sqlite3 portal.db <"$1"; }
query() { sqlite3 portal.db "$1"; }
# Numbers once given are not given again; that is no content.
dump() { sqlite3 portal.db .dump | grep -v sqlite_sequence >"$1"; }
query_hex() {
	query "SELECT HEX(caption) FROM $media WHERE originalUrl LIKE '%/h%'
		ORDER BY $key"
}
export_portal() {
	rm -rf portal
	img-portal-export -q -c 1 -o portal --sqlite portal.db
}

for version in 3.4 3.1; do
	portal $version
	export_portal
	loads_once $version "pictures inserted=5;pictures already there=2;records changed or gone=3"
	overlaps $version
	keeps $version
	creates $version
	updates $version "pictures inserted=1;pictures updated=3;pictures already there=0;pictures kept  changed since the export=0;records changed or gone=0"
	counts $version
	hostile $version $version
	wrong_portal $version
	failing $version $version
	dead_writer $version $version
	commits_every $version $version "pictures inserted=1;pictures already there=6;records changed or gone=3"
done

done_testing
