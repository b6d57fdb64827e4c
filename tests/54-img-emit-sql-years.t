#!/bin/sh
# img-emit-sql on pictures that live in portals for years, in SQLite and
# MariaDB, schema 3.4 and 3.1.
. "$(dirname "$0")/lib.sh"
. "$here/mariadb.sh"
. "$here/emit-sql.sh"
. "$here/emit-sql-years.sh"
use_sqlite
years 3.4
years 3.1
if mariadb_start; then
	use_mariadb
	years 3.4
	years 3.1
fi
done_testing
