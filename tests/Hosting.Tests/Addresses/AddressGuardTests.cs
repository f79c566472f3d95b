using System.Net;
using Wan.Hosting.Addresses;

namespace Wan.Hosting.Tests.Addresses;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("47.246.23.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("::ffff:0:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("fd00::1", false)]
    [InlineData("fe80::1", false)]
    public void Only_public_addresses_are_connected_to(string address, bool isAllowed) =>
        Guard().Allows(IPAddress.Parse(address)).ShouldBe(isAllowed);

    [Fact]
    public void Configuration_can_allow_a_network()
    {
        var guard = Guard("10.0.0.0/8", "::1/128");

        guard.Allows(IPAddress.Parse("10.9.9.9")).ShouldBeTrue();
        guard.Allows(IPAddress.Parse("::ffff:10.9.9.9")).ShouldBeTrue();
        guard.Allows(IPAddress.Parse("::1")).ShouldBeTrue();
        guard.Allows(IPAddress.Parse("192.168.0.1")).ShouldBeFalse();
    }

    private static AddressGuard Guard(params string[] allowed) => new(allowed, Dns.GetHostAddressesAsync, host => host);
}
