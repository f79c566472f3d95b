using System.Diagnostics;
using System.Text;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Hosting.Tracing;

namespace Wan.Submitter.Tests;

/// <summary>The body of a POST is what was accepted, or there is no POST.</summary>
public sealed class RequestBodyTests : IAsyncLifetime
{
    private static readonly (string, string)[] Impatient = [("Submitter:RequestPatience", "00:00:00"), ("Submitter:ClaimLease", "00:00:00.3")];

    private readonly TemporaryFolder folder = new();
    private readonly List<SubmitterUnderTest> started = [];
    private StubVendor vendor = null!;

    public async Task InitializeAsync() => vendor = await StubVendor.StartAsync();

    public async Task DisposeAsync()
    {
        foreach (var submitter in started)
            await submitter.DisposeAsync();
        await vendor.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task What_is_posted_is_what_is_stored_and_the_submission_keeps_none_of_it()
    {
        var submitter = await StartAsync();
        var command = SubmitterUnderTest.Command(prompt: "万相 dances");

        await submitter.HandleAsync(command);
        await submitter.SubmittedAsync(command.GenerationId);

        vendor.Tasks.Single().Prompt.ShouldBe("万相 dances");
        var submission = (await submitter.Submissions.FindAsync(command.GenerationId))!;
        (submission.Body, submission.BodyBytes).ShouldBe((null, Encoding.UTF8.GetByteCount(command.Body!)));
        submission.PromptSha256.ShouldBe(TaskIdentity.Fingerprint("万相 dances"));
    }

    [Fact]
    public async Task A_command_of_an_older_release_brings_its_body()
    {
        var submitter = await StartAsync();
        var command = SubmitterUnderTest.Command(prompt: "An older cat");

        await submitter.HandleAsItIsAsync(command);
        await submitter.SubmittedAsync(command.GenerationId);

        vendor.Tasks.Single().Prompt.ShouldBe("An older cat");
        (await submitter.Submissions.FindAsync(command.GenerationId))!.PromptSha256.ShouldBe(TaskIdentity.Fingerprint("An older cat"));
    }

    [Fact]
    public async Task A_request_that_is_missing_is_waited_for_without_a_slot()
    {
        var submitter = await StartAsync(("Submitter:ClaimLease", "00:00:00.3"));
        var (other, command) = (SubmitterUnderTest.Command(), SubmitterUnderTest.Command());
        await submitter.HandleAsync(other);
        await submitter.SubmittedAsync(other.GenerationId);
        await submitter.HandleAsItIsAsync(SubmitterUnderTest.WithoutBody(command));
        await Eventually.UntilAsync(() => Missed(submitter, command) >= 2, "two looks for it");

        vendor.Posts.Count.ShouldBe(1);
        await Eventually.UntilAsync(async () => (await submitter.QuotaAsync()).Slots.Keys.SequenceEqual([other.GenerationId]), "its slot is free");
        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting)).Attempts.ShouldBeEmpty();

        await submitter.HandleAsync(command);
        await submitter.SubmittedAsync(command.GenerationId);
    }

    [Fact]
    public async Task A_request_that_is_gone_for_long_is_refused()
    {
        var submitter = await StartAsync(Impatient);
        await submitter.SubmitAnotherAsync(); // So that there are requests at all.
        var command = SubmitterUnderTest.WithoutBody(SubmitterUnderTest.Command());

        await submitter.HandleAsItIsAsync(command);

        (await RefusedAsync(submitter, command)).Error.Code.ShouldBe("request_gone");
        vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_has_changed_is_refused()
    {
        var submitter = await StartAsync();
        var command = SubmitterUnderTest.Command();
        await submitter.Bodies.SaveAsync(command.GenerationId, Encoding.UTF8.GetBytes(command.Body!.Replace("cat", "dog", StringComparison.Ordinal)));

        await submitter.HandleAsItIsAsync(SubmitterUnderTest.WithoutBody(command));

        (await RefusedAsync(submitter, command)).Error.Code.ShouldBe("request_damaged");
        (await submitter.QuotaAsync()).Slots.ShouldBeEmpty();
        vendor.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task While_the_requests_can_not_be_read_nothing_is_posted_and_nothing_refused()
    {
        var submitter = await StartAsync(Impatient);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsItIsAsync(SubmitterUnderTest.WithoutBody(command)); // There is no file of requests yet.
        await Eventually.UntilAsync(() => Missed(submitter, command) >= 2, "two tries to read it");
        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting)).Error.ShouldBeNull();

        await submitter.Bodies.SaveAsync(command.GenerationId, Encoding.UTF8.GetBytes(command.Body!));

        await submitter.SubmittedAsync(command.GenerationId);
        vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Asked_for_in_bulk_it_names_what_it_does_not_know_and_tells_again_what_it_did()
    {
        var submitter = await StartAsync();
        var ids = await submitter.EnterAsync(7);
        var first = await submitter.SubmittedAsync(ids[0]);
        await submitter.InStateAsync(ids[6], SubmissionState.Waiting);
        var unknown = Guid.CreateVersion7().ToString();

        await submitter.HandleAsync(new ConfirmSubmissions { GenerationIds = [ids[0], ids[6], unknown] });

        await Eventually.UntilAsync(() => submitter.Published<GenerationSubmitted>(ids[0], message => message.GenerationId).Count == 2, "told again");
        await Eventually.UntilAsync(() => submitter.Published<ContinueGeneration>(unknown, message => message.GenerationId).Count == 1, "asked for");
        submitter.Published<GenerationSubmitted>(ids[0], message => message.GenerationId).ShouldAllBe(answer => answer == first);
        submitter.Published<ContinueGeneration>(ids[6], message => message.GenerationId).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_told_in_bulk_is_told_in_the_trace_of_each()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Wan" or "MassTransit",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        var submitter = await StartAsync();
        var (ids, traces) = (new List<string>(), new List<string>());
        foreach (var command in new[] { SubmitterUnderTest.Command(), SubmitterUnderTest.Command() })
        {
            using var request = new Activity("request").Start();
            await submitter.HandleAsync(command);
            ids.Add(command.GenerationId);
            traces.Add(request.TraceId.ToHexString());
        }

        foreach (var id in ids)
            await submitter.SubmittedAsync(id);
        using (new Activity("question").Start())
            await submitter.HandleAsync(new ConfirmSubmissions { GenerationIds = ids });

        foreach (var (id, trace) in ids.Zip(traces))
        {
            await Eventually.UntilAsync(() => TracesOf(id).Count() >= 2, "told again");
            TracesOf(id).ShouldAllBe(told => told == trace);
        }

        IEnumerable<string?> TracesOf(string id) => submitter.Recorder.ActivitiesOf<GenerationSubmitted>(told => told.GenerationId == id).Select(parent => TraceOrigin.Read(parent, null)?.TraceId);
    }

    private static int Missed(SubmitterUnderTest submitter, SubmitGeneration command) =>
        submitter.Warnings.Count(line => line.Contains($"The request of generation {command.GenerationId}", StringComparison.Ordinal));

    private static Task<SubmissionRefused> RefusedAsync(SubmitterUnderTest submitter, SubmitGeneration command) => Eventually.FindAsync(
        () => Task.FromResult(submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId) is [var refused, ..] ? refused : null), "its refusal");

    private async Task<SubmitterUnderTest> StartAsync(params (string, string)[] settings)
    {
        var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, settings);
        started.Add(submitter);
        return submitter;
    }
}
