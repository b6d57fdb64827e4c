#!/bin/sh
# Files named by the specimen's number: several of one number, any order, later
# runs, numbers that are no names.
. "$(dirname "$0")/lib.sh"

for i in 1 2 3 4 5 6; do
	"$BUILD/draw" seed=$i width=120 height=160 >"IMG_000$i.jpg" || exit 1
done
derive() {
	img-derive -q --large 100 --web 0 --thumbnail 0 "$@"
}

{
	printf 'path\tname\tcatalogNumber\tsortOccurrence\n'
	printf 'IMG_0003.jpg\tIMG_0003.jpg\tUCR0001001\t\n'
	printf 'IMG_0001.jpg\tIMG_0001.jpg\tUCR0001001\t\n'
	printf 'IMG_0002.jpg\tIMG_0002.jpg\tUCR0001002\t2\n'
	printf 'IMG_0004.jpg\tIMG_0004.jpg\tUCR0001002\t1\n'
	printf 'IMG_0005.jpg\tIMG_0005.jpg\t\t\n'
	printf 'IMG_0006.jpg\tIMG_0006.jpg\tUT 12/45.7\t\n'
} >rows.tsv
img-derive --large 100 --web 0 --thumbnail 0 -s store --name-by catalogNumber \
	rows.tsv >out.tsv 2>err
is "$(fields 'path largeFile' <out.tsv)" \
	'IMG_0003.jpg|UCR0001/UCR0001001_2_lg.jpg
IMG_0001.jpg|UCR0001/UCR0001001_lg.jpg
IMG_0002.jpg|UCR0001/UCR0001002_2_lg.jpg
IMG_0004.jpg|UCR0001/UCR0001002_lg.jpg
IMG_0005.jpg|IMG_0/IMG_0005_lg.jpg
IMG_0006.jpg|UT/UT_12_45.7_lg.jpg' \
	'by number, then sortOccurrence, then path; a full stop is no extension'
like "$(cat err)" '1 picture has no catalogNumber: named by the source' \
	'what has no number is counted'
is "$(cd store && find . -name '*_lg.jpg' | wc -l)" 6 'the files are there'

# Any order, any number of workers, running twice.
{
	head -n 1 rows.tsv
	tail -n +2 rows.tsv | sort -r
} >turned.tsv
derive -s other -j4 --name-by catalogNumber turned.tsv >turned.out
is "$(tail -n +2 turned.out | cut -f 1,6- | sed 's/other//' | sort | md5sum)" \
	"$(tail -n +2 out.tsv | cut -f 1,6- | sed 's/store//' | sort | md5sum)" \
	'the order of the rows and -j change nothing'
derive -s store --name-by catalogNumber rows.tsv >twice.tsv
same twice.tsv out.tsv 'running twice is running once'
derive -s dry --dry-run --name-by catalogNumber rows.tsv |
	fields largeFile >names
is "$(cat names)" "$(fields largeFile <out.tsv)" '--dry-run says the same names'

# What is in the store keeps its name, whatever comes later.
cp IMG_0002.jpg A_first.jpg
{
	head -n 1 rows.tsv
	printf 'A_first.jpg\tA_first.jpg\tUCR0001001\t\n'
	sed -n 2,3p rows.tsv
} >later.tsv
derive -s store --name-by catalogNumber later.tsv |
	fields 'path largeFile' >out
is "$(cat out)" 'A_first.jpg|UCR0001/UCR0001001_3_lg.jpg
IMG_0003.jpg|UCR0001/UCR0001001_2_lg.jpg
IMG_0001.jpg|UCR0001/UCR0001001_lg.jpg' 'a new picture gets the next number'
printf 'path\tname\tcatalogNumber\nIMG_0006.jpg\tx\tUCR0001001\n' >alone.tsv
derive -s store --name-by catalogNumber alone.tsv | fields largeFile >out
like "$(cat out)" '/UCR0001001_4_lg.jpg$' \
	'also alone in its batch'
mkdir moved && mv IMG_0003.jpg moved/
printf 'path\tname\tcatalogNumber\nmoved/IMG_0003.jpg\tx\tUCR0001001\n' |
	derive -s store --name-by catalogNumber | fields largeFile >out
is "$(cat out)" UCR0001/UCR0001001_2_lg.jpg 'a source that was moved keeps it'
mv moved/IMG_0003.jpg .

# Where the number comes from.
{
	printf 'path\tname\tcatalogNumber\trecordCatalogNumber\tmatch\toccid\n'
	printf 'IMG_0001.jpg\ta\tucr1\tUCR0000001\tmatched\t1\n'
	printf 'IMG_0002.jpg\tb\tUCR2\t\tcontradictory\t\n'
} >record.tsv
derive -s record --name-by catalogNumber record.tsv | fields largeFile >out
is "$(cat out)" UCR0000/UCR0000001_lg.jpg "the record's number; what is disputed is left alone"
printf 'path\tname\tbarcode\nIMG_0001.jpg\ta\t../../etc/B 100\n' |
	derive -s code --name-by barcode | fields largeFile >out
is "$(cat out)" '00000/_._.._etc_B_100_lg.jpg' 'another column, made safe'
is "$(find code -name '*.jpg' | wc -l)" 1 'and inside the store'
status 2 'a column that is not there' img-derive -s x --name-by barcode rows.tsv
status 2 'a suffix that is a number' img-derive -s x --name-by catalogNumber \
	--large-suffix _2 rows.tsv
printf 'path\tname\tcatalogNumber\nIMG_0001.jpg\ta\tUCR9\nIMG_0001.jpg\ta\tUCR9\n' |
	derive -s same --name-by catalogNumber | fields largeFile >out
is "$(cat out)" 'U/UCR9_lg.jpg
U/UCR9_lg.jpg' 'one picture twice is one'
printf 'path\tname\tcatalogNumber\nIMG_0001.jpg\ta\tUCR9' >dead.tsv
status 2 'a stream whose writer died' img-derive -s x --name-by catalogNumber \
	dead.tsv

# Under these names they go to the server.
mkdir served
img-put -q -t served -u https://img.example.org/ --no-verify out.tsv >put.tsv 2>err
is "$?$(fields originalUrl <put.tsv | sed -n 1p)" \
	0https://img.example.org/UCR0001/UCR0001001_2_lg.jpg 'img-put follows'
done_testing
