#!/bin/sh
# img-emit-sql on portals in MariaDB, schema 3.4 and 3.1, as a user who may
# only SELECT, INSERT, UPDATE and DELETE.
. "$(dirname "$0")/lib.sh"
. "$here/mariadb.sh"
. "$here/emit-sql.sh"
mariadb_start || skip_all 'needs mariadb-server'
use_mariadb
everything 3.4
everything 3.1
done_testing
