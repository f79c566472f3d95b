using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>Clocks, people and answers that are a little wrong, while a POST is in doubt: still one task for each generation, and its own.</summary>
public sealed class MistakenTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder folder = new();
    private StubVendor vendor = null!;

    public async Task InitializeAsync() => vendor = await StubVendor.StartAsync();

    async Task IAsyncLifetime.DisposeAsync() => await vendor.DisposeAsync();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(-0.3)]
    [InlineData(-3)]
    [InlineData(3)]
    public async Task A_witness_of_a_replica_whose_clock_is_a_little_off_does_not_hide_the_task(double seconds)
    {
        await using var one = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await one.HandleAsync(command);
        await one.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var task = vendor.Tasks.Single();
        var now = DateTimeOffset.UtcNow;
        var witness = Witness(now.AddSeconds(seconds));
        (await one.Submissions.InsertAsync(witness)).ShouldBeTrue();
        vendor.Tasks.Enqueue(new StubTask(witness.Task!.TaskId, "r", SubmitterUnderTest.Model, "Another", "sk-one", now));

        await one.LookedAtAsync(command.GenerationId, 6);

        vendor.Posts.Count.ShouldBe(1, "the task is listed and runs");
        task.Succeeded = true;
        (await one.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(task.Id);
    }

    [Fact]
    public async Task A_running_task_that_a_person_gave_to_another_is_not_paid_again()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Surprises.Enqueue(StubVendor.Reset);
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var (wrong, right) = (SubmitterUnderTest.Command(), SubmitterUnderTest.Command());
        await submitter.HandleAsync(wrong);
        await submitter.InStateAsync(wrong.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(right);
        await submitter.InStateAsync(right.GenerationId, SubmissionState.Uncertain);
        var task = vendor.Tasks.Single();

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = wrong.GenerationId, Decision = "adopt", TaskId = task.Id });
        var mistaken = await submitter.SubmittedAsync(wrong.GenerationId);
        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(right.GenerationId, 6);
        task.Succeeded = true;
        await submitter.EndTaskAsync(mistaken, task.Prompt);

        (await submitter.SubmittedAsync(right.GenerationId)).TaskId.ShouldBe(task.Id);
        vendor.Tasks.Count(each => each.Prompt == task.Prompt).ShouldBe(1);
    }

    [Fact]
    public async Task The_task_of_one_that_waits_to_be_sent_again_is_used_and_nothing_sent()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => vendor.Tasks.Count == 1, "the task");
        var late = vendor.Tasks.Single();
        await submitter.SubmitAnotherAsync();
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting);
        late.Listed = late.Succeeded = true;

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(late.Id);
        await submitter.HandleAsync(SubmitterUnderTest.Room(true));
        await submitter.SubmitAnotherAsync();
        vendor.Tasks.Count(task => task.Prompt == late.Prompt).ShouldBe(1);
    }

    [Fact]
    public async Task The_task_of_one_that_waits_to_be_sent_again_is_not_taken_for_anothers_with_the_same_prompt()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset);
        var (first, other) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(first);
        await Eventually.UntilAsync(() => vendor.Tasks.Count == 1, "the task");
        var late = vendor.Tasks.Single();
        await submitter.SubmitAnotherAsync();
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        await submitter.InStateAsync(first.GenerationId, SubmissionState.Waiting);

        // Sent at about the same time, by a replica that died then.
        var now = DateTimeOffset.UtcNow;
        (await submitter.Submissions.InsertAsync(new Submission
        {
            Id = other.GenerationId,
            CreatedAt = late.CreatedAt,
            DueAt = now,
            State = SubmissionState.Uncertain,
            Model = other.Model,
            Body = other.Body,
            RequestHash = other.RequestHash,
            PromptSha256 = TaskIdentity.Fingerprint("A cat"),
            Expected = other.Expected,
            Tenant = "default",
            Rank = 2,
            Attempts = [new Attempt { Id = "o", Account = "default", RequestHash = other.RequestHash, SendAt = late.CreatedAt, NotAfter = late.CreatedAt, EndedAt = now }],
        })).ShouldBeTrue();
        late.Listed = late.Succeeded = true;
        await submitter.LookedAtAsync(other.GenerationId, 6);

        (await submitter.Submissions.FindAsync(other.GenerationId))!.Task.ShouldBeNull();
        (await submitter.Submissions.FindAsync(first.GenerationId))!.Task.ShouldBeNull();
        vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task An_empty_request_id_is_no_proof()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Tasks.Enqueue(new StubTask(Guid.NewGuid().ToString(), "", SubmitterUnderTest.Model, "A dog", "sk-other", DateTimeOffset.UtcNow.AddSeconds(-200)));
        vendor.Surprises.Enqueue((context, _, _) =>
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
    public async Task One_that_was_withdrawn_while_uncertain_is_not_sent_again()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId });
        await submitter.SubmitAnotherAsync();

        await submitter.InStateAsync(command.GenerationId, SubmissionState.Withdrawn);
        vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task The_task_of_one_that_a_person_gave_up_is_not_taken_for_anothers_with_the_same_prompt()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, ("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        vendor.Surprises.Enqueue(StubVendor.Reset);
        var (givenUp, other) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(givenUp);
        await submitter.InStateAsync(givenUp.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(other);
        await submitter.InStateAsync(other.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = givenUp.GenerationId, Decision = "fail" });
        vendor.Tasks.Single().Succeeded = true;

        var held = await submitter.OnHoldAsync(other.GenerationId);

        held.Error.Message.ShouldContain("a POST of another generation");
        (await submitter.Submissions.FindAsync(other.GenerationId))!.Task.ShouldBeNull();
    }

    [Fact]
    public async Task The_task_of_one_that_a_person_gave_another_task_is_not_taken_for_anothers_with_the_same_prompt()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, ("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        vendor.Surprises.Enqueue(StubVendor.Reset);
        var (named, other) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(named);
        await submitter.InStateAsync(named.GenerationId, SubmissionState.Uncertain);
        var own = vendor.Tasks.Single();
        var foreign = vendor.AddForeign("A cat", DateTimeOffset.UtcNow);
        await submitter.HandleAsync(other);
        await submitter.InStateAsync(other.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = named.GenerationId, Decision = "adopt", TaskId = foreign.Id });
        await submitter.InStateAsync(named.GenerationId, SubmissionState.Submitted);
        own.Succeeded = true;

        var held = await submitter.OnHoldAsync(other.GenerationId);

        held.Error.Message.ShouldContain("a POST of another generation");
        (await submitter.Submissions.FindAsync(other.GenerationId))!.Task.ShouldBeNull();
    }

    [Fact]
    public async Task The_orphan_of_one_that_has_ended_is_not_taken_for_anothers_with_the_same_prompt()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        var ended = SubmitterUnderTest.Command(prompt: "A cat");
        await submitter.HandleAsync(ended);
        await submitter.EndTaskAsync(await submitter.SubmittedAsync(ended.GenerationId));
        await submitter.InStateAsync(ended.GenerationId, SubmissionState.Ended);
        vendor.AddForeign("A cat", DateTimeOffset.UtcNow).Succeeded = true;
        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(ended.GenerationId))!.Orphans.Count == 1, "its orphan known");
        vendor.Surprises.Enqueue(StubVendor.Reset);
        var other = SubmitterUnderTest.Command(prompt: "A cat");
        await submitter.HandleAsync(other);
        await submitter.InStateAsync(other.GenerationId, SubmissionState.Uncertain);

        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(other.GenerationId, 6);

        (await submitter.Submissions.FindAsync(other.GenerationId))!.Task.ShouldBeNull();
        vendor.Posts.Count.ShouldBe(3, "it may be its own all the same");
    }

    [Fact]
    public async Task Its_own_task_of_another_length_is_not_paid_again_and_a_person_may_use_it()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, ("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        vendor.Surprises.Enqueue((context, stub, body) =>
        {
            var made = stub.Accept(context, body);
            made.Seconds = 10; // 5 were asked for.
            made.Succeeded = true;
            context.Abort();
            return Task.CompletedTask;
        });
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => vendor.Tasks.Count == 1, "the task");
        var own = vendor.Tasks.Single();
        await submitter.SubmitAnotherAsync();
        await submitter.OnHoldAsync(command.GenerationId);
        await submitter.LookedAtAsync(command.GenerationId, 4);
        vendor.Posts.Count.ShouldBe(2);

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = own.Id });

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(own.Id);
    }

    [Fact]
    public async Task Where_the_vendor_tells_other_prompts_than_it_got_none_proves_that_a_task_is_anothers()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Tells = prompt => $"{prompt}, normalised";
        var first = await submitter.SubmitAnotherAsync();
        await submitter.EndTaskAsync(first, vendor.Tells(vendor.Tasks.Single().Prompt));
        await submitter.InStateAsync(first.GenerationId, SubmissionState.Ended);
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        vendor.Tasks.Last().Succeeded = true;
        await submitter.SubmitAnotherAsync();

        await submitter.LookedAtAsync(command.GenerationId, 6);

        vendor.Posts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Its_own_task_is_no_orphan_of_a_later_one_with_the_same_prompt_while_a_person_is_mistaken()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var (command, later) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var own = vendor.Tasks.Single();
        var foreign = vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = foreign.Id });
        await submitter.SubmittedAsync(command.GenerationId);
        await submitter.HandleAsync(later);
        await submitter.SubmittedAsync(later.GenerationId);
        own.Succeeded = true;

        await Eventually.UntilAsync(
            async () => (await submitter.Submissions.FindAsync(command.GenerationId))!.Task?.TaskId == own.Id, "its own task used");
        (await submitter.Submissions.FindAsync(later.GenerationId))!.Orphans.ShouldBeEmpty();
        vendor.Tasks.Count(task => task.Prompt == "A cat").ShouldBe(2);
    }

    [Fact]
    public async Task One_whose_task_a_person_gave_to_another_holds_up_nobody_behind_it()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, ("Submitter:SilentAfter", "00:00:00.5"));
        vendor.ListWorks = false;
        vendor.Surprises.Enqueue(StubVendor.Reset);
        vendor.Surprises.Enqueue((context, stub, body) =>
        {
            var made = stub.Accept(context, body);
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($$"""{"code":"InternalError","message":"Oh.","request_id":"{{made.RequestId}}"}""");
        });
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var (wrong, right, third) = (SubmitterUnderTest.Command(), SubmitterUnderTest.Command(), SubmitterUnderTest.Command());
        foreach (var each in new[] { wrong, right, third })
        {
            await submitter.HandleAsync(each);
            await submitter.InStateAsync(each.GenerationId, SubmissionState.Uncertain);
        }

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = wrong.GenerationId, Decision = "adopt", TaskId = vendor.Tasks.First().Id });
        await submitter.SubmittedAsync(wrong.GenerationId);
        vendor.Tasks.Last().Succeeded = true; // The third one's, which tells its prompt.
        var due = DateTimeOffset.UtcNow.AddSeconds(1);
        foreach (var id in new[] { right.GenerationId, third.GenerationId })
            await Eventually.UntilAsync(async () => await IsDueAsync(submitter, id, due), "both in one sweep");
        vendor.ListWorks = true;

        (await submitter.SubmittedAsync(third.GenerationId)).TaskId.ShouldBe(vendor.Tasks.Last().Id);
    }

    [Fact]
    public async Task A_task_that_shows_while_it_waits_to_be_sent_again_on_a_persons_word_is_used()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl, ("Submitter:Repair:GiveUpAfter", "00:00:01"));
        vendor.ListWorks = false;
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.OnHoldAsync(command.GenerationId);
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "resubmit" });
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting);

        vendor.Tasks.Single().Succeeded = vendor.ListWorks = true;

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(vendor.Tasks.Single().Id);
        vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_late_answer_of_its_own_post_takes_the_place_of_what_a_person_named()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        var answer = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        vendor.Surprises.Enqueue(async (context, stub, body) =>
        {
            var task = stub.Accept(context, body, listed: false);
            await answer.Task;
            await StubVendor.AnswerAsync(context, task);
        });
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => vendor.Tasks.Count == 1, "its own task");
        var foreign = vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);

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

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(vendor.Tasks.First().Id);
    }

    [Fact]
    public async Task Two_in_doubt_with_the_same_prompt_and_other_lengths_get_each_its_own()
    {
        await using var submitter = await SubmitterUnderTest.StartAsync(folder, vendor.BaseUrl);
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var shorter = SubmitterUnderTest.Command(prompt: "A cat");
        var longer = SubmitterUnderTest.Command(prompt: "A cat");
        longer = longer with { Expected = longer.Expected! with { Duration = 10 } };
        foreach (var each in new[] { shorter, longer })
        {
            await submitter.HandleAsync(each);
            await submitter.InStateAsync(each.GenerationId, SubmissionState.Uncertain);
        }

        vendor.Tasks.Last().Seconds = 10;
        foreach (var task in vendor.Tasks)
            task.Succeeded = true;

        (await submitter.SubmittedAsync(shorter.GenerationId)).TaskId.ShouldBe(vendor.Tasks.First().Id);
        (await submitter.SubmittedAsync(longer.GenerationId)).TaskId.ShouldBe(vendor.Tasks.Last().Id);
        vendor.Posts.Count.ShouldBe(2);
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
