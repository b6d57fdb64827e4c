/* SPDX-License-Identifier: MIT */
#include <arpa/inet.h>

#include "net/address.h"
#include "tap.h"

static bool
is_public(const char *text)
{
	struct sockaddr_in in4 = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &in4.sin_addr) == 1)
		return address_is_public((struct sockaddr *)&in4);
	if (inet_pton(AF_INET6, text, &in6.sin6_addr) == 1)
		return address_is_public((struct sockaddr *)&in6);
	printf("# not an address: %s\n", text);
	return false;
}

static const char *const inside[] = {"0.0.0.0", "0.1.2.3", "10.0.0.1",
    "10.255.255.255", "100.64.0.1", "100.100.100.200", "100.127.255.255",
    "127.0.0.1", "127.255.255.254", "168.63.129.16", "169.254.169.254",
    "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.19.255.255",
    "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::7f00:1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::127.0.0.1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "100::1", "2001:0:4136:e378::1",
    "2001:0:7f00:1:0:0:3fff:fdd2", "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1",
    "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::1",
    "2a00:1450::5efe:a00:1", "2a00:1450::200:5efe:c0a8:1", "3fff::1", "4000::1",
    "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "febf::1", "fec0::1",
    "ff02::1"};

static const char *const outside[] = {"1.1.1.1", "9.255.255.255", "11.0.0.0",
    "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1",
    "168.63.129.17", "169.253.255.255", "172.15.255.255", "172.32.0.0",
    "192.0.1.1", "192.167.255.255", "192.169.0.0", "198.17.255.255",
    "198.20.0.0", "223.255.255.255", "::ffff:8.8.8.8", "64:ff9b::808:808",
    "2001:4860:4860::8888", "2001:0:4136:e378:8000:63bf:f7f7:f7f7",
    "2002:808:808::1", "2606:4700::1111", "2a00:1450::5efe:808:808"};

int
main(void)
{
	struct sockaddr other = {.sa_family = AF_UNIX};
	struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(80)};
	struct sockaddr_in b = a;

	for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
		ok(!is_public(inside[i]), inside[i]);
	for (size_t i = 0; i < sizeof outside / sizeof *outside; i++)
		ok(is_public(outside[i]), outside[i]);
	ok(!address_is_public(&other), "another family is not public");
	ok(address_equal((struct sockaddr *)&a, (struct sockaddr *)&b),
	    "equal with the same address and port");
	b.sin_port = htons(81);
	ok(!address_equal((struct sockaddr *)&a, (struct sockaddr *)&b),
	    "not with another port");
	return done_testing();
}
