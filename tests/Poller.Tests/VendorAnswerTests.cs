using Microsoft.Extensions.Diagnostics.HealthChecks;
using Wan.Contracts;
using Wan.Fixtures;
using Wan.Poller.Budgets;
using Wan.Storage;

namespace Wan.Poller.Tests;

/// <summary>What each answer of the vendor means, from the simulator's wire to the event on the bus.</summary>
public sealed class VendorAnswerTests : SimulatedVendorTest
{
    [Fact]
    public async Task A_task_that_waits_runs_and_ends_is_told_to_have_started_once_and_then_its_end()
    {
        await StartAsync("QueueDelay=00:00:01", "RenderTime=00:00:02");
        var task = await TrackAsync();

        var rendered = await Poller.PublishedAsync<GenerationRendered>();

        var truth = await Vendor.TaskAsync(task);
        Poller.Published<GenerationStarted>().Select(started => started.TaskId).ShouldBe([task]);
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
        await Vendor.FaultsAsync("""[{"kind":"query_without_url","count":1}]""");
        var task = await TrackAsync();

        await Poller.PublishedAsync<GenerationRendered>();

        (await Vendor.FiredAsync("query_without_url")).ShouldBe(1);
        (await Poller.Watches.FindAsync(task))!.OddAnswers.ShouldBe(0);
    }

    [Fact]
    public async Task FAILED_is_told_with_the_vendors_code_message_request_id_and_time()
    {
        await StartAsync();
        await Vendor.FaultsAsync("""[{"kind":"task_fails","code":"DataInspectionFailed","message":"Output data may contain inappropriate content."}]""");
        var task = await TrackAsync();

        var failed = await Poller.PublishedAsync<RenderingFailed>();

        failed.Reason.ShouldBe("failed");
        failed.Error.Code.ShouldBe("rendering_failed");
        failed.Error.VendorCode.ShouldBe("DataInspectionFailed");
        failed.Error.Message.ShouldBe("Output data may contain inappropriate content.");
        failed.Error.VendorRequestId.ShouldNotBeNullOrEmpty();
        failed.EndedAt!.Value.ShouldBe((await Vendor.TaskAsync(task)).EndsAt!.Value, TimeSpan.FromMilliseconds(1));
    }

    [Fact]
    public async Task FAILED_without_code_and_message_says_that_no_reason_was_given()
    {
        await StartAsync();
        await Vendor.FaultsAsync("""[{"kind":"query_failed_without_reason"}]""");
        await TrackAsync();

        var failed = await Poller.PublishedAsync<RenderingFailed>();

        failed.Reason.ShouldBe("failed");
        failed.Error.VendorCode.ShouldBeNull();
        failed.Error.Message.ShouldBe("The vendor gave no reason.");
    }

    [Fact]
    public async Task CANCELED_by_somebody_else_is_told_as_cancelled()
    {
        await StartAsync("QueueDelay=01:00:00");
        var task = await Vendor.SubmitAsync();
        await Vendor.CancelAsync(task);
        await Poller.TrackAsync(task);

        (await Poller.PublishedAsync<RenderingFailed>()).Reason.ShouldBe("cancelled");
    }

    [Fact]
    public async Task An_unrecognised_status_is_kept_and_asked_again()
    {
        await StartAsync();
        var task = await Vendor.SubmitAsync();
        await Vendor.FaultsAsync("""[{"kind":"query_odd_status","word":"SUSPENDED"}]""");
        await Poller.TrackAsync(task);
        await Eventually.UntilAsync(
            async () => (await Poller.Watches.FindAsync(task))?.Status == "SUSPENDED" && await Vendor.FiredAsync("query_odd_status") > 1, "the word is kept, and asked again");

        await Vendor.FaultsAsync("[]");

        await Poller.PublishedAsync<GenerationRendered>();
    }

    [Fact]
    public async Task A_401_pauses_the_account_and_no_task_ends_of_it()
    {
        await StartAsync();
        var task = await Vendor.SubmitAsync();
        await Vendor.FaultsAsync("""[{"kind":"unauthorized"}]""");
        await Poller.TrackAsync(task);
        await Eventually.UntilAsync(async () => (await BudgetAsync())?.BlockedBecause == "unauthorised", "the account is paused");
        (await BudgetAsync())!.BlockedUntil.ShouldBeGreaterThan(DateTimeOffset.UtcNow.AddSeconds(30).ToUnixTimeMilliseconds());
        (await Poller.Watches.FindAsync(task))!.End.ShouldBeNull();
        var health = await Poller.Service<HealthCheckService>().CheckHealthAsync();
        health.Entries["query_budgets"].Description!.ShouldContain("account default");

        await Vendor.FaultsAsync("[]");
        await EndPauseAsync();

        await Poller.PublishedAsync<GenerationRendered>();
    }

    [Theory]
    [InlineData("""[{"kind":"query_error","status":500,"count":3}]""", "query_error", 3)]
    [InlineData("""[{"kind":"query_error","status":503,"code":"ModelUnavailable","count":1}]""", "query_error", 1)]
    [InlineData("""[{"kind":"query_truncated","count":2}]""", "query_truncated", 2)]
    [InlineData("""[{"kind":"query_slow","seconds":600,"count":1}]""", "query_slow", 1)]
    public async Task Errors_broken_answers_and_time_outs_end_no_task(string faults, string kind, int times)
    {
        await StartAsync();
        await Vendor.FaultsAsync(faults);
        await TrackAsync();

        await Poller.PublishedAsync<GenerationRendered>();

        (await Vendor.FiredAsync(kind)).ShouldBe(times);
        Poller.Published<RenderingFailed>().ShouldBeEmpty();
        await Eventually.UntilAsync(async () => (await BudgetAsync())!.Failures == 0, "the failures are forgotten");
    }

    [Fact]
    public async Task A_429_lowers_the_rate_for_a_while_and_changes_no_task()
    {
        await StartAsync();
        await Vendor.FaultsAsync("""[{"kind":"query_throttled","count":1}]""");
        var task = await TrackAsync();
        await Eventually.UntilAsync(async () => (await BudgetAsync())?.Lowered < 1, "the rate is lowered");
        (await Poller.Watches.FindAsync(task))!.End.ShouldBeNull();

        await Poller.PublishedAsync<GenerationRendered>();

        (await Vendor.FiredAsync("query_throttled")).ShouldBe(1);
    }

    [Fact]
    public async Task A_waiting_task_is_cancelled_and_a_running_one_is_not()
    {
        await StartAsync("QueueDelay=01:00:00", "Models:wan2.6-r2v-flash:QueueDelay=00:00:00", "Models:wan2.6-r2v-flash:RenderTime=01:00:00");
        var waiting = await TrackAsync();
        var running = await Vendor.SubmitAsync(model: "wan2.6-r2v-flash");
        await Poller.TrackAsync(running);
        await Poller.PublishedAsync<GenerationStarted>();

        await Poller.Bus.Publish(PollerHost.Cancel(running));
        await Poller.Bus.Publish(PollerHost.Cancel(waiting));

        (await Poller.PublishedAsync<TaskCancellationRefused>()).TaskId.ShouldBe(running);
        var cancelled = await Poller.PublishedAsync<RenderingFailed>();
        (cancelled.TaskId, cancelled.Reason).ShouldBe((waiting, "cancelled"));
        (await Vendor.TaskAsync(waiting)).Status.ShouldBe("CANCELED");
        (await Vendor.TaskAsync(running)).Status.ShouldBe("RUNNING");
    }

    private Task<Budget?> BudgetAsync() => Poller.Service<IDocuments<Budget>>().FindAsync("default");

    // As if the pause were over; other writers of the budget may come first.
    private async Task EndPauseAsync()
    {
        var budgets = Poller.Service<IDocuments<Budget>>();
        Budget budget;
        do
        {
            budget = (await budgets.FindAsync("default"))!;
            (budget.BlockedUntil, budget.BlockedBecause) = (0, null);
        }
        while (!await budgets.ReplaceAsync(budget));
    }
}
