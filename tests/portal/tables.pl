# SPDX-License-Identifier: MIT
# For the importers of the tests: streams as tables, and rows as PHP reads them.
use strict;
use warnings;

sub plain { my ($s) = @_; $s =~ s/\\(.)/$1 eq 't' ? "\t" : $1 eq 'n' ? "\n" : $1 eq 'r' ? "\r" : $1/ge; $s }
sub stream { my ($s) = @_; $s //= ''; $s =~ s/\\/\\\\/g; $s =~ s/\t/\\t/g; $s =~ s/\n/\\n/g; $s =~ s/\r/\\r/g; $s }
sub read_table {
	my ($file) = @_;
	open my $in, '<', $file or die "$file: $!";
	chomp(my @lines = <$in>);
	my @names = split /\t/, shift @lines;
	my @rows = map {
		my @cells = map { plain($_) } split /\t/, $_, -1;
		my %row;
		$row{lc $names[$_]} = $cells[$_] eq '' ? undef : $cells[$_] for 0 .. $#names;
		\%row
	} @lines;
	return (\@names, \@rows);
}
sub write_table {
	my ($file, $names, $rows) = @_;
	open my $out, '>', $file or die "$file: $!";
	print $out join("\t", @$names), "\n";
	print $out join("\t", map { stream($_) } @$_{map { lc } @$names}), "\n" for @$rows;
}
# As fgetcsv() cuts: a backslash inside quotes takes the next one along.
sub next_row {
	my ($text, $delimiter, $quote) = @_;
	return if pos($$text) >= length $$text;
	my (@cells, $end);
	until ($end) {
		my $cell = '';
		if ($$text =~ /\G[ ]*\Q$quote\E/gc) {
			while ($$text =~ /\G(.)/gcs) {
				my $c = $1;
				if ($c eq '\\' && $quote ne '\\' && $$text =~ /\G(.)/gcs) { $cell .= $c . $1 }
				elsif ($c ne $quote) { $cell .= $c }
				elsif ($$text =~ /\G\Q$quote\E/gc) { $cell .= $quote }
				else { last }
			}
		}
		$$text =~ /\G([^\Q$delimiter\E\r\n]*)/gc and $cell .= $1;
		push @cells, $cell;
		next if $$text =~ /\G\Q$delimiter\E/gc;
		$$text =~ /\G(?:\r\n|\n|\r)/gc;
		$end = 1;
	}
	return \@cells;
}
sub same { defined $_[0] && defined $_[1] && lc $_[0] eq lc $_[1] }
1;
