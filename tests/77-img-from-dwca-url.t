#!/bin/sh
# Archives that are downloaded.
# shellcheck source=tests/lib.sh
. "$(dirname "$0")/lib.sh"
# shellcheck source=tests/nginx.sh
. "$here/nginx.sh"
perl -MIO::Compress::Zip -e 1 2>/dev/null || skip_all "no IO::Compress::Zip"
nginx_start || skip_all 'needs nginx and openssl'

printf 'id,catalogNumber,associatedMedia\n7,UCR0007,https://a.org/7.jpg\n' \
	>occurrences.csv
perl -MIO::Compress::Zip=:all -e '
	zip ["occurrences.csv"] => "archive.zip" or die $ZipError'
cp archive.zip "$nginx_www/archive"
head -c 100 archive.zip >"$nginx_www/cut.zip"
echo 'login, please' >"$nginx_www/page.html"
mkdir temporary
TMPDIR=$tmp/temporary
export TMPDIR

img-from-dwca archive.zip >expected
status 0 "a URL" img-from-dwca --allow-private "$http_url/archive"
same out expected "is the same as the file"
status 2 "an address of the house" img-from-dwca "$http_url/archive"
like "$(cat err)" 'a private address (--allow-private' "is not asked"
is "$(grep -c archive "$nginx_log")" 1 "indeed"
status 2 "a certificate that is not trusted" \
	img-from-dwca --allow-private "$https_url/archive"
status 2 "a missing file" img-from-dwca --allow-private "$http_url/404/x"
like "$(cat err)" "$http_url/404/x: the server answers 404" "is told"
status 2 "half a file" img-from-dwca --allow-private "$http_url/cut.zip"
status 2 "a page" img-from-dwca --allow-private "$http_url/page.html"
like "$(cat err)" "^img-from-dwca: $http_url/page.html: damaged zip" "is told"
status 2 "no server" img-from-dwca --allow-private "http://127.0.0.1:1/a.zip"
status 2 "another scheme" img-from-dwca "file:///etc/passwd"
is "$(ls -A temporary)" '' "no temporary file is left"
TMPDIR=$tmp/no/such/folder status 2 "no folder for it" \
	img-from-dwca --allow-private "$http_url/archive"
done_testing
