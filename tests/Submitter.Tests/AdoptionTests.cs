using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Submitter.Tests;

/// <summary>A task that a person names is asked for before it is believed, and compared once more when it has ended: an id is easily mistyped.</summary>
public sealed class AdoptionTests : IAsyncLifetime, IDisposable
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

    [Fact]
    public async Task An_id_that_the_vendor_does_not_know_is_refused_and_the_right_one_taken_then()
    {
        var (id, task) = await LoseAnswerAsync();

        (await ResolveAsync(id, "mistyped")).Error.Code.ShouldBe("task_unknown");
        (await submitter.InStateAsync(id, SubmissionState.Uncertain)).Task.ShouldBeNull();
        await AdoptAsync(id, task);

        (await submitter.SubmittedAsync(id)).FoundBy.ShouldBe("operator");
        vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_finished_task_of_another_request_is_refused()
    {
        var (id, _) = await LoseAnswerAsync();
        var foreign = vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);
        foreign.Succeeded = true;

        (await ResolveAsync(id, foreign.Id)).Error.Code.ShouldBe("task_of_another");
    }

    [Fact]
    public async Task A_vendor_that_can_not_be_asked_is_no_word_for_a_task()
    {
        var (id, task) = await LoseAnswerAsync();
        await vendor.DisposeAsync();

        (await ResolveAsync(id, task.Id)).Error.Code.ShouldBe("task_not_asked");
    }

    [Fact]
    public async Task A_running_task_that_turns_out_to_be_another_requests_is_given_back()
    {
        var (id, _) = await LoseAnswerAsync();
        var foreign = vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);
        await AdoptAsync(id, foreign);
        var submitted = await submitter.SubmittedAsync(id);

        await submitter.EndTaskAsync(submitted, foreign.Prompt);

        (await UncertainAsync(id, "task_of_another")).NeedsOperator.ShouldBe(true);
        (await submitter.InStateAsync(id, SubmissionState.Uncertain)).Task.ShouldBeNull();
    }

    [Fact]
    public async Task A_named_task_that_makes_no_video_is_given_back_and_its_own_is_used()
    {
        var (id, task) = await LoseAnswerAsync();
        var foreign = vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);
        await AdoptAsync(id, foreign);
        var mistaken = await submitter.SubmittedAsync(id);

        await submitter.HandleAsync(new RenderingFailed
        {
            GenerationId = id,
            Account = mistaken.Account,
            Model = mistaken.Model,
            TaskId = foreign.Id,
            Reason = "failed",
            Error = new GenerationError { Code = "rendering_failed", Message = "The size is not match." },
            SeenAt = DateTimeOffset.UtcNow,
        });
        await submitter.InStateAsync(id, SubmissionState.Uncertain);
        task.Succeeded = vendor.ListWorks = true;

        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(id))!.Task?.TaskId == task.Id, "its own task");
    }

    [Fact]
    public async Task One_that_was_given_up_can_be_sent_again_after_a_mistake()
    {
        var (id, _) = await LoseAnswerAsync();
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id, Decision = "fail" });
        await submitter.InStateAsync(id, SubmissionState.Refused);
        var foreign = vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);
        await AdoptAsync(id, foreign);
        await submitter.EndTaskAsync(await submitter.SubmittedAsync(id), foreign.Prompt);
        await submitter.InStateAsync(id, SubmissionState.Uncertain);

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id, Decision = "resubmit" });

        await Eventually.UntilAsync(() => vendor.Posts.Count == 2, "the second POST");
        await submitter.InStateAsync(id, SubmissionState.Submitted);
    }

    [Fact]
    public async Task One_that_was_given_up_may_still_be_given_its_task()
    {
        var (id, task) = await LoseAnswerAsync();
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id, Decision = "fail" });
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id, Decision = "adopt", TaskId = "mistyped" });
        submitter.Published<SubmissionRefused>(id, message => message.GenerationId).ShouldContain(message => message.Error.Code == "task_unknown");

        await AdoptAsync(id, task);

        (await submitter.SubmittedAsync(id)).TaskId.ShouldBe(task.Id);
        vendor.Posts.Count.ShouldBe(1);
    }

    // The vendor has made a task, and its list does not say so.
    private async Task<(string GenerationId, StubTask Task)> LoseAnswerAsync()
    {
        vendor.ListWorks = false;
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        return (command.GenerationId, vendor.Tasks.Single());
    }

    private Task AdoptAsync(string generationId, StubTask task) =>
        submitter.HandleAsync(new ResolveSubmission { GenerationId = generationId, Decision = "adopt", TaskId = task.Id });

    private async Task<SubmissionUncertain> ResolveAsync(string generationId, string taskId)
    {
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = generationId, Decision = "adopt", TaskId = taskId });
        return await UncertainAsync(generationId, "task_");
    }

    private Task<SubmissionUncertain> UncertainAsync(string generationId, string code) => Eventually.FindAsync(
        () => Task.FromResult(submitter.Published<SubmissionUncertain>(generationId, message => message.GenerationId)
            .FirstOrDefault(message => message.Error.Code.StartsWith(code, StringComparison.Ordinal))),
        $"{generationId} uncertain because of {code}");
}
