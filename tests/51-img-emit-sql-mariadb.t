#!/bin/sh
# img-emit-sql on portals in MariaDB, schema 3.4 and 3.1, as a user who may
# only SELECT, INSERT, UPDATE and DELETE.
. "$(dirname "$0")/lib.sh"
. "$here/mariadb.sh"
. "$here/emit-sql.sh"
dialect='--dialect mariadb'
mariadb_start || skip_all 'needs mariadb-server'

portal() {
	names_of "$1"
	mariadb_portal p "$1" "${2:-}" "${3:-}" && fill | sql p
}
apply() { mariadb "$db_user" p <"$1"; }
query() { sql p -e "$1" | sed 's/	/|/g; s/NULL//g'; }
dump() {
	mariadb-dump "$db_root" --skip-comments --skip-extended-insert \
		--no-create-info --hex-blob --order-by-primary p >"$1"
}
query_hex() {
	query "SELECT HEX(CONVERT(caption USING utf8mb4)) FROM $media
		WHERE originalUrl LIKE '%/h%' ORDER BY $key"
}
export_portal() {
	rm -rf portal
	img-portal-export -q -c 1 -o portal -- "$db_reader" p
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
