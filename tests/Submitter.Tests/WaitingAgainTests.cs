using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Tests;

/// <summary>Tasks that show, or are named, while their generation waits to be POSTed again: it is paid once.</summary>
public sealed class WaitingAgainTests : SubmitterTest
{
    [Fact]
    public async Task The_task_of_one_that_waits_to_be_sent_again_is_used_and_nothing_sent()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain); // Only what is sent after it proves anything.
        var late = Vendor.Tasks.Single();
        await submitter.SubmitAnotherAsync();
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting);
        late.Listed = late.Succeeded = true;

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(late.Id);
        await submitter.HandleAsync(SubmitterUnderTest.Room(true));
        await submitter.SubmitAnotherAsync();
        Vendor.Tasks.Count(task => task.Prompt == late.Prompt).ShouldBe(1);
    }

    [Fact]
    public async Task The_task_of_one_that_waits_to_be_sent_again_is_not_taken_for_anothers_with_the_same_prompt()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset);
        var (first, other) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(first);
        await submitter.InStateAsync(first.GenerationId, SubmissionState.Uncertain); // Only what is sent after it proves anything.
        var late = Vendor.Tasks.Single();
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
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task One_that_was_withdrawn_while_uncertain_is_not_sent_again()
    {
        await using var submitter = await StartAsync(("Submitter:SilentAfter", "00:00:01")); // A look that the withdrawal overtook is had again then.
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId });
        await submitter.SubmitAnotherAsync();

        await submitter.InStateAsync(command.GenerationId, SubmissionState.Withdrawn);
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_task_that_shows_while_it_waits_to_be_sent_again_on_a_persons_word_is_used()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01"));
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.OnHoldAsync(command.GenerationId);
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "resubmit" });
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting);

        Vendor.Tasks.Single().Succeeded = Vendor.ListWorks = true;

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.Single().Id);
        Vendor.Posts.Count.ShouldBe(1);
    }
}
