# SPDX-License-Identifier: MIT
# What the tests' servers that need a process for each connection begin with.
use strict;
use warnings;
use IO::Socket::INET;

# serve_each(CODE): listens on a free loopback port, which it prints, and calls
# CODE with each connection, in a process of its own. It does not come back.
sub serve_each
{
	my ($serve) = @_;
	$SIG{CHLD} = 'IGNORE';
	$SIG{PIPE} = 'IGNORE';
	my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => 0,
		Listen => 64) or die "$!";
	$| = 1;
	print $server->sockport, "\n";
	close STDOUT;
	while (my $client = $server->accept) {
		next if fork;
		close $server;
		$serve->($client);
		exit;
	}
	exit;
}

# slurp(NAME): the bytes of a file, or nothing if it is not there.
sub slurp { open my $in, '<:raw', shift or return; local $/; return <$in> }

1;
