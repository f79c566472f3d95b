using System.Net;
using Wan.Contracts;
using Wan.Intake.Gateway.DashScope;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Tasks in the vendor's manner: what a query says, always with 200, and who may cancel what.</summary>
public sealed class TaskTests : IAsyncLifetime
{
    private static readonly (string State, bool HasStarted, string Word)[] Words =
    [
        ("accepted", false, "PENDING"), ("submitting", false, "PENDING"), ("rendering", false, "PENDING"), ("rendering", true, "RUNNING"), ("archiving", true, "RUNNING"),
        ("uncertain", false, "RUNNING"), ("completed", true, "SUCCEEDED"), ("failed", true, "FAILED"), ("rejected", false, "FAILED"), ("cancelled", false, "CANCELED"),
    ];

    private readonly IntakeApplication intake = new(true, ("Intake:ArchiverUrl", "http://archiver:8081"));
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient(new() { AllowAutoRedirect = false });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task Each_state_has_a_word_of_the_vendors()
    {
        foreach (var (state, hasStarted, word) in Words)
        {
            var generation = Samples.Generation(state);
            generation.StartedAt = hasStarted ? Samples.Now.AddMinutes(1) : null;
            await intake.Generations.InsertAsync(generation);

            var heard = await http.TaskAsync(generation.Id);

            (heard.Output("task_id"), heard.Output("task_status")).ShouldBe((generation.Id, word), state);
            heard.Output("submit_time").ShouldBe("2026-11-01 20:00:00.000");
            heard.Output("scheduled_time").ShouldBe(hasStarted ? "2026-11-01 20:01:00.000" : null, state);
            (heard.Output("end_time") is not null).ShouldBe(TaskWords.IsEnd(word), state);
            heard.Json.TryGetProperty("usage", out _).ShouldBe(word == "SUCCEEDED", state);
        }
    }

    [Fact]
    public void Every_state_that_there_is_has_a_word() => Wan.Intake.Views.GenerationView.Statuses.ShouldBe(Words.Select(each => each.State).Distinct(), ignoreOrder: true);

    [Fact]
    public async Task A_success_of_the_newer_family_has_the_vendors_fields()
    {
        var id = (await http.SubmitAsync()).Output("task_id")!;
        await FinishAsync(id, new VideoUsage { Duration = 15, InputVideoDuration = 5, OutputVideoDuration = 10, VideoCount = 1, Resolution = 720, Ratio = "16:9" });

        var heard = await http.TaskAsync(id);

        heard.Json.GetProperty("output").EnumerateObject().Select(member => member.Name).ShouldBe(
            ["task_id", "task_status", "submit_time", "scheduled_time", "end_time", "orig_prompt", "video_url"], ignoreOrder: true);
        heard.Output("orig_prompt").ShouldBe("Image 1 waves");
        heard.Json.GetProperty("usage").GetRawText().ShouldBe("""{"duration":15,"input_video_duration":5,"output_video_duration":10,"video_count":1,"SR":720,"ratio":"16:9"}""");
        heard.Output("video_url")!.ShouldStartWith($"http://localhost/v1/generations/{id}/video?expires=");
    }

    [Fact]
    public async Task A_success_of_the_older_family_has_a_size_and_a_broken_duration()
    {
        var generation = Samples.Generation("completed");
        generation.Usage = new VideoUsage { Duration = 8.3m, InputVideoDuration = 3.3m, OutputVideoDuration = 5, Resolution = 720, Size = "1280*720" };
        var whole = Samples.Generation("completed");
        whole.Usage = generation.Usage with { Duration = 10, InputVideoDuration = 5 };
        await intake.Generations.InsertAsync(generation);
        await intake.Generations.InsertAsync(whole);

        (await UsageAsync(generation.Id)).ShouldBe("""{"duration":8.3,"input_video_duration":3.3,"output_video_duration":5,"video_count":1,"SR":720,"size":"1280*720"}""");
        (await UsageAsync(whole.Id)).ShouldBe("""{"duration":10.0,"input_video_duration":5,"output_video_duration":5,"video_count":1,"SR":720,"size":"1280*720"}""");
    }

    [Fact]
    public async Task A_failure_has_the_vendors_code_where_that_is_known_and_a_rejection_all_findings()
    {
        var (theirs, ours, rejected) = (Samples.Generation("failed"), Samples.Generation("failed"), Rejected());
        theirs.Error = Samples.Error with { VendorCode = "DataInspectionFailed" };
        foreach (var generation in new[] { theirs, ours, rejected })
            await intake.Generations.InsertAsync(generation);

        (await FailureAsync(theirs.Id)).ShouldBe(("DataInspectionFailed", "Some reason."));
        (await FailureAsync(ours.Id)).ShouldBe(("some_code", "Some reason."));
        (await FailureAsync(rejected.Id)).ShouldBe(("InvalidParameter", "First. (a.b at /x) Second. (c.d)"));
    }

    [Fact]
    public async Task An_id_that_never_was_is_unknown()
    {
        foreach (var id in new[] { "01920000-0000-7000-8000-000000000000", "0", "..%2F..%2Fv1%2Fgenerations", "%22%3Cscript%3E" })
        {
            var heard = await http.TaskAsync(id);

            heard.Output("task_status").ShouldBe("UNKNOWN", id);
            heard.Answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        }
    }

    [Fact]
    public async Task Anothers_is_unknown_and_is_not_cancelled()
    {
        var (acme, other, operators) = (await intake.AddKeyAsync("acme"), await intake.AddKeyAsync("other"), await intake.AddOperatorAsync());
        var id = (await http.SubmitAsync(acme)).Output("task_id")!;
        var never = Guid.CreateVersion7().ToString();

        (await http.TaskAsync(id, acme)).Output("task_status").ShouldBe("PENDING");
        (await http.TaskAsync(id, operators)).Output("task_status").ShouldBe("PENDING");
        Plain(await http.TaskAsync(id, other), id).ShouldBe(Plain(await http.TaskAsync(never, other), never));
        Plain(await CancelAsync(id, other), id).ShouldBe(Plain(await CancelAsync(never, other), never));
        (await http.GetAsync(other, VendorClient.Tasks)).Json.GetProperty("total").GetInt32().ShouldBe(0);
        intake.Recorder.Published.OfType<CancelGeneration>().ShouldBeEmpty();

        (await CancelAsync(id, acme)).Status.ShouldBe(HttpStatusCode.OK);
        (await intake.Recorder.PublishedAsync<CancelGeneration>()).GenerationId.ShouldBe(id);
    }

    [Fact]
    public async Task Only_what_is_pending_is_cancelled()
    {
        foreach (var (state, hasStarted, isCancelled) in new[]
        {
            ("submitting", false, true), ("rendering", false, true), ("rendering", true, false), ("archiving", true, false), ("uncertain", false, false), ("completed", true, false), ("cancelled", false, false),
        })
        {
            var generation = Samples.Generation(state);
            generation.StartedAt = hasStarted ? Samples.Now : null;
            await intake.Generations.InsertAsync(generation);

            var heard = await CancelAsync(generation.Id, null);

            heard.Status.ShouldBe(isCancelled ? HttpStatusCode.OK : HttpStatusCode.BadRequest, $"{state} {hasStarted}");
            if (isCancelled)
                heard.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["request_id"]);
            else
                (heard.Text("code"), heard.Text("message")).ShouldBe(("UnsupportedOperation", "Failed to cancel the task, please confirm if the task is in PENDING status."));
        }
    }

    [Fact]
    public async Task The_address_of_a_video_is_steady_needs_no_key_and_lasts_for_a_day()
    {
        var generation = await intake.AddGenerationAsync("acme");
        var key = await intake.AddKeyAsync();
        intake.Clock.Move(TimeSpan.FromMinutes(90 - intake.Clock.GetUtcNow().Minute)); // Not at the end of an hour, where the address changes.
        var first = (await http.TaskAsync(generation.Id, key)).Output("video_url")!;

        intake.Clock.Move(TimeSpan.FromMinutes(1));
        (await http.TaskAsync(generation.Id, key)).Output("video_url").ShouldBe(first);
        var path = new Uri(first).PathAndQuery;
        intake.Clock.Move(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(2));
        var followed = await http.GetAsync(null, path);
        followed.Status.ShouldBe(HttpStatusCode.TemporaryRedirect);
        followed.Answer.Headers.Location!.AbsoluteUri.ShouldStartWith($"http://archiver:8081/v1/generations/{generation.Id}/video?expires=");
        intake.Clock.Move(TimeSpan.FromHours(1) + TimeSpan.FromMinutes(2));
        (await http.GetAsync(null, path)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await http.TaskAsync(generation.Id, key)).Output("video_url").ShouldNotBe(first);
    }

    [Fact]
    public async Task A_video_that_was_deleted_is_still_a_success()
    {
        var generation = Samples.Generation("completed");
        generation.VideoDeletion = new VideoDeletion { At = Samples.Now, Reason = "It is older than 30 days.", ArchivedAt = Samples.Now };
        await intake.Generations.InsertAsync(generation);

        var heard = await http.TaskAsync(generation.Id);

        heard.Output("task_status").ShouldBe("SUCCEEDED");
        heard.Output("video_url").ShouldNotBeNullOrEmpty();
    }

    private static Generation Rejected()
    {
        var sample = Samples.Generation("rejected");
        return new()
        {
            CorrelationId = sample.CorrelationId,
            CreatedAt = sample.CreatedAt,
            CurrentState = sample.CurrentState,
            Tenant = sample.Tenant,
            Model = sample.Model,
            Priority = sample.Priority,
            RequestHash = sample.RequestHash,
            Findings =
            [
                new() { Severity = "error", Code = "a.b", Pointer = "/x", Message = "First." },
                new() { Severity = "warning", Code = "w", Pointer = "", Message = "Odd." },
                new() { Severity = "error", Code = "c.d", Pointer = "", Message = "Second." },
            ],
        };
    }

    private static string Plain(Heard heard, string id) =>
        $"{heard.Status} {heard.Text.Replace(id, "*", StringComparison.Ordinal).Replace(heard.Text("request_id"), "*", StringComparison.Ordinal)}";

    private Task<Heard> CancelAsync(string id, string? key) => http.PostAsync(key, $"{VendorClient.Tasks}/{id}/cancel");

    private async Task<string> UsageAsync(string id) => (await http.TaskAsync(id)).Json.GetProperty("usage").GetRawText();

    private async Task<(string?, string?)> FailureAsync(string id)
    {
        var heard = await http.TaskAsync(id);
        heard.Output("task_status").ShouldBe("FAILED");
        return (heard.Output("code"), heard.Output("message"));
    }

    private async Task FinishAsync(string id, VideoUsage usage)
    {
        await intake.Recorder.PublishedAsync<SubmitGeneration>(sent => sent.GenerationId == id);
        await intake.Bus.Publish(Samples.Submitted(id));
        await intake.Recorder.PublishedAsync<TrackTask>(sent => sent.GenerationId == id);
        await intake.Bus.Publish(Samples.Rendered(id) with { Usage = usage, StartedAt = Samples.Now });
        await intake.Recorder.PublishedAsync<ArchiveVideo>(sent => sent.GenerationId == id);
        (await http.TaskAsync(id)).Output("task_status").ShouldBe("RUNNING"); // It has a result, which is not archived yet.
        await intake.Bus.Publish(new VideoArchived { GenerationId = id, TaskId = "task", Video = Samples.Video });
        await intake.Recorder.PublishedAsync<GenerationCompleted>(sent => sent.GenerationId == id);
    }
}
