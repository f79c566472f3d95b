using System.Diagnostics.Metrics;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Tests;

/// <summary>What is wrong with an account, or with a model on it, holds nobody up who can go elsewhere, and fails nobody.</summary>
public sealed class PauseTests : SubmitterTest
{
    private const string OtherModel = "wan2.6-r2v";

    [Theory]
    [InlineData(404, "ModelNotFound", "Model can not be found.")]
    [InlineData(404, "model_not_supported", "Unsupported model.")]
    [InlineData(400, "InvalidParameter", "Model not exist.")]
    [InlineData(400, "InvalidParameter", "url error, please check url！")]
    [InlineData(403, "Model.AccessDenied", "Model access denied.")]
    public async Task A_model_that_an_account_does_not_offer_is_left_to_the_other_account_and_its_other_models_go_on(int status, string code, string message)
    {
        Vendor.Instead = (key, model) => key == "sk-one" && model == SubmitterUnderTest.Model ? (status, Json(code, message)) : null;
        await using var submitter = await StartWithSecondAsync(Vendor.BaseUrl);

        await SubmittedOnSecondAsync(submitter);

        await Eventually.UntilAsync(
            async () => (await submitter.ReadyAsync()).Contains($"model {SubmitterUnderTest.Model} is paused on account default", StringComparison.Ordinal), "the pause is shown");
        (await submitter.ReadyAsync()).ShouldContain(message);
        var other = SubmitterUnderTest.Command(model: OtherModel);
        await submitter.HandleAsync(other);
        (await submitter.SubmittedAsync(other.GenerationId)).Account.ShouldBe("default");

        Vendor.Instead = (_, _) => null;
        await SubmittedOnDefaultAsync(submitter);
        (await submitter.QuotaAsync()).PausedFor.ShouldBeNull();
    }

    [Theory]
    [InlineData(404, "<html>Not found</html>")]
    [InlineData(404, "")]
    [InlineData(404, """{"code":"NotFound","message":"Not found.","request_id":"1"}""")]
    [InlineData(405, "Method Not Allowed")]
    [InlineData(302, "<html>Log in</html>")]
    [InlineData(308, "")]
    public async Task An_address_that_takes_no_submits_is_left_to_the_other_account(int status, string body)
    {
        Vendor.Instead = (key, _) => key == "sk-one" ? (status, body) : null;
        await using var submitter = await StartWithSecondAsync(Vendor.BaseUrl);

        await SubmittedOnSecondAsync(submitter);

        await Eventually.UntilAsync(
            async () => (await submitter.ReadyAsync()).Contains("account default is paused", StringComparison.Ordinal), "the pause is shown");
        (await submitter.ReadyAsync()).ShouldContain($"(HTTP {status}); correct the address");

        Vendor.Instead = (_, _) => null;
        await SubmittedOnDefaultAsync(submitter);
        (await StateAsync(submitter)).PausedFor.ShouldBeNull();
    }

    [Theory]
    [InlineData("nobody listens")]
    [InlineData("https://nowhere.invalid/api/v1")]
    [InlineData("no TLS")]
    public async Task An_address_that_can_not_be_reached_is_left_to_the_other_account(string address)
    {
        var given = address switch
        {
            "nobody listens" => new Uri($"http://127.0.0.1:{FreePort.Next()}/api/v1"),
            "no TLS" => new UriBuilder(Vendor.BaseUrl) { Scheme = "https" }.Uri,
            _ => new Uri(address),
        };
        await using var submitter = await StartWithSecondAsync(given);

        await SubmittedOnSecondAsync(submitter);

        // The second account is full, so that this one tries the first again and again.
        var waiting = (await submitter.EnterAsync(1))[0];
        await Eventually.UntilAsync(
            async () => (await submitter.ReadyAsync()).Contains($": {given} can't be reached: ", StringComparison.Ordinal), "the pause is shown");
        submitter.Warnings.ShouldContain(line => line.StartsWith("Account default is paused: ", StringComparison.Ordinal));
        (await submitter.InStateAsync(waiting, SubmissionState.Waiting)).ShouldNotBeNull();
        Vendor.Tasks.ShouldAllBe(task => task.Key == "sk-two");
    }

    [Theory]
    [InlineData("01:00:00", "account default has not been reached since ")]
    [InlineData("00:00:00.5", "account default is paused until ")]
    public async Task While_nobody_can_be_reached_the_line_says_why_it_waits_and_goes_on_by_itself_afterwards(string shortestPause, string why)
    {
        var port = FreePort.Next();
        await using var submitter = await SubmitterUnderTest.StartAsync(
            Folder, new Uri($"http://127.0.0.1:{port}/api/v1"), [.. Quick, ("Submitter:ShortestPause", shortestPause)]);
        var ids = await submitter.EnterAsync(3);

        foreach (var id in ids)
            await WaitingForAsync(submitter, id, why);

        await using var late = await StubVendor.StartAsync(port);

        foreach (var id in ids)
            await submitter.SubmittedAsync(id);
        late.Posts.Count.ShouldBe(3);
        await Eventually.UntilAsync(async () => (await submitter.ReadyAsync()).Contains("accounts: healthy", StringComparison.Ordinal), "nothing is in the way");
    }

    [Fact]
    public async Task While_no_account_offers_the_model_the_line_says_why_it_waits_and_one_generation_after_the_other_tries_it()
    {
        Vendor.Instead = (_, _) => (404, Json("ModelNotFound", "Model can not be found."));
        await using var submitter = await StartAsync(
            Quick);

        var ids = await submitter.EnterAsync(7);

        foreach (var id in ids)
        {
            var place = await WaitingForAsync(submitter, id, $"model {SubmitterUnderTest.Model} is paused on account default until ");
            place.WaitingFor!.ShouldContain("ModelNotFound: Model can not be found.");
            place.EstimatedStart.ShouldBeNull();
        }

        var posts = Vendor.Posts.Count;
        posts.ShouldBeLessThan(ids.Count);
        await Eventually.UntilAsync(() => Vendor.Posts.Count > posts, "another try");
        submitter.Warnings.ShouldContain(line => line.StartsWith($"Model {SubmitterUnderTest.Model} is paused on account default: ", StringComparison.Ordinal));
        Vendor.Instead = (_, _) => null;

        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 5, "five tasks");
        (await submitter.QuotaAsync()).PausedFor.ShouldBeNull();
    }

    [Fact]
    public async Task A_web_page_instead_of_an_answer_leaves_that_post_open_and_the_account_alone()
    {
        Vendor.Instead = (key, _) => key == "sk-one" ? (200, "<!DOCTYPE html><html>Log in</html>") : null;
        await using var submitter = await StartWithSecondAsync(Vendor.BaseUrl);
        var id = (await submitter.EnterAsync(1))[0];

        await submitter.InStateAsync(id, SubmissionState.Uncertain);

        await Eventually.UntilAsync(
            async () => (await submitter.ReadyAsync()).Contains("answers with a web page (HTTP 200)", StringComparison.Ordinal), "the pause is shown");
        var next = (await submitter.EnterAsync(1))[0];
        (await submitter.SubmittedAsync(next)).Account.ShouldBe("second");
    }

    [Fact]
    public async Task A_paused_model_is_a_metric()
    {
        using var listener = new MeterListener();
        var seen = new System.Collections.Concurrent.ConcurrentQueue<string>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Name == "wan.submitter.model.paused")
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => seen.Enqueue($"{value} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        listener.Start();
        Vendor.Instead = (_, model) => model == "metered" ? (404, Json("ModelNotFound", "Model can not be found.")) : null;
        await using var submitter = await StartAsync(
            Quick);

        await submitter.EnterAsync(1, _ => SubmitterUnderTest.Command(model: "metered"));

        await Eventually.UntilAsync(
            () =>
            {
                listener.RecordObservableInstruments();
                return seen.Contains("1 default metered");
            },
            "the metric");
    }

    // One slot on the second account, so that what comes next has to wait for the first one.
    private Task<SubmitterUnderTest> StartWithSecondAsync(Uri first) => SubmitterUnderTest.StartAsync(Folder, first, [
        .. Quick,
        ("Accounts:1:Name", "second"), ("Accounts:1:ApiKey", "sk-two"), ("Accounts:1:BaseUrl", Vendor.BaseUrl.AbsoluteUri),
        ("Accounts:1:RunningTasks", "1"), ("Accounts:1:Models:0", SubmitterUnderTest.Model)]);

    private static (string Key, string Value)[] Quick => [("Submitter:LongestBlock", "00:00:00.2"), ("DashScope:ConnectTimeout", "00:00:01")];

    private static async Task SubmittedOnSecondAsync(SubmitterUnderTest submitter)
    {
        var id = (await submitter.EnterAsync(1))[0];
        (await submitter.SubmittedAsync(id)).Account.ShouldBe("second");
    }

    private static async Task SubmittedOnDefaultAsync(SubmitterUnderTest submitter)
    {
        var id = (await submitter.EnterAsync(1))[0];
        (await submitter.SubmittedAsync(id)).Account.ShouldBe("default");
    }

    private static Task<QueuePlace> WaitingForAsync(SubmitterUnderTest submitter, string generationId, string what) => Eventually.FindAsync(
        async () => await submitter.PlaceAsync(generationId) is { WaitingFor: { } text } place && text.Contains(what, StringComparison.Ordinal) ? place : null, what);

    private static async Task<AccountState> StateAsync(SubmitterUnderTest submitter) =>
        (await submitter.Service<IDocuments<AccountState>>().FindAsync("default"))!;

    private static string Json(string code, string message) => $$"""{"code":"{{code}}","message":"{{message}}","request_id":"7438d53d"}""";
}
