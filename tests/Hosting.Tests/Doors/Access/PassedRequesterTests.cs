using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Wan.Hosting.Doors.Access;

namespace Wan.Hosting.Tests.Doors.Access;

/// <summary>What Intake says of who asks is believed as it was signed, and nothing else.</summary>
public sealed class PassedRequesterTests
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private static readonly DateTimeOffset Now = new(2026, 11, 30, 12, 0, 0, TimeSpan.Zero);
    private static readonly Requester Acme = new() { Tenant = "acme", Scopes = [Scopes.Create, Scopes.Read] };

    [Fact]
    public void Who_asks_arrives_as_it_was_said()
    {
        var requester = Judge("GET", "/v1/webhooks", "?limit=5", Write("GET", "/v1/webhooks?limit=5", Acme)).Requester!;

        (requester.Tenant, requester.IsOperator).ShouldBe(("acme", false));
        requester.Scopes.ShouldBe(Acme.Scopes);
        Judge("GET", "/v1/webhooks", "", Write("GET", "/v1/webhooks", Requester.Anyone)).Requester!.OnlyTenant.ShouldBeNull();
    }

    [Theory]
    [InlineData("POST", "/v1/webhooks", "")]
    [InlineData("GET", "/v1/webhooks/wh_1", "")]
    [InlineData("GET", "/v1/webhooks", "?tenant=other")]
    public void It_is_good_for_one_request_alone(string method, string path, string query) =>
        Judge(method, path, query, Write("GET", "/v1/webhooks", Acme)).Refusal.ShouldBe(AccessRefusal.WronglySigned);

    [Fact]
    public void Nothing_of_it_can_be_changed()
    {
        var parts = Write("GET", "/v1/webhooks", Acme).Split('.');
        var other = Write("GET", "/v1/webhooks", Acme with { Tenant = "other" }).Split('.');

        foreach (var forged in new[]
        {
            $"{parts[0]}.{other[1]}.{parts[2]}.{parts[3]}", $"{parts[0]}.{parts[1]}.create+read+operate.{parts[3]}", $"{parts[0]}..{parts[2]}.{parts[3]}",
            $"9{parts[0]}.{parts[1]}.{parts[2]}.{parts[3]}", $"{parts[0]}.{parts[1]}.{parts[2]}.", "...", "", "x",
        })
        {
            Judge("GET", "/v1/webhooks", "", forged).Refusal.ShouldBe(AccessRefusal.WronglySigned, forged);
        }
    }

    [Fact]
    public void It_has_an_end() => Judge("GET", "/v1/webhooks", "", Write("GET", "/v1/webhooks", Acme), Now.AddMinutes(6)).Refusal.ShouldBe(AccessRefusal.SignatureExpired);

    private static string Write(string method, string target, Requester requester) => PassedRequester.Write(Key, method, target, requester, Now.AddMinutes(5));

    private static AccessVerdict Judge(string method, string path, string query, string shown, DateTimeOffset? now = null)
    {
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.QueryString) = (method, path, new QueryString(query));
        request.Headers[PassedRequester.Header] = shown;
        return PassedRequester.Judge(Key, request, now ?? Now);
    }
}
