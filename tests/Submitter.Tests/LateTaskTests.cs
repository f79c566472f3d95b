using Wan.Contracts;
using Wan.Fixtures;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>Tasks that show, or tell whose they are, when it was over for the repair already.</summary>
public sealed class LateTaskTests : SubmitterTest
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_waits_to_be_sent_again_is_not_while_a_task_that_may_be_its_own_has_shown(bool succeeded)
    {
        await using var submitter = await StartAsync();
        var (id, late) = await WaitingAgainAsync(submitter);
        (late.Seconds, late.Succeeded, late.Listed) = (10, succeeded, true);

        await submitter.InStateAsync(id, SubmissionState.Uncertain);
        await submitter.HandleAsync(SubmitterUnderTest.Room(true));
        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(id, 3);

        Vendor.Tasks.Count(task => task.Prompt == late.Prompt).ShouldBe(1);
    }

    [Fact]
    public async Task What_a_list_has_shown_once_is_not_taken_for_never_made_because_later_ones_leave_it_out()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "the task");
        var once = Vendor.Tasks.Single();
        await submitter.StrayKnownAsync(once.Id);
        once.Listed = false;
        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(command.GenerationId, 5);

        once.Listed = once.Succeeded = true;

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(once.Id);
        Vendor.Tasks.Count(task => task.Prompt == once.Prompt).ShouldBe(1);
    }

    [Fact]
    public async Task Anothers_task_of_that_time_is_doubted_about_once()
    {
        await using var submitter = await StartAsync();
        var (id, late) = await WaitingAgainAsync(submitter);
        var foreign = Vendor.AddForeign("A dog of another program", late.CreatedAt);
        foreign.Succeeded = true;
        await submitter.StrayForeignAsync(foreign.Id);
        await submitter.InStateAsync(id, SubmissionState.Waiting);
        var (version, lists) = ((await submitter.Submissions.FindAsync(id))!.Version, Vendor.Lists);

        await Eventually.UntilAsync(() => Vendor.Lists > lists + 6, "more lists");

        (await submitter.Submissions.FindAsync(id))!.Version.ShouldBe(version);
    }

    [Fact]
    public async Task Who_is_told_to_send_it_again_all_the_same_is_obeyed()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01"));
        var (id, late) = await WaitingAgainAsync(submitter);
        (late.Seconds, late.Succeeded, late.Listed) = (10, true, true);
        await submitter.InStateAsync(id, SubmissionState.Uncertain);
        await submitter.HandleAsync(SubmitterUnderTest.Room(true));
        await Eventually.UntilAsync( // It may have been on hold before, while nothing showed.
            async () => await submitter.Submissions.FindAsync(id) is { NeedsOperator: true, Candidates.Count: > 0 }, "on hold for the task that has shown");

        await submitter.HandleAsync(new ResolveSubmission { GenerationId = id, Decision = "resubmit" });

        (await submitter.SubmittedAsync(id)).TaskId.ShouldNotBe(late.Id);
    }

    [Fact]
    public async Task Its_own_task_that_is_proven_takes_the_place_of_the_one_that_a_person_named()
    {
        // A look before the person decides would show it: then it would be passed over.
        await using var submitter = await StartAsync(("Submitter:Repair:FirstLook", "01:00:00"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var own = Vendor.Tasks.Single();
        var foreign = Vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = foreign.Id });
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Submitted);

        own.Succeeded = true;

        await Eventually.UntilAsync(async () => (await submitter.SubmittedAsync(command.GenerationId)).TaskId == own.Id, "its own task");
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_prompt_that_is_told_after_the_success_proves_all_the_same()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        Vendor.Tells = _ => null!;
        Vendor.Tasks.Single().RequestIdListed = false;
        Vendor.Tasks.Single().Succeeded = true;
        await submitter.LookedAtAsync(command.GenerationId, 3);

        Vendor.Tells = prompt => prompt;

        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.Single().Id);
    }

    [Fact]
    public async Task An_orphan_whose_prompt_is_told_after_its_success_is_found()
    {
        await using var submitter = await StartAsync();
        var own = await submitter.SubmitAnotherAsync();
        Vendor.Tells = _ => null!;
        var second = Vendor.AddForeign($"A cat named {own.GenerationId}", DateTimeOffset.UtcNow);
        second.Succeeded = true;
        await submitter.StrayLookedAtAsync(second.Id);

        Vendor.Tells = prompt => prompt;

        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(own.GenerationId))!.Orphans.Exists(orphan => orphan.TaskId == second.Id), "the orphan");
    }
}
