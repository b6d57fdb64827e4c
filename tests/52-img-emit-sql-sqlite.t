#!/bin/sh
# img-emit-sql on portals in SQLite, schema 3.4 and 3.1.
. "$(dirname "$0")/lib.sh"
. "$here/emit-sql.sh"
command -v sqlite3 >/dev/null || skip_all 'needs sqlite3'
use_sqlite
everything 3.4
everything 3.1
done_testing
