using Wan.Contracts;

namespace Wan.Poller.Tests;

/// <summary>Tasks that last longer than any may.</summary>
public sealed class TaskLimitTests : SimulatedVendorTest
{
    [Fact]
    public async Task A_task_that_runs_for_more_than_four_hours_is_ended_as_expired()
    {
        await StartAsync("RenderTime=12:00:00");
        await Vendor.FaultsAsync("""[{"kind":"clock_skew","seconds":-18000}]"""); // It tells that it started five hours ago.
        await Poller.TrackAsync(await Vendor.SubmitAsync(), DateTimeOffset.UtcNow.AddHours(-6));

        var ended = await Poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("RUNNING");
    }

    [Fact]
    public async Task A_task_that_ends_when_the_vendors_own_limit_of_three_hours_is_just_over_is_not_given_up_before()
    {
        await StartAsync("RenderTime=00:00:05");
        await Vendor.FaultsAsync("""[{"kind":"clock_skew","seconds":-10805}]"""); // It tells that it started three hours and five seconds ago.
        await Poller.TrackAsync(await Vendor.SubmitAsync(), DateTimeOffset.UtcNow.AddHours(-4));
        await Poller.PublishedAsync<GenerationStarted>();

        await Poller.PublishedAsync<GenerationRendered>();

        Poller.Published<RenderingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_still_waits_a_day_after_its_submit_is_ended_as_expired()
    {
        await StartAsync("QueueDelay=01:00:00");
        var task = await Vendor.SubmitAsync();
        await Poller.TrackAsync(task, DateTimeOffset.UtcNow.AddHours(-25));

        var ended = await Poller.PublishedAsync<RenderingFailed>();

        ended.Reason.ShouldBe("expired");
        ended.Error.Message.ShouldContain("PENDING");
    }
}
