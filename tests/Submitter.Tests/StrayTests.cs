using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>No task on an account goes unseen: those of our requests are told with their cost, those of others are counted.</summary>
public sealed class StrayTests : SubmitterTest
{
    [Fact]
    public async Task A_second_task_of_a_generations_request_is_told_with_what_it_costs()
    {
        await using var submitter = await StartAsync();
        var own = await submitter.SubmitAnotherAsync();
        var second = Vendor.AddForeign($"A cat named {own.GenerationId}", DateTimeOffset.UtcNow);
        second.Succeeded = true;

        var found = await OrphanAsync(submitter, second.Id);

        (found.GenerationId, found.Account, found.EndedAs, found.Usage!.Duration).ShouldBe((own.GenerationId, "default", "SUCCEEDED", 5m));
        (await submitter.Submissions.FindAsync(own.GenerationId))!.Orphans.ShouldHaveSingleItem().TaskId.ShouldBe(second.Id);
    }

    [Fact]
    public async Task It_is_told_though_its_generation_has_ended()
    {
        await using var submitter = await StartAsync();
        var own = await submitter.SubmitAnotherAsync();
        await submitter.EndTaskAsync(own);
        await submitter.InStateAsync(own.GenerationId, SubmissionState.Ended);
        var second = Vendor.AddForeign($"A cat named {own.GenerationId}", DateTimeOffset.UtcNow);
        second.Succeeded = true;

        (await OrphanAsync(submitter, second.Id)).GenerationId.ShouldBe(own.GenerationId);
    }

    [Fact]
    public async Task One_that_the_list_shows_before_a_query_knows_it_is_told_in_the_end()
    {
        await using var submitter = await StartAsync();
        var own = await submitter.SubmitAnotherAsync();
        var second = Vendor.AddForeign($"A cat named {own.GenerationId}", DateTimeOffset.UtcNow);
        second.Succeeded = second.Unknown = true;
        await Eventually.UntilAsync(async () => (await BookAsync(submitter))?.Tasks.GetValueOrDefault(second.Id) is { Looks: > 0 }, "it was asked for");
        second.Unknown = false;

        (await OrphanAsync(submitter, second.Id)).GenerationId.ShouldBe(own.GenerationId);
    }

    [Fact]
    public async Task A_task_that_the_list_shows_hours_late_is_told_all_the_same()
    {
        await using var submitter = await StartAsync();
        var (id, at) = (Guid.CreateVersion7().ToString(), DateTimeOffset.UtcNow.AddHours(-5));
        (await submitter.Submissions.InsertAsync(new Submission
        {
            Id = id,
            CreatedAt = at,
            State = SubmissionState.Ended,
            Model = SubmitterUnderTest.Model,
            RequestHash = "r",
            PromptSha256 = TaskIdentity.Fingerprint("A cat of this morning"),
            Tenant = "default",
            Rank = 1,
            Attempts = [new Attempt { Id = "absent", Account = "default", RequestHash = "r", SendAt = at, EndedAt = at, Outcome = Attempt.Absent }],
        })).ShouldBeTrue();
        var hidden = Vendor.AddForeign("A cat of this morning", at);
        hidden.Succeeded = true;

        (await OrphanAsync(submitter, hidden.Id)).GenerationId.ShouldBe(id);
    }

    [Fact]
    public async Task Other_programs_tasks_are_counted_and_nobody_is_alarmed()
    {
        using var meter = new MeterListener();
        var counted = new ConcurrentQueue<string>();
        meter.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "wan.submitter.foreign_tasks")
                listener.EnableMeasurementEvents(instrument);
        };
        meter.SetMeasurementEventCallback<long>((_, count, tags, _) => counted.Enqueue($"{count} {string.Join(' ', tags.ToArray().Select(tag => tag.Value))}"));
        meter.Start();
        await using var submitter = await StartAsync();
        var own = await submitter.SubmitAnotherAsync();
        var foreign = Vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow, model: "of-another");
        var running = Vendor.AddForeign("Another dog", DateTimeOffset.UtcNow);
        foreign.Succeeded = true;

        await Eventually.UntilAsync(async () => (await BookAsync(submitter))?.Foreign.Values.Any(ids => ids.Contains(foreign.Id)) == true, "the foreign task known");

        var book = (await BookAsync(submitter))!;
        book.Tasks.ShouldNotContainKey(foreign.Id);
        book.Tasks[running.Id].LookAt.ShouldNotBeNull();
        // A list that is read between the POST's answer and its being stored shows it too, until the next one.
        await Eventually.UntilAsync(async () => (await BookAsync(submitter))?.Tasks.ContainsKey(own.TaskId) == false, "no doubt about the own task");
        counted.Where(count => count.EndsWith("of-another", StringComparison.Ordinal)).ShouldBe(["1 default of-another"]);
        submitter.Recorder.Published.OfType<OrphanTaskFound>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_is_named_after_its_generation_has_got_another_is_told_at_once_and_again_when_it_has_ended()
    {
        await using var submitter = await StartAsync();
        var answer = AnswerLate();
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "the first task");
        var first = Vendor.Tasks.Single();

        // As if its sender had been taken for dead, and the repair had found another task.
        var other = Vendor.AddForeign($"A cat named {command.GenerationId}", DateTimeOffset.UtcNow);
        await Eventually.UntilAsync(
            async () =>
            {
                var submission = (await submitter.Submissions.FindAsync(command.GenerationId))!;
                submission.Accept(new VendorTask(other.Id, "default", "none", null, DateTimeOffset.UtcNow, TaskFoundBy.Prompt), DateTimeOffset.UtcNow.AddMinutes(1));
                return await submitter.Submissions.ReplaceAsync(submission);
            },
            "another task");
        answer.SetResult();

        (await OrphanAsync(submitter, first.Id, ended: false)).GenerationId.ShouldBe(command.GenerationId);
        first.Succeeded = true;
        (await OrphanAsync(submitter, first.Id)).Usage!.Duration.ShouldBe(5m);
    }

    private static Task<OrphanTaskFound> OrphanAsync(SubmitterUnderTest submitter, string taskId, bool ended = true) => Eventually.FindAsync(
        () => Task.FromResult(submitter.Recorder.Published.OfType<OrphanTaskFound>()
            .FirstOrDefault(message => message.TaskId == taskId && message.EndedAs is not null == ended)),
        $"task {taskId} told to be an orphan");

    private static Task<StrayBook?> BookAsync(SubmitterUnderTest submitter) =>
        submitter.Service<IDocuments<StrayBook>>().FindAsync("default");
}
