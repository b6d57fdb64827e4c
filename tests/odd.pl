# SPDX-License-Identifier: MIT
# For the scripts that make odd files: into the folder $dir.
use strict;
use warnings;

our $dir;

sub put {
	my ($name, @parts) = @_;
	open my $f, ">:raw", "$dir/$name" or die "$name: $!";
	print $f @parts;
	close $f;
}
sub slurp {
	open my $f, "<:raw", $_[0] or return undef;
	local $/;
	return scalar <$f>;
}
sub run { system("($_[0]) >/dev/null 2>&1") == 0 }
1;
