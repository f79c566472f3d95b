using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Tests.Doors.Access;

/// <summary>Who is on this machine, and who only seems so.</summary>
public sealed class NearbyRulesTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.8.9.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("::ffff:127.8.9.1", true)]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.17.0.1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("fe80::1", false)]
    public void A_request_is_by_its_address(string? address, bool isNearby) => IsNearby(address).ShouldBe(isNearby);

    [Theory]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("X-Forwarded-For", "127.0.0.1")]
    [InlineData("x-forwarded-host", "wan.example.com")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("CF-Connecting-IP", "127.0.0.1")]
    [InlineData("True-Client-IP", "127.0.0.1")]
    [InlineData("x-forwarded-for", "")]
    [InlineData("X-Real-IP", "192.0.2.1")]
    [InlineData("Via", "1.1 gateway")]
    public void One_that_a_proxy_has_forwarded_is_not(string header, string value) => IsNearby("127.0.0.1", (header, value)).ShouldBeFalse();

    [Theory]
    [InlineData("urls", "http://localhost:8080", null)]
    [InlineData("urls", "http://127.0.0.1:0;http://[::1]:8080;http://LOCALHOST", null)]
    [InlineData("urls", "http://unix:/run/wan.sock", null)]
    [InlineData("urls", "http://localhost:8080;http://*:8081", "http://*:8081")]
    [InlineData("urls", "http://+:80", "http://+:80")]
    [InlineData("urls", "http://0.0.0.0:8080", "http://0.0.0.0:8080")]
    [InlineData("urls", "http://[::]:8080", "http://[::]:8080")]
    [InlineData("urls", "http://wan.example.com", "http://wan.example.com")]
    [InlineData("urls", "http://localhost.example.com", "http://localhost.example.com")]
    [InlineData("urls", "nonsense", "nonsense")]
    [InlineData("http_ports", "8080", "http://*:8080")]
    [InlineData("https_ports", "8443", "https://*:8443")]
    [InlineData("Kestrel:Endpoints:Door:Url", "http://10.0.0.1", "http://10.0.0.1")]
    [InlineData("Kestrel:Endpoints:Door:Url", "http://127.0.0.1", null)]
    public void An_address_to_listen_at_is_or_is_the_one_that_is_named(string key, string value, string? elsewhere) =>
        ListenRules.ReachedFromElsewhere(new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build()).ShouldBe(elsewhere);

    [Fact]
    public void Without_any_it_is_localhost_and_endpoints_count_before_urls_and_ports()
    {
        ListenRules.ReachedFromElsewhere(new ConfigurationBuilder().Build()).ShouldBeNull();
        ListenRules.ReachedFromElsewhere(new ConfigurationBuilder().AddInMemoryCollection([new("urls", "http://localhost"), new("http_ports", "80")]).Build()).ShouldBeNull();
        ListenRules.ReachedFromElsewhere(new ConfigurationBuilder().AddInMemoryCollection(
            [new("urls", "http://*:80"), new("Kestrel:Endpoints:A:Url", "http://localhost")]).Build()).ShouldBeNull();
    }

    private static bool IsNearby(string? address, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = address is null ? null : IPAddress.Parse(address);
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = value;
        return NearbyRules.IsNearby(context);
    }
}
