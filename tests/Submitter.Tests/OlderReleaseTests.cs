using Microsoft.AspNetCore.Http;
using Wan.Contracts;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>What an older release, or a host whose clock is ahead, has left in the documents.</summary>
public sealed class OlderReleaseTests : SubmitterTest
{
    [Fact]
    public async Task What_an_older_release_took_in_is_judged_by_its_request()
    {
        await using var submitter = await StartAsync();
        Vendor.ListWorks = false;
        var command = SubmitterUnderTest.Command();
        var now = DateTimeOffset.UtcNow;
        (await submitter.Submissions.InsertAsync(new Submission
        {
            Id = command.GenerationId,
            CreatedAt = now,
            DueAt = now,
            State = SubmissionState.Uncertain,
            Model = command.Model,
            Body = command.Body,
            RequestHash = command.RequestHash,
            Tenant = "default",
            Rank = 2,
            Error = new GenerationError { Code = "submission_uncertain", Message = "No answer." },
            Attempts = [new Attempt { Id = "o", Account = "default", RequestHash = command.RequestHash, SendAt = now, EndedAt = now }],
        })).ShouldBeTrue();
        var foreign = Vendor.AddForeign("A dog of another program", now);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = foreign.Id });
        var mistaken = await submitter.SubmittedAsync(command.GenerationId);
        foreign.Succeeded = true;

        await submitter.EndTaskAsync(mistaken, foreign.Prompt);

        (await submitter.Submissions.FindAsync(command.GenerationId))!.State.ShouldBe(SubmissionState.Uncertain, "as the saga says");
    }

    [Fact]
    public async Task A_task_that_was_made_before_on_a_host_whose_clock_is_ahead_is_no_witness()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue((context, stub, body) =>
        {
            stub.Accept(context, body, listed: false); // The list lags.
            context.Abort();
            return Task.CompletedTask;
        });
        var made = DateTimeOffset.UtcNow;
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var at = made.AddSeconds(4); // Two hosts may be 10 s apart.
        var witness = Guid.NewGuid().ToString();
        (await submitter.Submissions.InsertAsync(new Submission
        {
            Id = Guid.CreateVersion7().ToString(),
            CreatedAt = at,
            State = SubmissionState.Ended,
            Model = SubmitterUnderTest.Model,
            RequestHash = "another",
            Tenant = "default",
            Rank = 1,
            Attempts = [Accepted("w", at)],
            Task = new VendorTask(witness, "default", "w", "r", at),
        })).ShouldBeTrue();
        Vendor.Tasks.Enqueue(new StubTask(witness, "r", SubmitterUnderTest.Model, "Another", "sk-one", made));

        await submitter.LookedAtAsync(command.GenerationId, 15);

        (await submitter.Submissions.FindAsync(command.GenerationId))!.EmptyLooks.ShouldBe(0, "nothing that was made later is listed");
        Vendor.Posts.Count.ShouldBe(1);
    }

    private static Attempt Accepted(string id, DateTimeOffset at) =>
        new() { Id = id, Account = "default", Host = "another host", RequestHash = "another", SendAt = at, EndedAt = at.AddMilliseconds(5), Outcome = Attempt.Accepted };
}
