using System.Globalization;
using System.Net;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Whoever refuses a submit, it is told in the vendor's form, by a code of its table.</summary>
public sealed class RefusalTests
{
    [Theory]
    [InlineData(null, "No key was shown.")]
    [InlineData("sk-0123456789abcdef0123456789abcdef", "There is no such key.")]
    public async Task Nobody_is_let_in_without_a_key(string? key, string words)
    {
        await using var intake = new IntakeApplication();
        using var http = intake.CreateClient();
        await intake.AddKeyAsync();

        foreach (var heard in new[] { await http.SubmitAsync(key), await http.GetAsync(key, $"{VendorClient.Tasks}/{Guid.CreateVersion7()}"), await http.GetAsync(key, VendorClient.Tasks) })
        {
            (heard.Status, heard.Text("code")).ShouldBe((HttpStatusCode.Unauthorized, "InvalidApiKey"));
            heard.Text("message").ShouldStartWith(words);
        }
    }

    [Fact]
    public async Task A_key_without_the_scope_is_denied_access()
    {
        await using var intake = new IntakeApplication();
        using var http = intake.CreateClient();

        var heard = await http.SubmitAsync(await intake.AddKeyAsync("acme", ["read"]));

        (heard.Status, heard.Text("code")).ShouldBe((HttpStatusCode.Forbidden, "AccessDenied"));
        heard.Text("message").ShouldContain("the scope create");
    }

    [Theory]
    [InlineData("Limits:Default:DailyBudget", "1", HttpStatusCode.BadRequest, "Arrearage", "budget.day", false)]
    [InlineData("Limits:Default:MaxWaiting", "1", HttpStatusCode.TooManyRequests, "Throttling", "limit.waiting", true)]
    [InlineData("Limits:Default:RequestsPerSecond", "0.01", HttpStatusCode.TooManyRequests, "Throttling.RateQuota", "limit.rate", true)]
    public async Task A_limit_is_told_by_a_code_that_says_whether_to_come_again(string key, string value, HttpStatusCode status, string code, string finding, bool again)
    {
        await using var intake = new IntakeApplication(true, (key, value));
        using var http = intake.CreateClient();
        await http.SubmitAsync();

        var heard = await http.SubmitAsync();

        (heard.Status, heard.Text("code")).ShouldBe((status, code), heard.Text);
        heard.Text("message").ShouldContain(finding);
        (heard.Answer.Headers.RetryAfter is not null).ShouldBe(again);
    }

    [Fact]
    public async Task What_is_too_large_or_of_another_type_is_refused_as_the_vendor_does()
    {
        await using var intake = new IntakeApplication(true, ("Intake:MaxRequestBytes", "2000"));
        using var http = intake.CreateClient();

        var large = await http.SubmitAsync(body: new string(' ', 3000));
        using var form = new FormUrlEncodedContent([new("model", "wan2.7-r2v")]);
        form.Headers.Add("X-Unused", "1");
        using var request = new HttpRequestMessage(HttpMethod.Post, VendorClient.Submit) { Content = form, Headers = { { "X-DashScope-Async", "enable" } } };
        using var answer = await http.SendAsync(request);
        var other = new Heard(answer, await answer.Content.ReadAsStringAsync());

        (large.Status, large.Text("code")).ShouldBe((HttpStatusCode.BadRequest, "BadRequest.TooLarge"), large.Text);
        large.Text("message").ShouldContain(2000.ToString("N0", CultureInfo.InvariantCulture));
        (other.Status, other.Text("code")).ShouldBe((HttpStatusCode.BadRequest, "InvalidParameter"), other.Text);
        other.Text("message").ShouldContain("header.content_type");
    }

    [Fact]
    public async Task Of_a_store_that_is_away_it_says_whether_to_repeat_with_the_same_key()
    {
        await using var server = new MongoWireServer();
        await using var intake = GatewayOnMongoDb.Start(server);
        using var http = intake.CreateClient();
        Heard heard;
        using (server.Fail(FaultKind.SilentAfter, "insert", "intake.generations", times: null))
        using (server.Fail(FaultKind.SilentBefore, "find", "intake.generations", times: null))
            heard = await http.SubmitAsync(headers: ("Idempotency-Key", "order-1"));

        (heard.Status, heard.Text("code")).ShouldBe((HttpStatusCode.ServiceUnavailable, "ModelUnavailable"), heard.Text);
        heard.Text("message").ShouldContain("with the same Idempotency-Key");
        heard.Answer.Headers.RetryAfter.ShouldNotBeNull();
        await Eventually.UntilAsync(async () => (await http.SubmitAsync(headers: ("Idempotency-Key", "order-1"))).Status == HttpStatusCode.OK, "accepted");
        (await intake.CountAsync()).ShouldBe(1);
    }
}
