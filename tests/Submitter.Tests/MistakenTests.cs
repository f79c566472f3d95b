using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>Clocks, people and answers that are a little wrong, while a POST is in doubt: still one task for each generation, and its own.</summary>
public sealed class MistakenTests : SubmitterTest
{
    [Theory]
    [InlineData(-0.3)]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_witness_of_a_replica_whose_clock_is_a_little_off_does_not_hide_the_task(double seconds)
    {
        await using var one = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await one.HandleAsync(command);
        await one.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var task = Vendor.Tasks.Single();
        var now = DateTimeOffset.UtcNow;
        var witness = Witness(now.AddSeconds(seconds));
        (await one.Submissions.InsertAsync(witness)).ShouldBeTrue();
        Vendor.Tasks.Enqueue(new StubTask(witness.Task!.TaskId, "r", SubmitterUnderTest.Model, "Another", "sk-one", now));

        await one.LookedAtAsync(command.GenerationId, 6);

        Vendor.Posts.Count.ShouldBe(1, "the task is listed and runs");
        task.Succeeded = true;
        (await one.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(task.Id);
    }

    [Fact]
    public async Task A_running_task_that_a_person_gave_to_another_is_not_paid_again()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var (wrong, right) = (SubmitterUnderTest.Command(), SubmitterUnderTest.Command());
        await submitter.HandleAsync(wrong);
        await submitter.InStateAsync(wrong.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(right);
        await submitter.InStateAsync(right.GenerationId, SubmissionState.Uncertain);
        var task = Vendor.Tasks.Single();

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = wrong.GenerationId, Decision = "adopt", TaskId = task.Id });
        var mistaken = await submitter.SubmittedAsync(wrong.GenerationId);
        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(right.GenerationId, 6);
        task.Succeeded = true;
        await submitter.EndTaskAsync(mistaken, task.Prompt);

        (await submitter.SubmittedAsync(right.GenerationId)).TaskId.ShouldBe(task.Id);
        Vendor.Tasks.Count(each => each.Prompt == task.Prompt).ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_request_id_is_no_proof()
    {
        await using var submitter = await StartAsync();
        Vendor.Tasks.Enqueue(new StubTask(Guid.NewGuid().ToString(), "", SubmitterUnderTest.Model, "A dog", "sk-other", DateTimeOffset.UtcNow.AddSeconds(-200)));
        Vendor.Surprises.Enqueue((context, _, _) =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync("""{"code":"InternalError","message":"Oh.","request_id":""}""");
        });
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);

        await submitter.LookedAtAsync(command.GenerationId, 2);

        (await submitter.Submissions.FindAsync(command.GenerationId))!.Task.ShouldBeNull();
    }

    [Fact]
    public async Task Its_own_task_of_another_length_is_not_paid_again_and_a_person_may_use_it()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        Vendor.Surprises.Enqueue((context, stub, body) =>
        {
            var made = stub.Accept(context, body);
            made.Seconds = 10; // 5 were asked for.
            made.Succeeded = true;
            context.Abort();
            return Task.CompletedTask;
        });
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain); // Only what is sent after it proves anything.
        var own = Vendor.Tasks.Single();
        await submitter.SubmitAnotherAsync();
        await submitter.OnHoldAsync(command.GenerationId);
        await submitter.LookedAtAsync(command.GenerationId, 4);
        Vendor.Posts.Count.ShouldBe(2);

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = own.Id });

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(own.Id);
    }

    [Fact]
    public async Task Where_the_vendor_tells_other_prompts_than_it_got_none_proves_that_a_task_is_anothers()
    {
        await using var submitter = await StartAsync();
        Vendor.Tells = prompt => $"{prompt}, normalised";
        var first = await submitter.SubmitAnotherAsync();
        await submitter.EndTaskAsync(first, Vendor.Tells(Vendor.Tasks.Single().Prompt));
        await submitter.InStateAsync(first.GenerationId, SubmissionState.Ended);
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        Vendor.Tasks.Last().Succeeded = true;
        await submitter.SubmitAnotherAsync();

        await submitter.LookedAtAsync(command.GenerationId, 6);

        Vendor.Posts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task One_whose_task_a_person_gave_to_another_holds_up_nobody_behind_it()
    {
        await using var submitter = await StartAsync(("Submitter:SilentAfter", "00:00:00.5"));
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        Vendor.Surprises.Enqueue((context, stub, body) =>
        {
            var made = stub.Accept(context, body);
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($$"""{"code":"InternalError","message":"Oh.","request_id":"{{made.RequestId}}"}""");
        });
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var (wrong, right, third) = (SubmitterUnderTest.Command(), SubmitterUnderTest.Command(), SubmitterUnderTest.Command());
        foreach (var each in new[] { wrong, right, third })
        {
            await submitter.HandleAsync(each);
            await submitter.InStateAsync(each.GenerationId, SubmissionState.Uncertain);
        }

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = wrong.GenerationId, Decision = "adopt", TaskId = Vendor.Tasks.First().Id });
        await submitter.SubmittedAsync(wrong.GenerationId);
        Vendor.Tasks.Last().Succeeded = true; // The third one's, which tells its prompt.
        var due = DateTimeOffset.UtcNow.AddSeconds(1);
        foreach (var id in new[] { right.GenerationId, third.GenerationId })
            await Eventually.UntilAsync(async () => await IsDueAsync(submitter, id, due), "both in one sweep");
        Vendor.ListWorks = true;

        (await submitter.SubmittedAsync(third.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.Last().Id);
    }

    [Fact]
    public async Task The_late_answer_of_its_own_post_takes_the_place_of_what_a_person_named()
    {
        await using var submitter = await StartAsync();
        var answer = AnswerLate();
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "its own task");
        var foreign = Vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);

        // As if its sender had been taken for dead, and a person had named another task.
        await Eventually.UntilAsync(
            async () =>
            {
                var submission = (await submitter.Submissions.FindAsync(command.GenerationId))!;
                submission.Accept(new VendorTask(foreign.Id, "default", submission.Attempt!.Id, null, DateTimeOffset.UtcNow, TaskFoundBy.Operator), DateTimeOffset.UtcNow.AddMinutes(1));
                return await submitter.Submissions.ReplaceAsync(submission);
            },
            "another task");
        answer.SetResult();

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.First().Id);
    }

    private static async Task<bool> IsDueAsync(SubmitterUnderTest submitter, string id, DateTimeOffset at)
    {
        var submission = (await submitter.Submissions.FindAsync(id))!;
        submission.DueAt = at;
        return await submitter.Submissions.ReplaceAsync(submission);
    }

    // Another of ours, as a replica with that clock has written it: sent, and answered at once.
    private static Submission Witness(DateTimeOffset at) => new()
    {
        Id = Guid.CreateVersion7().ToString(),
        CreatedAt = at,
        State = SubmissionState.Ended,
        Model = SubmitterUnderTest.Model,
        RequestHash = "another",
        Tenant = "default",
        Rank = 1,
        Attempts = [new Attempt { Id = "w", Account = "default", RequestHash = "another", SendAt = at, NotAfter = at, EndedAt = at.AddMilliseconds(5), Outcome = Attempt.Accepted }],
        Task = new VendorTask(Guid.NewGuid().ToString(), "default", "w", "r", at),
    };
}
