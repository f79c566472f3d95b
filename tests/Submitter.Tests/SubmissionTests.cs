using System.Net;
using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Line;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Tests;

public sealed class SubmissionTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private StubVendor vendor = null!;
    private SubmitterUnderTest submitter = null!;

    public async Task InitializeAsync()
    {
        vendor = await StubVendor.StartAsync();
        submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await submitter.DisposeAsync();
        await vendor.DisposeAsync();
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(30, true)]
    [InlineData(32, false)]
    public async Task One_whose_submission_may_have_been_deleted_since_is_not_posted(int daysAgo, bool isPosted)
    {
        var command = SubmitterUnderTest.Command() with { CreatedAt = DateTimeOffset.UtcNow.AddDays(-daysAgo) };

        await submitter.HandleAsync(command);

        var submission = await submitter.InStateAsync(command.GenerationId, isPosted ? SubmissionState.Submitted : SubmissionState.Refused);
        (vendor.Posts.Count, submission.Error?.Code).ShouldBe(isPosted ? (1, null) : (0, "submission_forgotten"));
    }

    [Fact]
    public async Task A_generation_is_posted_once_and_said_to_be_submitted()
    {
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);

        var submitted = await submitter.SubmittedAsync(command.GenerationId);

        var task = vendor.Tasks.ShouldHaveSingleItem();
        submitted.TaskId.ShouldBe(task.Id);
        submitted.Account.ShouldBe("default");
        submitted.VendorRequestId.ShouldBe(task.RequestId);
        var submission = await submitter.InStateAsync(command.GenerationId, SubmissionState.Submitted);
        submission.Attempt!.Id.ShouldBe(submitted.AttemptId);
        submission.Attempt.RequestHash.ShouldBe(command.RequestHash);
        (await submitter.QuotaAsync()).Slots.ShouldContainKey(command.GenerationId);
    }

    [Fact]
    public async Task The_same_command_again_gives_the_same_answer_and_no_second_post()
    {
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        var first = await submitter.SubmittedAsync(command.GenerationId);

        await submitter.HandleAsync(command);

        await Eventually.UntilAsync(
            () => submitter.Published<GenerationSubmitted>(command.GenerationId, message => message.GenerationId).Count == 2, "the answer again");
        submitter.Published<GenerationSubmitted>(command.GenerationId, message => message.GenerationId).ShouldAllBe(answer => answer == first);
        vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Only_as_many_run_as_there_are_slots_and_the_next_starts_when_a_task_ends()
    {
        var ids = await submitter.EnterAsync(7);
        await Eventually.UntilAsync(() => vendor.Tasks.Count == 5, "five tasks");
        var first = await submitter.SubmittedAsync(ids[0]);
        (await submitter.QuotaAsync()).Slots.Count.ShouldBe(5);

        await submitter.EndTaskAsync(first);

        await submitter.SubmittedAsync(ids[5]);
        vendor.Tasks.Count.ShouldBe(6);
        await submitter.InStateAsync(ids[0], SubmissionState.Ended);
        (await submitter.InStateAsync(ids[6], SubmissionState.Waiting)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_task_that_ends_twice_frees_one_slot()
    {
        var ids = await submitter.EnterAsync(8);
        var first = await submitter.SubmittedAsync(ids[0]);

        await submitter.EndTaskAsync(first);
        await submitter.EndTaskAsync(first);

        await submitter.SubmittedAsync(ids[5]);
        (await submitter.QuotaAsync()).Slots.Count.ShouldBe(5);
        vendor.Tasks.Count.ShouldBe(6);
    }

    [Fact]
    public async Task A_refused_request_ends_and_frees_its_slot()
    {
        vendor.Surprises.Enqueue(StubVendor.Error(400, "InvalidParameter"));
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);

        await submitter.InStateAsync(command.GenerationId, SubmissionState.Refused);

        await Eventually.UntilAsync(
            () => submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId).Count == 1, "told");
        submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId)[0].Error.VendorCode.ShouldBe("InvalidParameter");
        (await submitter.QuotaAsync()).Slots.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Throttling.RateQuota")]
    [InlineData("Throttling.BurstRate")]
    public async Task A_throttled_post_goes_back_to_the_line_and_is_posted_again(string code)
    {
        vendor.Surprises.Enqueue(StubVendor.Error(429, code));
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);

        await submitter.SubmittedAsync(command.GenerationId);

        vendor.Posts.Count.ShouldBe(2);
        var submission = await submitter.InStateAsync(command.GenerationId, SubmissionState.Submitted);
        submission.Attempts.Select(attempt => attempt.Outcome).ShouldBe(
            [code == "Throttling.RateQuota" ? "throttled_rate" : "throttled_burst", "accepted"]);
        (await submitter.QuotaAsync()).Slots.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Withdrawn_before_its_turn_it_is_never_posted()
    {
        var ids = await submitter.EnterAsync(6);
        await Eventually.UntilAsync(() => vendor.Tasks.Count == 5, "five tasks");

        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = ids[5] });

        await submitter.InStateAsync(ids[5], SubmissionState.Withdrawn);
        await Eventually.UntilAsync(
            () => submitter.Published<SubmissionWithdrawn>(ids[5], message => message.GenerationId).Count == 1, "told");
        await submitter.EndTaskAsync(await submitter.SubmittedAsync(ids[0]));
        (await submitter.QuotaAsync()).Slots.Count.ShouldBe(4);
        vendor.Posts.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Withdrawn_before_the_command_to_submit_it_has_come_it_is_never_posted()
    {
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId });

        await submitter.HandleAsync(command);

        submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).Count.ShouldBe(2);
        vendor.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Withdrawn_after_it_was_submitted_the_answer_is_that_it_is_submitted()
    {
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.SubmittedAsync(command.GenerationId);

        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId });

        submitter.Published<GenerationSubmitted>(command.GenerationId, message => message.GenerationId).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_model_that_no_account_runs_is_refused()
    {
        await using var other = await SubmitterUnderTest.StartAsync(
            null, vendor.BaseUrl, ("Accounts:0:Models:0", "wan2.6-r2v"));
        var command = SubmitterUnderTest.Command();

        await other.HandleAsync(command);

        var refused = other.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId).ShouldHaveSingleItem();
        refused.Error.Code.ShouldBe("no_account");
    }

    [Fact]
    public async Task The_line_says_who_is_next_and_when()
    {
        var ids = await submitter.EnterAsync(7);
        await Eventually.UntilAsync(() => vendor.Tasks.Count == 5, "five tasks");
        using var http = new HttpClient { BaseAddress = submitter.Address };

        var place = await http.GetFromJsonAsync<QueuePlace>($"/v1/queue/{ids[6]}");
        var inCapitals = await http.GetFromJsonAsync<QueuePlace>($"/v1/queue/{ids[6].ToUpperInvariant()}");
        using var running = await http.GetAsync($"/v1/queue/{ids[0]}");

        place!.Position.ShouldBe(2);
        (place.Ahead, place.Running, place.Slots, place.Reason).ShouldBe((1, 5, 5, "slots"));
        inCapitals!.Position.ShouldBe(2);
        place.EstimatedStart.ShouldNotBeNull().ShouldBeGreaterThan(DateTimeOffset.UtcNow);
        running.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_submission_that_nothing_is_heard_of_is_announced_again()
    {
        await using var impatient = await SubmitterUnderTest.StartAsync(
            null, vendor.BaseUrl, ("Submitter:SilentAfter", "00:00:00.3"));
        var command = SubmitterUnderTest.Command();

        await impatient.HandleAsync(command);

        await Eventually.UntilAsync(
            () => impatient.Published<GenerationSubmitted>(command.GenerationId, message => message.GenerationId).Count >= 3, "announced again");
        vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_waits_for_the_post_on_the_wire_and_saves_its_answer()
    {
        var answer = new TaskCompletionSource();
        vendor.Gate = answer.Task;
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => vendor.Posts.Count == 1, "the POST");

        var stop = submitter.StopAsync();
        stop.IsCompleted.ShouldBeFalse();
        answer.SetResult();
        await stop;

        await using var stored = SubmitterUnderTest.Stored(folder);
        var submission = await stored.GetRequiredService<IDocuments<Submission>>().FindAsync(command.GenerationId);
        (submission!.State, submission.Task!.TaskId).ShouldBe((SubmissionState.Submitted, vendor.Tasks.Single().Id));
    }
}
