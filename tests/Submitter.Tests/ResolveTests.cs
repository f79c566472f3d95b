using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Fixtures;
using Wan.Submitter.Posting;

namespace Wan.Submitter.Tests;

/// <summary>What the repair can't find out is decided by an operator, or by policy.</summary>
public sealed class ResolveTests : SubmitterTest
{
    [Fact]
    public async Task While_the_list_does_not_answer_nothing_is_sent_again_and_an_operator_is_asked()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);

        await Eventually.UntilAsync(
            () => submitter.Published<SubmissionUncertain>(command.GenerationId, message => message.GenerationId).Any(message => message.NeedsOperator == true),
            "an operator asked");
        (await submitter.QuotaAsync()).Slots.ShouldContainKey(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(1);

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "resubmit" });
        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_decision_that_comes_twice_sends_once()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01"));
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.OnHoldAsync(command.GenerationId);
        var decision = new ResolveSubmission { GenerationId = command.GenerationId, Decision = "resubmit", DecidedAt = DateTimeOffset.UtcNow };
        await submitter.HandleAsync(decision);
        await Eventually.UntilAsync(
            async () => await submitter.Submissions.FindAsync(command.GenerationId) is { AttemptCount: 2, NeedsOperator: true }, "the second POST on hold");

        await submitter.HandleAsync(decision);

        (await submitter.Submissions.FindAsync(command.GenerationId))!.State.ShouldBe(SubmissionState.Uncertain);
        await submitter.HandleAsync(decision with { DecidedAt = DateTimeOffset.UtcNow });
        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_operator_may_give_it_up()
    {
        await using var submitter = await StartAsync();
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "fail" });

        submitter.Published<SubmissionRefused>(command.GenerationId, message => message.GenerationId).ShouldHaveSingleItem()
            .Error.Code.ShouldBe("uncertain_failed");
        await Eventually.UntilAsync(async () => (await submitter.QuotaAsync()).Slots.Count == 0, "the slot freed");
    }

    [Fact]
    public async Task An_operator_may_have_it_adopt_a_task_that_the_list_never_shows()
    {
        await using var submitter = await StartAsync();
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var task = Vendor.Tasks.Single();

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = task.Id });

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(task.Id);
        Vendor.Posts.Count.ShouldBe(1);
        (await submitter.QuotaAsync()).Slots.ShouldContainKey(command.GenerationId);
    }

    [Fact]
    public async Task A_task_of_an_earlier_post_on_another_account_is_adopted_there()
    {
        await using var submitter = await StartAsync(
            ("Accounts:1:Name", "second"), ("Accounts:1:ApiKey", "sk-two"), ("Accounts:1:BaseUrl", Vendor.BaseUrl.AbsoluteUri));
        Vendor.ListWorks = false;
        var (id, now) = (Guid.CreateVersion7().ToString(), DateTimeOffset.UtcNow);
        (await submitter.Submissions.InsertAsync(new Submission
        {
            Id = id,
            CreatedAt = now,
            DueAt = now.AddHours(1),
            State = SubmissionState.Uncertain,
            Model = SubmitterUnderTest.Model,
            RequestHash = "r",
            PromptSha256 = TaskIdentity.Fingerprint("A cat"),
            Tenant = "default",
            Rank = 1,
            Attempts =
            [
                new Attempt { Id = "first", Account = "second", RequestHash = "r", SendAt = now, EndedAt = now, Outcome = Attempt.Absent },
                new Attempt { Id = "last", Account = "default", RequestHash = "r", SendAt = now, EndedAt = now, Outcome = "unknown" },
            ],
        })).ShouldBeTrue();
        Vendor.Tasks.Enqueue(new StubTask("task", "request", SubmitterUnderTest.Model, "A cat", "sk-two", now));

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id, Decision = "adopt", TaskId = "task" });

        (await submitter.SubmittedAsync(id)).Account.ShouldBe("second");
    }

    [Fact]
    public async Task A_task_of_another_generation_is_not_adopted()
    {
        await using var submitter = await StartAsync();
        var owner = SubmitterUnderTest.Command();
        await submitter.HandleAsync(owner);
        var taken = (await submitter.SubmittedAsync(owner.GenerationId)).TaskId;
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = taken });

        submitter.Published<SubmissionUncertain>(command.GenerationId, message => message.GenerationId).ShouldContain(answer => answer.Error.Code == "task_taken");
        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain)).Task.ShouldBeNull();
    }

    [Theory]
    [InlineData("hope")]
    [InlineData("adopt")]
    [InlineData("resubmit")] // The repair is still at work: it was decided for an earlier POST.
    public async Task What_is_no_decision_decides_nothing(string decision)
    {
        await using var submitter = await StartAsync();
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = decision });

        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain)).ShouldNotBeNull();
    }

    [Fact]
    public async Task By_policy_the_undecidable_is_sent_again()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"), ("Submitter:Repair:Policy", "resubmit"));
        Vendor.ListWorks = false;
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();

        await submitter.HandleAsync(command);

        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(2);
    }
}
