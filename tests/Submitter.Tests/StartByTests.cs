using Wan.Contracts;
using Wan.Fixtures;
using Wan.Hosting.Clocks;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>Nothing is begun at its <c>start_by</c> or later, and what is on the wire or in doubt by then is not taken for cancelled.</summary>
public sealed class StartByTests : SubmitterTest
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public async Task What_waited_until_then_is_never_posted_and_says_what_it_waited_for()
    {
        await using var submitter = await StartMovableAsync();
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        var command = SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow + Hour };
        await submitter.HandleAsync(command);
        submitter.Clock.Move(2 * Hour);

        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId, Reason = CancellationReason.NotStarted });

        var told = submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).ShouldHaveSingleItem();
        told.Reason.ShouldBe(CancellationReason.NotStarted);
        told.WaitedFor.ShouldNotBeNull().ShouldStartWith("no video could be kept: ");
        Vendor.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task Without_a_word_of_anybody_it_leaves_the_line_instead_of_being_begun_late()
    {
        await using var submitter = await StartMovableAsync();
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        var (missed, other) = (SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow + Hour }, SubmitterUnderTest.Command());
        await submitter.HandleAsync(missed);
        await submitter.HandleAsync(other);
        submitter.Clock.Move(2 * Hour);

        await submitter.HandleAsync(SubmitterUnderTest.Room(true));

        await submitter.SubmittedAsync(other.GenerationId);
        var withdrawn = await submitter.InStateAsync(missed.GenerationId, SubmissionState.Withdrawn);
        (withdrawn.WithdrawnFor, withdrawn.AttemptCount).ShouldBe((CancellationReason.NotStarted, 0));
        await Eventually.UntilAsync(
            () => submitter.Published<SubmissionWithdrawn>(missed.GenerationId, message => message.GenerationId) is [{ Reason: CancellationReason.NotStarted }], "it is told");
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_post_whose_turn_comes_later_is_not_begun()
    {
        await using var submitter = await StartMovableAsync(
            ("Accounts:0:SubmitsPerSecond", "0.1"), ("Submitter:SpacingMargin", "00:00:10"), ("Submitter:Horizon", "01:00:00"), ("Submitter:ClaimLease", "00:00:01"), ("Submitter:Tick", "00:00:00.1"));
        await submitter.SubmittedAsync((await submitter.EnterAsync(1))[0]);
        var command = SubmitterUnderTest.Command() with { StartBy = (await submitter.QuotaAsync()).NextSubmitAt.AddSeconds(-1) }; // In almost two minutes.
        await submitter.HandleAsync(command);

        await Eventually.UntilAsync(async () => await submitter.QuotaAsync() is { Starts: >= 2 } quota && !quota.Slots.ContainsKey(command.GenerationId), "it has given its slot back");
        var waiting = await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting);
        waiting.AttemptCount.ShouldBe(0);

        submitter.Clock.Move(Hour);
        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Withdrawn)).AttemptCount.ShouldBe(0);
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_process_that_stood_still_until_after_it_sends_nothing()
    {
        await using var submitter = await StartMovableAsync(("Accounts:0:SubmitsPerSecond", "0.2"), ("Submitter:Horizon", "00:01:00"));
        await submitter.SubmittedAsync((await submitter.EnterAsync(1))[0]);
        var command = SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow + Hour };
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Posting); // Until its turn, in five seconds.

        submitter.Clock.Move(2 * Hour);

        (await submitter.InStateAsync(command.GenerationId, SubmissionState.Withdrawn)).WithdrawnFor.ShouldBe(CancellationReason.NotStarted);
        Vendor.Posts.Count.ShouldBe(1);
        await Eventually.UntilAsync(async () => !(await submitter.QuotaAsync()).Slots.ContainsKey(command.GenerationId), "its slot is free");
    }

    [Fact]
    public async Task A_post_on_the_wire_is_waited_for_and_its_task_is_told()
    {
        await using var submitter = await StartAsync();
        var answer = AnswerLate();
        var command = SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow + Hour };
        await submitter.HandleAsync(command);
        await Eventually.UntilAsync(() => Vendor.Tasks.Count == 1, "the task");

        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId, Reason = CancellationReason.NotStarted });
        submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).ShouldBeEmpty();
        answer.SetResult();

        await submitter.SubmittedAsync(command.GenerationId);
        submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_in_doubt_is_withdrawn_only_once_it_turns_out_that_no_task_was_made_and_is_not_posted_again()
    {
        await using var submitter = await StartAsync();
        Vendor.Surprises.Enqueue(StubVendor.Reset);
        var command = SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow + Hour };
        await submitter.HandleAsync(command);
        await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);

        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId, Reason = CancellationReason.NotStarted });
        var inDoubt = await submitter.InStateAsync(command.GenerationId, SubmissionState.Uncertain);
        submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).ShouldBeEmpty();

        UncertaintyRules.Apply(inDoubt, new RepairVerdict.Absent(), new SubmitterOptions(), DateTimeOffset.UtcNow).ShouldBeTrue();
        (inDoubt.State, inDoubt.WithdrawnFor, inDoubt.DueAt).ShouldBe((SubmissionState.Withdrawn, CancellationReason.NotStarted, null));
        Vendor.Posts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_command_that_comes_too_late_does_not_come_into_the_line()
    {
        await using var submitter = await StartAsync();
        var command = SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow - Hour };

        await submitter.HandleAsync(command);

        submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).ShouldHaveSingleItem().Reason.ShouldBe(CancellationReason.NotStarted);
        Vendor.Posts.ShouldBeEmpty();
    }

    [Fact]
    public async Task By_a_clock_that_is_known_to_be_wrong_nothing_is_taken_for_too_late()
    {
        await using var submitter = await StartAsync(("Submitter:SweepInterval", "01:00:00"), ("Submitter:Strays:Interval", "01:00:00"));
        await submitter.Service<Sweep>().First.WaitAsync(Eventually.Patience);
        for (var word = 0; word < 2; word++)
            submitter.Service<ClockGuard>().HeardFromVendor(Vendor.BaseUrl.Authority, DateTimeOffset.UtcNow - (2 * Hour), TimeSpan.Zero);
        var command = SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow - Hour };

        await submitter.HandleAsync(command);

        await submitter.InStateAsync(command.GenerationId, SubmissionState.Waiting);
        submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).ShouldBeEmpty();
    }

    [Fact]
    public async Task One_that_is_withdrawn_on_request_is_told_apart()
    {
        await using var submitter = await StartAsync();
        await submitter.HandleAsync(SubmitterUnderTest.Room(false));
        var command = SubmitterUnderTest.Command() with { StartBy = DateTimeOffset.UtcNow + Hour };
        await submitter.HandleAsync(command);

        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId });
        await submitter.HandleAsync(new WithdrawSubmission { GenerationId = command.GenerationId, Reason = CancellationReason.NotStarted });

        submitter.Published<SubmissionWithdrawn>(command.GenerationId, message => message.GenerationId).Select(told => told.Reason)
            .ShouldBe([CancellationReason.Requested, CancellationReason.Requested]);
    }

    [Theory]
    [InlineData(100, 30)]
    [InlineData(20, 19.9999999)]
    [InlineData(0, -0.0000001)]
    public void A_post_may_leave_until_its_window_ends_or_right_before_its_start_by(double startBy, double notAfter)
    {
        var (submission, sendAt) = (Of(DateTimeOffset.UnixEpoch.AddSeconds(startBy)), DateTimeOffset.UnixEpoch);
        PostRules.NotAfter(submission, sendAt, new SubmitterOptions()).ShouldBe(sendAt + TimeSpan.FromTicks((long)Math.Round(notAfter * TimeSpan.TicksPerSecond)));
    }

    [Fact]
    public void Without_a_start_by_a_post_may_leave_until_its_window_ends() =>
        PostRules.NotAfter(Of(null), DateTimeOffset.UnixEpoch, new SubmitterOptions()).ShouldBe(DateTimeOffset.UnixEpoch.AddSeconds(30));

    // So far may a test move the clock without its being taken for wrong.
    private Task<SubmitterUnderTest> StartMovableAsync(params (string Key, string Value)[] settings) => StartAsync([("Clock:MaxOffset", "1.00:00:00"), .. settings]);

    private static Submission Of(DateTimeOffset? startBy) => new()
    {
        Id = "one", CreatedAt = DateTimeOffset.UnixEpoch, Model = SubmitterUnderTest.Model, RequestHash = "", Tenant = "", Rank = 0, StartBy = startBy,
    };
}
