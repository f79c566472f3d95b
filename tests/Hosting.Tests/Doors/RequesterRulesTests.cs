using Microsoft.AspNetCore.Http;
using Wan.Hosting.Doors;

namespace Wan.Hosting.Tests.Doors;

/// <summary>Which requests come in, by what only browsers send.</summary>
public sealed class RequesterRulesTests
{
    private static readonly DoorOptions Options = new() { Hosts = ["wan.example.com", "*.corp.example"], Origins = ["https://studio.example.com"] };

    [Theory]
    [InlineData("POST", "localhost:8080", null, null)]
    [InlineData("POST", "127.0.0.1:8080", null, null)]
    [InlineData("POST", "[::1]:8080", null, null)]
    [InlineData("POST", "10.1.2.3:8080", null, null)]
    [InlineData("POST", "intake:8080", null, null)] // A service among containers.
    [InlineData("POST", "Wan.Example.com", null, null)]
    [InlineData("POST", "a.corp.example", null, null)]
    [InlineData("POST", "localhost.:8080", null, null)]
    [InlineData("POST", "wan.example.com.", null, null)]
    [InlineData("GET", "", null, null)] // HTTP/1.0, as probes send it.
    [InlineData("POST", "localhost:8080", "http://localhost:8080", "same-origin")]
    [InlineData("POST", "wan.example.com", "https://wan.example.com", "same-origin")] // TLS ends in front of us.
    [InlineData("POST", "localhost:8080", "https://studio.example.com", "cross-site")]
    [InlineData("OPTIONS", "localhost:8080", "https://studio.example.com", "cross-site")]
    [InlineData("GET", "localhost:8080", null, "cross-site")] // A link in a mail, a picture in a page: the page can't read it.
    public void Programs_and_pages_of_our_own_come_in(string method, string host, string? origin, string? site) =>
        RequesterRules.Refuse(Request(method, host, origin, site), Options).ShouldBeNull();

    [Theory]
    [InlineData("POST", "evil.example", "http://evil.example", "cross-site", 421)]
    [InlineData("POST", "evil.example", "http://evil.example", null, 421)] // A name of theirs that leads to us: their page's own origin.
    [InlineData("GET", "evil.example", null, null, 421)]
    [InlineData("GET", "localhost.evil.example", null, null, 421)]
    [InlineData("GET", "127.0.0.1.evil.example", null, null, 421)]
    [InlineData("GET", "corp.example.evil", null, null, 421)]
    [InlineData("POST", "localhost:8080", "http://evil.example", "cross-site", 403)]
    [InlineData("OPTIONS", "localhost:8080", "http://evil.example", "cross-site", 403)]
    [InlineData("GET", "localhost:8080", "http://evil.example", "cross-site", 403)]
    [InlineData("POST", "localhost:8080", "null", "cross-site", 403)] // A page in a sandbox, or a file.
    [InlineData("POST", "localhost:8080", "http://localhost:3000", "same-site", 403)] // Another program on the same machine.
    [InlineData("POST", "localhost:8080", null, "cross-site", 403)]
    [InlineData("DELETE", "localhost:8080", null, "same-site", 403)]
    public void Pages_of_others_do_not(string method, string host, string? origin, string? site, int status)
    {
        var refusal = RequesterRules.Refuse(Request(method, host, origin, site), Options)!;

        refusal.Status.ShouldBe(status);
        refusal.Detail.ShouldContain(origin is not null && status == 403 ? origin : status == 421 ? "Doors:Hosts" : "Sec-Fetch-Site");
    }

    [Fact]
    public void Any_name_comes_in_where_that_is_said() =>
        RequesterRules.Refuse(Request("POST", "evil.example", null, null), new DoorOptions { Hosts = ["*"] }).ShouldBeNull();

    [Theory]
    [InlineData("Hosts", "wan.example.com", null)]
    [InlineData("Hosts", "*.example.com", null)]
    [InlineData("Hosts", "*", null)]
    [InlineData("Hosts", "*example.com", "without a port")]
    [InlineData("Hosts", "wan.example.com:8080", "without a port")]
    [InlineData("Hosts", "https://wan.example.com", "without a port")]
    [InlineData("Hosts", "", "without a port")]
    [InlineData("Origins", "https://studio.example.com", null)]
    [InlineData("Origins", "http://localhost:3000", null)]
    [InlineData("Origins", "http://[::1]:3000", null)]
    [InlineData("Origins", "https://studio.example.com/", "it would be https://studio.example.com.")]
    [InlineData("Origins", "HTTPS://Studio.Example.com:443", "it would be https://studio.example.com.")]
    [InlineData("Origins", "https://m\u00fcnchen.example", "it would be https://xn--mnchen-3ya.example.")]
    [InlineData("Origins", "studio.example.com", "scheme")]
    [InlineData("Origins", "*", "scheme")]
    public void A_name_that_no_request_would_fit_is_said_at_the_start(string list, string name, string? problem)
    {
        var options = list == "Hosts" ? new DoorOptions { Hosts = [name] } : new DoorOptions { Origins = [name] };

        var result = new DoorNamesValidator().Validate(null, options);

        result.Succeeded.ShouldBe(problem is null, result.FailureMessage);
        if (problem is not null)
            result.FailureMessage!.ShouldContain(problem);
    }

    private static HttpRequest Request(string method, string host, string? origin, string? site)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Host) = (method, new HostString(host));
        if (origin is not null)
            request.Headers.Origin = origin;
        if (site is not null)
            request.Headers["Sec-Fetch-Site"] = site;
        return request;
    }
}
