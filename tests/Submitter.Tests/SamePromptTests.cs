using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Submitter.Tests;

/// <summary>Generations with the same prompt while one of them is in doubt: each gets its own task, and none another's.</summary>
public sealed class SamePromptTests : SubmitterTest
{
    [Fact]
    public async Task The_task_of_one_that_a_person_gave_up_is_not_taken_for_anothers_with_the_same_prompt()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var (givenUp, other) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(givenUp);
        await submitter.InStateAsync(givenUp.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(other);
        await submitter.InStateAsync(other.GenerationId, SubmissionState.Uncertain);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = givenUp.GenerationId, Decision = "fail" });
        Vendor.Tasks.Single().Succeeded = true;

        var held = await submitter.OnHoldAsync(other.GenerationId);

        held.Error.Message.ShouldContain("a POST of another generation");
        (await submitter.Submissions.FindAsync(other.GenerationId))!.Task.ShouldBeNull();
    }

    [Fact]
    public async Task The_task_of_one_that_a_person_gave_another_task_is_not_taken_for_anothers_with_the_same_prompt()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var (named, other) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(named);
        await submitter.InStateAsync(named.GenerationId, SubmissionState.Uncertain);
        var own = Vendor.Tasks.Single();
        var foreign = Vendor.AddForeign("A cat", DateTimeOffset.UtcNow);
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
        await using var submitter = await StartAsync();
        var ended = SubmitterUnderTest.Command(prompt: "A cat");
        await submitter.HandleAsync(ended);
        await submitter.EndTaskAsync(await submitter.SubmittedAsync(ended.GenerationId));
        await submitter.InStateAsync(ended.GenerationId, SubmissionState.Ended);
        Vendor.AddForeign("A cat", DateTimeOffset.UtcNow).Succeeded = true;
        await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(ended.GenerationId))!.Orphans.Count == 1, "its orphan known");
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var other = SubmitterUnderTest.Command(prompt: "A cat");
        await submitter.HandleAsync(other);
        await submitter.InStateAsync(other.GenerationId, SubmissionState.Uncertain);

        await submitter.SubmitAnotherAsync();
        await submitter.LookedAtAsync(other.GenerationId, 6);

        (await submitter.Submissions.FindAsync(other.GenerationId))!.Task.ShouldBeNull();
        Vendor.Posts.Count.ShouldBe(3, "it may be its own all the same");
    }

    [Fact]
    public async Task Its_own_task_is_no_orphan_of_a_later_one_with_the_same_prompt_while_a_person_is_mistaken()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var (command, later) = (SubmitterUnderTest.Command(prompt: "A cat"), SubmitterUnderTest.Command(prompt: "A cat")); // With other references.
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        var own = Vendor.Tasks.Single();
        var foreign = Vendor.AddForeign("A dog of another program", DateTimeOffset.UtcNow);
        await submitter.HandleAsync(new ResolveSubmission { GenerationId = command.GenerationId, Decision = "adopt", TaskId = foreign.Id });
        await submitter.SubmittedAsync(command.GenerationId);
        await submitter.HandleAsync(later);
        await submitter.SubmittedAsync(later.GenerationId);
        own.Succeeded = true;

        await Eventually.UntilAsync(
            async () => (await submitter.Submissions.FindAsync(command.GenerationId))!.Task?.TaskId == own.Id, "its own task used");
        (await submitter.Submissions.FindAsync(later.GenerationId))!.Orphans.ShouldBeEmpty();
        Vendor.Tasks.Count(task => task.Prompt == "A cat").ShouldBe(2);
    }

    [Fact]
    public async Task Two_in_doubt_with_the_same_prompt_and_other_lengths_get_each_its_own()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        Vendor.Surprises.Enqueue(StubVendor.AcceptAndReset);
        var shorter = SubmitterUnderTest.Command(prompt: "A cat");
        var longer = SubmitterUnderTest.Command(prompt: "A cat");
        longer = longer with { Expected = longer.Expected! with { Duration = 10 } };
        foreach (var each in new[] { shorter, longer })
        {
            await submitter.HandleAsync(each);
            await submitter.InStateAsync(each.GenerationId, SubmissionState.Uncertain);
        }

        Vendor.Tasks.Last().Seconds = 10;
        foreach (var task in Vendor.Tasks)
            task.Succeeded = true;

        (await submitter.SubmittedAsync(shorter.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.First().Id);
        (await submitter.SubmittedAsync(longer.GenerationId)).TaskId.ShouldBe(Vendor.Tasks.Last().Id);
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_task_that_tells_a_blank_prompt_is_not_taken_for_that_of_a_request_with_one()
    {
        await using var submitter = await StartAsync(("Submitter:Repair:GiveUpAfter", "00:00:01.5"));
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command(prompt: " ");
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        Vendor.AddForeign("", DateTimeOffset.UtcNow).Succeeded = true; // Of another picture, as any request without a prompt.

        await submitter.OnHoldAsync(command.GenerationId);

        (await submitter.Submissions.FindAsync(command.GenerationId))!.Task.ShouldBeNull();
        Vendor.Posts.Count.ShouldBe(1);
    }
}
