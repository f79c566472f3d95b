using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Fixtures;
using Wan.Submitter.Quotas;

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

    [Fact]
    public async Task What_is_paused_is_tried_at_once_if_somebody_says_so()
    {
        Vendor.RefusedKeys["sk-one"] = (401, "InvalidApiKey");
        await using var submitter = await StartAsync(("Submitter:ShortestPause", "01:00:00"), ("Submitter:LongestPause", "02:00:00"));
        var id = (await submitter.EnterAsync(1))[0];
        await PausedAsync(submitter, isPaused: true);

        var posts = Vendor.Posts.Count;
        (await TryAsync(submitter, "default")).Answer.GetProperty("name").GetString().ShouldBe("default");
        await Eventually.UntilAsync(() => Vendor.Posts.Count == posts + 1, "one try");
        await Eventually.UntilAsync(
            async () => (await AccountsAsync(submitter)).Accounts[0].GetProperty("paused").GetProperty("until").GetDateTimeOffset() > DateTimeOffset.UtcNow.AddMinutes(65), "the longer pause after it");

        Vendor.RefusedKeys.Clear();
        (await TryAsync(submitter, "default")).Status.ShouldBe(HttpStatusCode.OK);
        await submitter.SubmittedAsync(id);
        await PausedAsync(submitter, isPaused: false);
        (await TryAsync(submitter, "default")).Answer.TryGetProperty("paused", out _).ShouldBeFalse("it is left as it is");
    }

    [Fact]
    public async Task A_model_that_is_paused_on_it_is_tried_too()
    {
        Vendor.Instead = (_, _) => (404, """{"code":"ModelNotFound","message":"Model can not be found.","request_id":"1"}""");
        await using var submitter = await StartAsync(("Submitter:ShortestPause", "01:00:00"), ("Submitter:LongestPause", "02:00:00"));
        var id = (await submitter.EnterAsync(1))[0];
        await Eventually.UntilAsync(async () => (await submitter.QuotaAsync()) is { PausedFor: not null, ProbedAt: null }, "the pause");
        Vendor.Instead = (_, _) => null;

        (await TryAsync(submitter, "default")).Status.ShouldBe(HttpStatusCode.OK);

        await submitter.SubmittedAsync(id);
    }

    [Fact]
    public async Task That_no_video_could_be_kept_is_said_of_all()
    {
        await using var submitter = await StartAsync();
        (await AccountsAsync(submitter)).Text.ShouldNotContain("archive_closed");

        await submitter.HandleAsync(SubmitterUnderTest.Room(canKeep: false));
        JsonElement.Parse((await AccountsAsync(submitter)).Text).GetProperty("archive_closed").GetString()!.ShouldContain("full");

        await submitter.HandleAsync(SubmitterUnderTest.Room(canKeep: true));
        (await AccountsAsync(submitter)).Text.ShouldNotContain("archive_closed");
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a%3Fb")]
    [InlineData("DEFAULT")]
    public async Task An_account_that_there_is_not_is_named(string name)
    {
        await using var submitter = await StartAsync();

        var (status, problem) = await TryAsync(submitter, name);

        status.ShouldBe(HttpStatusCode.NotFound);
        problem.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("account.not_found");
        using var http = new HttpClient { BaseAddress = submitter.Address };
        (await http.GetAsync(new Uri($"/v1/accounts/{name}/load", UriKind.Relative))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task How_it_was_used_is_shown_for_a_day()
    {
        Vendor.Surprises.Enqueue((context, _, _) => StubVendor.ErrorAsync(context, 429, "Throttling.RateQuota"));
        await using var submitter = await StartAsync(("Accounts:0:RunningTasks", "2"));
        var loads = submitter.Service<AccountLoads>();
        await loads.SampleAsync(CancellationToken.None);
        foreach (var id in await submitter.EnterAsync(2))
            await submitter.SubmittedAsync(id);
        var start = submitter.Clock.GetUtcNow();

        submitter.Clock.Move(TimeSpan.FromMinutes(1));
        await loads.SampleAsync(CancellationToken.None);
        var samples = await SamplesAsync(submitter);
        var (before, now) = (samples[^2], samples[^1]);
        now.GetProperty("at").GetDateTimeOffset().ShouldBeGreaterThan(start);
        (now.GetProperty("used").GetInt32(), now.GetProperty("of").GetInt32()).ShouldBe((2, 2));
        before.GetProperty("used").GetInt32().ShouldBe(0);
        now.GetProperty("starts").GetInt32().ShouldBe(3, "the one that was refused too");
        now.GetProperty("throttles").GetInt32().ShouldBe(1);

        submitter.Clock.Move(TimeSpan.FromMinutes(1));
        await loads.SampleAsync(CancellationToken.None);
        (await SamplesAsync(submitter))[^1].GetProperty("throttles").GetInt32().ShouldBe(0);
        (await AccountsAsync(submitter)).Accounts[0].GetProperty("quotas")[0].GetProperty("throttles").GetInt32().ShouldBe(1);

        submitter.Clock.Move(AccountLoads.Kept + TimeSpan.FromSeconds(1));
        await loads.SampleAsync(CancellationToken.None);
        (await SamplesAsync(submitter)).Count.ShouldBe(1);
    }

    private static async Task<List<JsonElement>> SamplesAsync(SubmitterUnderTest submitter)
    {
        using var http = new HttpClient { BaseAddress = submitter.Address };
        return [.. (await http.GetFromJsonAsync<JsonElement>(new Uri("/v1/accounts/default/load", UriKind.Relative))).GetProperty("samples").EnumerateArray()];
    }

    private static Task PausedAsync(SubmitterUnderTest submitter, bool isPaused) => Eventually.UntilAsync(
        async () => (await AccountsAsync(submitter)).Accounts[0].TryGetProperty("paused", out _) == isPaused, isPaused ? "the pause" : "its end");

    private static async Task<(HttpStatusCode Status, JsonElement Answer)> TryAsync(SubmitterUnderTest submitter, string name)
    {
        using var http = new HttpClient { BaseAddress = submitter.Address };
        using var answer = await http.PostAsync(new Uri($"/v1/accounts/{name}/try", UriKind.Relative), null);
        return (answer.StatusCode, JsonElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    private static async Task<(string Text, JsonElement Accounts)> AccountsAsync(SubmitterUnderTest submitter)
    {
        using var http = new HttpClient { BaseAddress = submitter.Address };
        var text = await http.GetStringAsync(new Uri("/v1/accounts", UriKind.Relative));
        return (text, JsonElement.Parse(text).GetProperty("accounts"));
    }
}
