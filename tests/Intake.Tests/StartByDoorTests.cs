using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>The latest time to begin at both doors.</summary>
public sealed class StartByDoorTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(settings: ("Intake:SweepInterval", "00:00:00.1"));

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task It_is_kept_in_utc_and_never_sent_to_the_vendor()
    {
        var startBy = WholeSecond(DateTimeOffset.UtcNow.AddHours(3)).ToOffset(TimeSpan.FromHours(8));
        using var answer = await PostAsync(startBy.ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture), "order-1");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        var accepted = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var shown = accepted.GetProperty("start_by").GetDateTimeOffset();
        (shown, shown.Offset).ShouldBe((startBy.ToUniversalTime(), TimeSpan.Zero));
        var id = accepted.GetProperty("id").GetString()!;
        (await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id)).StartBy.ShouldBe(startBy.ToUniversalTime());
        System.Text.Encoding.UTF8.GetString((await intake.Bodies.FindAsync(id))!).ShouldNotContain("start_by");
    }

    [Theory]
    [InlineData("tomorrow", "start_by.not_a_time")]
    [InlineData("2099-01-01T00:00:00", "start_by.not_a_time")]
    [InlineData("2020-01-01T00:00:00Z", "start_by.past")]
    [InlineData("2199-01-01T00:00:00+08:00", "start_by.too_far")]
    public async Task What_is_no_time_that_lies_ahead_is_refused_with_the_field(string startBy, string code)
    {
        using var answer = await PostAsync(startBy, "order-2");

        answer.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var finding = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("findings")[0];
        finding.GetProperty("code").GetString().ShouldBe(code);
        finding.GetProperty("pointer").GetString().ShouldBe("/start_by");
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Asked_again_after_it_has_passed_it_is_the_same_request_and_given_up_soon_after_it()
    {
        var startBy = DateTimeOffset.UtcNow.AddHours(3).ToString("O", CultureInfo.InvariantCulture);
        using var first = await PostAsync(startBy, "order-3");
        var id = await IdOfAsync(first);
        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id);
        intake.Clock.Move(TimeSpan.FromHours(4));

        using var again = await PostAsync(startBy, "order-3");
        using var another = await PostAsync(startBy, "order-4");

        (await IdOfAsync(again)).ShouldBe(id);
        another.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await intake.Recorder.PublishedAsync<WithdrawSubmission>(sent => sent.GenerationId == id)).Reason.ShouldBe(CancellationReason.NotStarted);
        await intake.Bus.Publish(new SubmissionWithdrawn { GenerationId = id, Reason = CancellationReason.NotStarted, WaitedFor = "all 5 slots are taken" });
        (await intake.Recorder.PublishedAsync<GenerationCancelled>(told => told.GenerationId == id)).Reason.ShouldBe(CancellationReason.NotStarted);

        var ended = await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}");
        ended.GetProperty("status").GetString().ShouldBe("cancelled");
        ended.GetProperty("error").GetProperty("code").GetString().ShouldBe("not_started");
        using var late = await PostAsync(startBy, "order-3");
        late.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_command_that_comes_again_after_it_has_passed_is_the_same_request_and_another_is_rejected()
    {
        var command = Command("order-5") with { StartBy = DateTimeOffset.UtcNow.AddHours(3) };
        await intake.Bus.Publish(command);
        var submitted = await intake.Recorder.PublishedAsync<SubmitGeneration>();
        submitted.StartBy.ShouldBe(command.StartBy);
        intake.Clock.Move(TimeSpan.FromHours(4));

        await intake.Bus.Publish(command);
        await intake.Bus.Publish(command with { ClientRequestId = "order-6" });

        var rejected = await intake.Recorder.PublishedAsync<GenerationRejected>();
        rejected.ClientRequestId.ShouldBe("order-6");
        rejected.Findings.ShouldHaveSingleItem().Code.ShouldBe("start_by.past");
        await intake.Recorder.ConsumedAsync<ReceivedCommand>(_ => true, 3);
        intake.Recorder.Published.OfType<GenerationRejected>().Count().ShouldBe(1);
    }

    private async Task<HttpResponseMessage> PostAsync(string startBy, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/generations")
        {
            Content = JsonContent.Create(new
            {
                model = "wan2.7-r2v",
                input = new { prompt = "Image 1 waves", media = new[] { new { type = "reference_image", url = "https://example.com/a.png" } } },
                start_by = startBy,
            }),
            Headers = { { "Idempotency-Key", key } },
        };
        return await http.SendAsync(request);
    }

    private static async Task<string> IdOfAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;

    private static DateTimeOffset WholeSecond(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());

    private static GenerateVideo Command(string id) => new()
    {
        Model = "wan2.7-r2v",
        Input = new() { Prompt = "Image 1 waves", Media = [new MediaReference { Type = "reference_image", Url = "https://example.com/a.png" }] },
        ClientRequestId = id,
    };
}
