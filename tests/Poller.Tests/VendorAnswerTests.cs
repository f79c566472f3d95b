using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Poller.Budgets;
using Wan.Storage;

namespace Wan.Poller.Tests;

/// <summary>What each answer of the vendor means, from the simulator's wire to the event on the bus.</summary>
public sealed class VendorAnswerTests : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> parts = [];
    private SimulatedVendor vendor = null!;
    private PollerHost poller = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(parts))
            await part.DisposeAsync();
    }

    [Fact]
    public async Task A_task_that_waits_runs_and_ends_is_told_to_have_started_once_and_then_its_end()
    {
        await StartAsync("QueueDelay=00:00:01", "RenderTime=00:00:02");
        var task = await TrackAsync();

        var rendered = await poller.PublishedAsync<GenerationRendered>();

        var truth = await vendor.TaskAsync(task);
        poller.Published<GenerationStarted>().Select(started => started.TaskId).ShouldBe([task]);
        rendered.SubmittedAt!.Value.ShouldBe(truth.SubmittedAt!.Value, TimeSpan.FromMilliseconds(1));
        rendered.StartedAt!.Value.ShouldBe(truth.SubmittedAt.Value.AddSeconds(1), TimeSpan.FromMilliseconds(1));
        rendered.EndedAt!.Value.ShouldBe(truth.EndsAt!.Value, TimeSpan.FromMilliseconds(1));
        rendered.SeenAt.ShouldBeGreaterThanOrEqualTo(truth.EndsAt.Value);
        rendered.VendorRequestId.ShouldNotBeNullOrEmpty();
        rendered.Usage!.Duration.ShouldBe(2);
    }

    [Fact]
    public async Task SUCCEEDED_without_a_URL_is_asked_again()
    {
        await StartAsync();
        await vendor.FaultsAsync("""[{"kind":"query_without_url","count":1}]""");
        var task = await TrackAsync();

        await poller.PublishedAsync<GenerationRendered>();

        (await vendor.FiredAsync("query_without_url")).ShouldBe(1);
        (await poller.Watches.FindAsync(task))!.OddAnswers.ShouldBe(0);
    }

    [Fact]
    public async Task FAILED_is_told_with_the_vendors_code_message_request_id_and_time()
    {
        await StartAsync();
        await vendor.FaultsAsync("""[{"kind":"task_fails","code":"DataInspectionFailed","message":"Output data may contain inappropriate content."}]""");
        var task = await TrackAsync();

        var failed = await poller.PublishedAsync<RenderingFailed>();

        failed.Reason.ShouldBe("failed");
        failed.Error.Code.ShouldBe("rendering_failed");
        failed.Error.VendorCode.ShouldBe("DataInspectionFailed");
        failed.Error.Message.ShouldBe("Output data may contain inappropriate content.");
        failed.Error.VendorRequestId.ShouldNotBeNullOrEmpty();
        failed.EndedAt!.Value.ShouldBe((await vendor.TaskAsync(task)).EndsAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task FAILED_without_code_and_message_says_that_no_reason_was_given()
    {
        await StartAsync();
        await vendor.FaultsAsync("""[{"kind":"query_failed_without_reason"}]""");
        await TrackAsync();

        var failed = await poller.PublishedAsync<RenderingFailed>();

        failed.Reason.ShouldBe("failed");
        failed.Error.VendorCode.ShouldBeNull();
        failed.Error.Message.ShouldBe("The vendor gave no reason.");
    }

    [Fact]
    public async Task CANCELED_by_somebody_else_is_told_as_cancelled()
    {
        await StartAsync("QueueDelay=01:00:00");
        var task = await vendor.SubmitAsync();
        await vendor.CancelAsync(task);
        await poller.TrackAsync(task);

        (await poller.PublishedAsync<RenderingFailed>()).Reason.ShouldBe("cancelled");
    }

    [Fact]
    public async Task UNKNOWN_for_a_while_is_asked_again()
    {
        await StartAsync();
        await vendor.FaultsAsync("""[{"kind":"query_unknown","count":1}]""");
        await TrackAsync();

        await poller.PublishedAsync<GenerationRendered>();

        (await vendor.FiredAsync("query_unknown")).ShouldBe(1);
        poller.Published<RenderingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task UNKNOWN_a_day_after_the_submit_has_expired()
    {
        await StartAsync();
        await poller.TrackAsync("forgotten", DateTimeOffset.UtcNow.AddHours(-25));

        var ended = await poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("expired at the vendor before a result was seen");
    }

    [Fact]
    public async Task UNKNOWN_again_and_again_from_the_start_belongs_to_another_account_if_a_person_named_the_task()
    {
        await StartAsync();
        var watch = PollerHost.WatchOf("elsewhere", foundBy: "operator");
        watch.OddAnswers = 7;
        await poller.Watches.InsertAsync(watch);

        var ended = await poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("never known this task under account 'default'");
    }

    [Fact]
    public async Task UNKNOWN_again_and_again_does_not_end_a_task_that_the_vendor_itself_has_named_while_it_may_run()
    {
        await StartAsync();
        var young = PollerHost.WatchOf("young");
        var old = PollerHost.WatchOf("old", submittedAt: DateTimeOffset.UtcNow.AddHours(-5));
        (young.OddAnswers, old.OddAnswers) = (20, 20);
        await poller.Watches.InsertAsync(young);
        await poller.Watches.InsertAsync(old);

        (await poller.PublishedAsync<RenderingFailed>()).TaskId.ShouldBe("old");

        await Eventually.UntilAsync(async () => (await poller.Watches.FindAsync("young"))!.OddAnswers > 20, "the young one asked");
        (await poller.Watches.FindAsync("young"))!.End.ShouldBeNull();
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(-25, false)]
    public async Task UNKNOWN_again_and_again_does_not_take_back_a_result_while_the_vendor_may_have_it(int endedHoursAgo, bool keeps)
    {
        await StartAsync();
        var endedAt = DateTimeOffset.UtcNow.AddHours(endedHoursAgo);
        var watch = PollerHost.WatchOf("rendered", started: true);
        (watch.OddAnswers, watch.RefreshWanted) = (20, true);
        watch.End = new WatchEnd
        {
            Kind = WatchEndKind.Rendered, SeenAt = endedAt, EndedAt = endedAt, SealedVideoUrl = "sealed", UrlExpiresAt = endedAt.AddHours(24),
        };
        await poller.Watches.InsertAsync(watch);

        Watch? after = null;
        await Eventually.UntilAsync(
            async () => (after = await poller.Watches.FindAsync("rendered")) is { OddAnswers: > 20 } or { RefreshWanted: false }, "a fresh URL asked for");

        after!.End!.Kind.ShouldBe(keeps ? WatchEndKind.Rendered : WatchEndKind.Expired);
    }

    [Fact]
    public async Task An_unrecognised_status_is_kept_and_asked_again()
    {
        await StartAsync();
        var task = await vendor.SubmitAsync();
        await vendor.FaultsAsync("""[{"kind":"query_odd_status","word":"SUSPENDED"}]""");
        await poller.TrackAsync(task);
        await Eventually.UntilAsync(
            async () => (await poller.Watches.FindAsync(task))?.Status == "SUSPENDED" && await vendor.FiredAsync("query_odd_status") > 1, "the word is kept, and asked again");

        await vendor.FaultsAsync("[]");

        await poller.PublishedAsync<GenerationRendered>();
    }

    [Fact]
    public async Task A_401_pauses_the_account_and_no_task_ends_of_it()
    {
        await StartAsync();
        var task = await vendor.SubmitAsync();
        await vendor.FaultsAsync("""[{"kind":"unauthorized"}]""");
        await poller.TrackAsync(task);
        await Eventually.UntilAsync(async () => (await BudgetAsync())?.BlockedBecause == "unauthorised", "the account is paused");
        (await BudgetAsync())!.BlockedUntil.ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeMilliseconds());
        (await poller.Watches.FindAsync(task))!.End.ShouldBeNull();
        var health = await poller.Service<HealthCheckService>().CheckHealthAsync();
        health.Entries["query_budgets"].Description!.ShouldContain("account default");

        await vendor.FaultsAsync("[]");
        await EndPauseAsync();

        await poller.PublishedAsync<GenerationRendered>();
    }

    [Theory]
    [InlineData("""[{"kind":"query_error","status":500,"count":3}]""", "query_error", 3)]
    [InlineData("""[{"kind":"query_error","status":503,"code":"ModelUnavailable","count":1}]""", "query_error", 1)]
    [InlineData("""[{"kind":"query_truncated","count":2}]""", "query_truncated", 2)]
    [InlineData("""[{"kind":"query_slow","seconds":600,"count":1}]""", "query_slow", 1)]
    public async Task Errors_broken_answers_and_time_outs_end_no_task(string faults, string kind, int times)
    {
        await StartAsync();
        await vendor.FaultsAsync(faults);
        await TrackAsync();

        await poller.PublishedAsync<GenerationRendered>();

        (await vendor.FiredAsync(kind)).ShouldBe(times);
        poller.Published<RenderingFailed>().ShouldBeEmpty();
        await Eventually.UntilAsync(async () => (await BudgetAsync())!.Failures == 0, "the failures are forgotten");
    }

    [Fact]
    public async Task A_429_lowers_the_rate_for_a_while_and_changes_no_task()
    {
        await StartAsync();
        await vendor.FaultsAsync("""[{"kind":"query_throttled","count":1}]""");
        var task = await TrackAsync();
        await Eventually.UntilAsync(async () => (await BudgetAsync())?.Lowered < 1, "the rate is lowered");
        (await poller.Watches.FindAsync(task))!.End.ShouldBeNull();

        await poller.PublishedAsync<GenerationRendered>();

        (await vendor.FiredAsync("query_throttled")).ShouldBe(1);
    }

    [Fact]
    public async Task A_task_that_runs_for_more_than_four_hours_is_ended_as_expired()
    {
        await StartAsync("RenderTime=12:00:00");
        await vendor.FaultsAsync("""[{"kind":"clock_skew","seconds":-18000}]"""); // It tells that it started five hours ago.
        await poller.TrackAsync(await vendor.SubmitAsync(), DateTimeOffset.UtcNow.AddHours(-6));

        var ended = await poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("RUNNING");
    }

    [Fact]
    public async Task A_task_that_ends_when_the_vendors_own_limit_of_three_hours_is_just_over_is_not_given_up_before()
    {
        await StartAsync("RenderTime=00:00:05");
        await vendor.FaultsAsync("""[{"kind":"clock_skew","seconds":-10805}]"""); // It tells that it started three hours and five seconds ago.
        await poller.TrackAsync(await vendor.SubmitAsync(), DateTimeOffset.UtcNow.AddHours(-4));
        await poller.PublishedAsync<GenerationStarted>();

        await poller.PublishedAsync<GenerationRendered>();

        poller.Published<RenderingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_still_waits_a_day_after_its_submit_is_ended_as_expired()
    {
        await StartAsync("QueueDelay=01:00:00");
        var task = await vendor.SubmitAsync();
        await poller.TrackAsync(task, DateTimeOffset.UtcNow.AddHours(-25));

        var ended = await poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("PENDING");
    }

    [Fact]
    public async Task A_waiting_task_is_cancelled_and_a_running_one_is_not()
    {
        await StartAsync("QueueDelay=01:00:00", "Models:wan2.6-r2v-flash:QueueDelay=00:00:00", "Models:wan2.6-r2v-flash:RenderTime=01:00:00");
        var waiting = await TrackAsync();
        var running = await vendor.SubmitAsync(model: "wan2.6-r2v-flash");
        await poller.TrackAsync(running);
        await poller.PublishedAsync<GenerationStarted>();

        await poller.Bus.Publish(PollerHost.Cancel(running));
        await poller.Bus.Publish(PollerHost.Cancel(waiting));

        (await poller.PublishedAsync<TaskCancellationRefused>()).TaskId.ShouldBe(running);
        var cancelled = await poller.PublishedAsync<RenderingFailed>();
        (cancelled.TaskId, cancelled.Reason).ShouldBe((waiting, "cancelled"));
        (await vendor.TaskAsync(waiting)).Status.ShouldBe("CANCELED");
        (await vendor.TaskAsync(running)).Status.ShouldBe("RUNNING");
    }

    private async Task StartAsync(params string[] settings)
    {
        vendor = await SimulatedVendor.StartAsync(settings);
        parts.Add(vendor);
        poller = await PollerHost.StartAsync(vendor.Address, settings: [("DashScope:CallTimeout", "00:00:02"), ("Clock:MaxOffset", "06:00:00")]);
        parts.Add(poller);
    }

    private async Task<string> TrackAsync()
    {
        var task = await vendor.SubmitAsync();
        await poller.TrackAsync(task);
        return task;
    }

    private Task<Budget?> BudgetAsync() => poller.Service<IDocuments<Budget>>().FindAsync("default");

    // As if the pause were over; other writers of the budget may come first.
    private async Task EndPauseAsync()
    {
        var budgets = poller.Service<IDocuments<Budget>>();
        Budget budget;
        do
        {
            budget = (await budgets.FindAsync("default"))!;
            (budget.BlockedUntil, budget.BlockedBecause) = (0, null);
        }
        while (!await budgets.ReplaceAsync(budget));
    }
}
