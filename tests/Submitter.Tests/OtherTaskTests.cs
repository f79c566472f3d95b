using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>Tasks that are paid for a generation beside the one that it has, and tasks that a person has given to the wrong one.</summary>
public sealed class OtherTaskTests : SubmitterTest
{
    [Fact]
    public async Task A_task_whose_request_id_is_anothers_is_taken_from_the_one_that_a_person_gave_it()
    {
        await using var submitter = await StartAsync();
        var (mistaken, owner) = await MistakenAsync(submitter);
        var task = Vendor.Tasks.Single();

        Vendor.ListWorks = true;

        (await submitter.SubmittedAsync(owner)).TaskId.ShouldBe(task.Id);
        var submission = await submitter.InStateAsync(mistaken, SubmissionState.Uncertain);
        (submission.Task, submission.NeedsOperator, submission.Error!.Code).ShouldBe((null, true, "task_of_another"));
    }

    [Fact]
    public async Task One_whose_task_has_made_anothers_video_by_mistake_is_not_paid_again_without_a_persons_word()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01"));
        var (mistaken, owner) = await MistakenAsync(submitter);
        var task = Vendor.Tasks.Single();
        task.Succeeded = true;
        await submitter.EndTaskAsync(await submitter.SubmittedAsync(mistaken), task.Prompt);
        await submitter.InStateAsync(mistaken, SubmissionState.Ended);

        Vendor.ListWorks = true;
        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(owner, 6);

        (await submitter.OnHoldAsync(owner)).Error.Message.ShouldContain("by its request id");
        (await submitter.Submissions.FindAsync(owner))!.AttemptCount.ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_a_person_gave_another_goes_to_the_one_whose_answer_names_it()
    {
        await using var submitter = await StartAsync();
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        Vendor.Surprises.Enqueue(async (context, stub, body) =>
        {
            var made = stub.Accept(context, body);
            await answer.Task;
            await StubVendor.AnswerAsync(context, made);
        });
        var (mistaken, owner) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat"));
        await submitter.HandleAsync(mistaken);
        await submitter.InStateAsync(mistaken.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(owner);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "its task");
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = mistaken.GenerationId, Decision = "adopt", TaskId = Vendor.Tasks.Single().Id });
        await submitter.InStateAsync(mistaken.GenerationId, SubmissionState.Submitted);

        answer.SetResult();

        (await submitter.SubmittedAsync(owner.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.Single().Id);
        (await submitter.InStateAsync(mistaken.GenerationId, SubmissionState.Uncertain)).NeedsOperator.ShouldBeTrue();
    }

    [Fact]
    public async Task One_that_was_given_up_may_be_given_the_task_that_its_own_late_answer_named()
    {
        await using var submitter = await StartAsync();
        var answer = AnswerLate();
        var id = SubmitterUnderTest.Command();
        await submitter.HandleAsync(id);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "its own task");
        await ChangeAsync(submitter, id.GenerationId, submission => submission.Doubt( // As if its sender had been taken for dead.
            new GenerationError { Code = "submission_uncertain", Message = "Gone." }, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddMinutes(1)));
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id.GenerationId, Decision = "fail" });
        await submitter.InStateAsync(id.GenerationId, SubmissionState.Refused);
        answer.SetResult();
        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(id.GenerationId))!.Orphans.Count == 1, "the answer saved");

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id.GenerationId, Decision = "adopt", TaskId = Vendor.Tasks.Single().Id });

        var submission = await submitter.InStateAsync(id.GenerationId, SubmissionState.Submitted);
        (submission.Task!.TaskId, submission.Task.FoundBy, submission.Orphans.Count).ShouldBe((Vendor.Tasks.Single().Id, null, 0));
    }

    [Fact]
    public async Task One_that_the_vendor_refused_may_be_given_the_task_of_an_earlier_post()
    {
        await using var submitter = await StartAsync();
        var (id, late) = await WaitingAgainAsync(submitter);
        Vendor.Surprises.Enqueue(StubVendor.Error(400, "InvalidParameter"));
        await submitter.HandleAsync(SubmitterUnderTest.Room(true));
        await submitter.InStateAsync(id, SubmissionState.Refused);
        late.Listed = late.Succeeded = true;
        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(id))!.Orphans.Count == 1, "its orphan known");

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id, Decision = "adopt", TaskId = late.Id });

        var submission = await submitter.InStateAsync(id, SubmissionState.Submitted);
        (submission.Task!.TaskId, submission.Orphans.Count).ShouldBe((late.Id, 0));
    }

    [Theory]
    [InlineData("failed", true)]
    [InlineData("expired", true)]
    [InlineData("cancelled", false)]
    public async Task Where_its_task_fails_another_that_is_paid_for_it_is_used(string reason, bool isUsed)
    {
        await using var submitter = await StartAsync();
        var first = await submitter.SubmitAnotherAsync();
        var second = Vendor.AddForeign($"A cat named {first.GenerationId}", DateTimeOffset.UtcNow);
        await ChangeAsync(submitter, first.GenerationId, submission => submission.Orphans.Add( // As after a freeze: the answer to another POST came late.
            new VendorTask(second.Id, "default", "late", second.RequestId, first.SubmittedAt.AddSeconds(-1))));

        await submitter.HandleAsync(new RenderingFailed
        {
            GenerationId = first.GenerationId,
            Account = first.Account,
            Model = first.Model,
            TaskId = first.TaskId,
            Reason = reason,
            Error = new GenerationError { Code = "rendering_failed", Message = "InternalError" },
            SeenAt = DateTimeOffset.UtcNow,
        });

        var submission = (await submitter.Submissions.FindAsync(first.GenerationId))!;
        (submission.State, submission.Task!.TaskId).ShouldBe(isUsed ? (SubmissionState.Submitted, second.Id) : (SubmissionState.Ended, first.TaskId));
        if (isUsed)
            (await submitter.SubmittedAsync(first.GenerationId)).SubmittedAt.ShouldBeGreaterThan(first.SubmittedAt, "the saga takes the later of two");
    }

    [Fact]
    public async Task A_proven_task_beside_anothers_own_is_not_taken_where_nobody_has_told_of_it_yet()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01"));
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var other = SubmitterUnderTest.Command(prompt: "A cat");
        await submitter.HandleAsync(other);
        await submitter.InStateAsync(other.GenerationId, SubmissionState.Uncertain);
        var orphan = Vendor.AddForeign("A cat", DateTimeOffset.UtcNow);
        var at = DateTimeOffset.UtcNow.AddSeconds(-1);
        (await submitter.Submissions.InsertAsync(new Submission
        {
            Id = Guid.CreateVersion7().ToString(),
            CreatedAt = at,
            State = SubmissionState.Ended,
            Model = SubmitterUnderTest.Model,
            RequestHash = "other references",
            PromptSha256 = TaskIdentity.Fingerprint("A cat"),
            Tenant = "default",
            Rank = 1,
            Attempts = [Accepted("1", at), Accepted("2", at)],
            Task = new VendorTask("own", "default", "2", "r", at),
            Orphans = { new VendorTask(orphan.Id, "default", "1", orphan.RequestId, at) }, // Saved, and then the process died.
        })).ShouldBeTrue();
        orphan.Succeeded = true;
        await submitter.LookedAtAsync(other.GenerationId, 6);

        (await submitter.Submissions.FindAsync(other.GenerationId))!.Task.ShouldBeNull();
    }

    private static Attempt Accepted(string id, DateTimeOffset at) =>
        new() { Id = id, Account = "default", Host = "another host", RequestHash = "another", SendAt = at, EndedAt = at.AddMilliseconds(5), Outcome = Attempt.Accepted };

    // Two with the same prompt and other references: the POST of the first made nothing, and a person gives it the task of the second.
    private async Task<(string Mistaken, string Owner)> MistakenAsync(SubmitterUnderTest submitter)
    {
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        Vendor.Surprises.Enqueue((context, stub, body) =>
        {
            var made = stub.Accept(context, body);
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($$"""{"code":"InternalError","message":"Oh.","request_id":"{{made.RequestId}}"}""");
        });
        Vendor.ListWorks = false;
        var (mistaken, owner) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat"));
        await submitter.HandleAsync(mistaken);
        await submitter.InStateAsync(mistaken.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(owner);
        await submitter.InStateAsync(owner.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = mistaken.GenerationId, Decision = "adopt", TaskId = Vendor.Tasks.Single().Id });
        await submitter.InStateAsync(mistaken.GenerationId, SubmissionState.Submitted);
        return (mistaken.GenerationId, owner.GenerationId);
    }

    private static Task ChangeAsync(SubmitterUnderTest submitter, string generationId, Action<Submission> change) => Eventually.UntilAsync(
        async () =>
        {
            var submission = (await submitter.Submissions.FindAsync(generationId))!;
            change(submission);
            return await submitter.Submissions.ReplaceAsync(submission);
        },
        "changed");
}
