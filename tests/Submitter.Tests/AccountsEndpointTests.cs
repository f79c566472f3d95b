using System.Text.Json;
using Wan.Fixtures;

namespace Wan.Submitter.Tests;

/// <summary>What is shown of the accounts.</summary>
public sealed class AccountsEndpointTests : SubmitterTest
{
    [Fact]
    public async Task Each_account_shows_what_it_may_still_do_but_never_its_key()
    {
        Vendor.RefusedKeys["sk-two"] = (401, "InvalidApiKey");
        await using var submitter = await StartAsync(
            ("Accounts:0:RunningTasks", "1"), ("Accounts:0:Models:0", SubmitterUnderTest.Model), ("Accounts:0:Region", "cn-beijing"), ("Submitter:ShortestPause", "01:00:00"),
            ("Submitter:LongestPause", "02:00:00"),
            ("Accounts:1:Name", "second"), ("Accounts:1:ApiKey", "sk-two"), ("Accounts:1:BaseUrl", Vendor.BaseUrl.AbsoluteUri));
        await submitter.EnterAsync(3);

        var (text, accounts) = ("", default(JsonElement));
        await Eventually.UntilAsync(
            async () =>
            {
                (text, accounts) = await AccountsAsync(submitter);
                return accounts[1].TryGetProperty("paused", out _) && accounts[0].GetProperty("slots").GetProperty("used").GetInt32() == 1;
            },
            () => $"the first account used and the second paused: {text}");

        text.ShouldNotContain("sk-");
        var (first, second) = (accounts[0], accounts[1]);
        first.GetProperty("name").GetString().ShouldBe("default");
        first.GetProperty("kind").GetString().ShouldBe("local");
        first.GetProperty("region").GetString().ShouldBe("cn-beijing");
        first.GetProperty("models").GetRawText().ShouldBe($"""["{SubmitterUnderTest.Model}"]""");
        first.GetProperty("slots").GetRawText().ShouldBe("""{"used":1,"of":1}""");
        first.GetProperty("submits_per_second").GetDouble().ShouldBe(100);
        first.TryGetProperty("paused", out _).ShouldBeFalse();
        var quota = first.GetProperty("quotas")[0];
        quota.GetProperty("model").GetString().ShouldBe(SubmitterUnderTest.Model);
        quota.GetProperty("slots").GetRawText().ShouldBe("""{"used":1,"of":1}""");
        quota.GetProperty("slowness").GetDouble().ShouldBe(1);
        second.GetProperty("paused").GetProperty("reason").GetString().ShouldBe("InvalidApiKey");
        second.GetProperty("paused").GetProperty("until").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        second.TryGetProperty("models", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_account_that_is_not_reached_says_since_when()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(Folder, new Uri($"http://127.0.0.1:{FreePort.Next()}/api/v1"), ("Submitter:ShortestPause", "01:00:00"));
        await submitter.EnterAsync(1);

        await Eventually.UntilAsync(
            async () => (await AccountsAsync(submitter)).Accounts[0] is var account && account.TryGetProperty("unreachable", out var unreachable)
                && unreachable.GetProperty("since").GetDateTimeOffset() <= DateTimeOffset.UtcNow && unreachable.GetProperty("reason").GetString()!.Length > 0,
            "it is said");
    }

    private static async Task<(string Text, JsonElement Accounts)> AccountsAsync(SubmitterUnderTest submitter)
    {
        using var http = new HttpClient { BaseAddress = submitter.Address };
        var text = await http.GetStringAsync(new Uri("/v1/accounts", UriKind.Relative));
        return (text, JsonElement.Parse(text).GetProperty("accounts"));
    }
}
