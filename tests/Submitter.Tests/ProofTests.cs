using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Submitter.Tests;

/// <summary>A task is adopted, and absence believed, only on proof; other programs may use the same account.</summary>
public sealed class ProofTests : SubmitterTest
{
    [Theory]
    [InlineData(-45)]
    [InlineData(0)]
    public async Task Another_programs_task_of_about_that_time_is_not_taken_for_ours(int secondsAfter)
    {
        await using var submitter = await StartAsync();
        var foreign = Vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow.AddSeconds(secondsAfter));
        Vendor.Surprises.Enqueue(StubVendor.Error(500, "InternalError"));
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.LookedAtAsync(command.GenerationId, times: 3);
        foreign.Succeeded = true;
        await submitter.LookedAtAsync(command.GenerationId, times: 3);

        submitter.Published<GenerationSubmitted>(command.GenerationId, message => message.GenerationId).ShouldBeEmpty();
        Vendor.Posts.Count.ShouldBe(1);

        await submitter.SubmitAnotherAsync();
        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldNotBe(foreign.Id);
        Vendor.Posts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_list_that_shows_nothing_is_no_proof_until_it_shows_a_later_task_of_ours()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptUnlistedAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "the task");
        var hidden = Vendor.Tasks.Single();

        var held = await submitter.OnHoldAsync(command.GenerationId);
        held.Error.Message.ShouldContain("no later task of this account and model");
        await submitter.LookedAtAsync(command.GenerationId, times: 5);
        Vendor.Posts.Count.ShouldBe(1);

        hidden.Listed = hidden.Succeeded = true;
        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(hidden.Id);
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Earlier_tasks_of_ours_do_not_bear_witness()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        await submitter.SubmitAnotherAsync();
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);

        await submitter.OnHoldAsync(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(2);
        await submitter.SubmitAnotherAsync();

        await submitter.SubmittedAsync(command.GenerationId);
        Vendor.Posts.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Two_tasks_with_its_prompt_are_shown_to_a_person_who_decides()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command(prompt: "The same prompt");
        var twin = Vendor.AddForeign("The same prompt", DateTimeOffset.UtcNow);
        twin.Succeeded = true;
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 2, "two tasks");
        var ours = Vendor.Tasks.Single(task => task != twin);
        ours.Succeeded = true;

        var held = await submitter.OnHoldAsync(command.GenerationId);

        held.Candidates!.Select(candidate => (candidate.TaskId, candidate.Matches)).ShouldBe([(twin.Id, true), (ours.Id, true)], ignoreOrder: true);
        Vendor.Posts.Count.ShouldBe(1);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = ours.Id });
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Submitted);
        await submitter.StrayLookedAtAsync(twin.Id);

        (await submitter.Submissions.FindAsync(command.GenerationId))!.Task!.TaskId.ShouldBe(ours.Id);
    }

    [Fact]
    public async Task A_task_with_its_prompt_and_another_length_is_neither_its_own_for_certain_nor_anothers()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command(prompt: "The same prompt");
        var foreign = Vendor.AddForeign("The same prompt", DateTimeOffset.UtcNow);
        (foreign.Succeeded, foreign.Seconds) = (true, 10);
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        await submitter.SubmitAnotherAsync();

        (await submitter.OnHoldAsync(command.GenerationId)).Candidates.ShouldNotBeNull().ShouldHaveSingleItem().TaskId.ShouldBe(foreign.Id);
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_task_that_still_runs_is_watched_and_not_given_up()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:00.5"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(command.GenerationId, times: 6);

        var submission = await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        submission.NeedsOperator.ShouldBeFalse();
        submission.Candidates.ShouldHaveSingleItem().TaskId.ShouldBe(Vendor.Tasks.First().Id);
        Vendor.Posts.Count.ShouldBe(2);

        Vendor.Tasks.First().Succeeded = true;
        (await submitter.SubmittedAsync(command.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.First().Id);
    }

    [Fact]
    public async Task A_task_of_which_nothing_is_known_any_more_is_not_waited_for()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:00.5"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var command = SubmitterUnderTest.Command();
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "the task");
        Vendor.Tasks.Single().Word = "UNKNOWN";

        (await submitter.OnHoldAsync(command.GenerationId)).Candidates.ShouldNotBeNull().ShouldHaveSingleItem().Status.ShouldBe("UNKNOWN");
        Vendor.Posts.Count.ShouldBe(1);
    }
}
