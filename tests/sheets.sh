# SPDX-License-Identifier: MIT
# shellcheck shell=sh
# Workbooks for tests, made of rows with TABs between the cells.

perl -MIO::Compress::Zip -e 1 2>/dev/null || skip_all "no IO::Compress::Zip"

# xlsx FILE: the rows of standard input; digits alone are numbers, unless
# TEXT=1 is in the environment.
xlsx() {
	perl -MIO::Compress::Zip=:all -e '
		my $file = shift;
		my $rows = "";
		while (<STDIN>) {
			chomp;
			$rows .= "<row>" . join("", map {
				s/&/&amp;/g, s/</&lt;/g;
				!$ENV{TEXT} && /^[0-9.]+$/ ? "<c><v>$_</v></c>"
				    : "<c t=\"inlineStr\"><is><t>$_</t></is></c>"
			} split(/\t/, $_, -1)) . "</row>";
		}
		my $main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
		my $rel = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
		my %part = (
			"xl/workbook.xml" => "<workbook xmlns=\"$main\" xmlns:r=\"$rel\"><sheets>" .
			    "<sheet name=\"Sheet1\" sheetId=\"1\" r:id=\"a\"/></sheets></workbook>",
			"xl/_rels/workbook.xml.rels" => "<Relationships><Relationship Id=\"a\" " .
			    "Type=\"$rel/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
			"xl/worksheets/sheet1.xml" => "<worksheet xmlns=\"$main\"><sheetData>$rows" .
			    "</sheetData></worksheet>");
		my $zip;
		for (sort keys %part) {
			my @name = (Name => $_, Minimal => 1);
			$zip ? $zip->newStream(@name)
			    : ($zip = IO::Compress::Zip->new($file, @name));
			$zip->print($part{$_});
		}
		$zip->close' "$1"
}
