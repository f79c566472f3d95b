using MassTransit;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Poller.Tests;

public sealed class CancellationTests : PollerTest
{
    [Fact]
    public async Task A_waiting_task_is_cancelled_at_the_vendor()
    {
        Vendor.Add("t1", "PENDING");
        await TrackAsync("t1");

        await Poller.Bus.Publish(PollerHost.Cancel("t1"));

        var ended = await Poller.PublishedAsync<RenderingFailed>();
        ended.Reason.ShouldBe("cancelled");
        ended.Error.VendorRequestId.ShouldBe("r-cancel-t1");
        Vendor.Tasks["t1"].Status.ShouldBe("CANCELED");
        (await Poller.Watches.FindAsync("t1"))!.DueAt.ShouldBeNull();
    }

    [Fact]
    public async Task A_running_task_is_not_cancelled_and_discarding_is_offered()
    {
        Vendor.Add("t1", "RUNNING");
        await TrackAsync("t1");
        await Poller.PublishedAsync<GenerationStarted>();

        await Poller.Bus.Publish(PollerHost.Cancel("t1"));

        (await Poller.PublishedAsync<TaskCancellationRefused>()).Message.ShouldContain("discard");
        Vendor.Calls.ShouldNotContain(call => call.What == "cancel t1"); // It was known to run.
        Poller.Published<RenderingFailed>().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_task_that_began_to_run_unseen_is_refused_by_the_vendor_and_said_so()
    {
        var task = Vendor.Add("t1", "PENDING");
        await TrackAsync("t1");
        await Eventually.UntilAsync(() => Vendor.QueriesOf("t1") > 0, "it was seen waiting");
        task.Status = "RUNNING";

        await Poller.Bus.Publish(PollerHost.Cancel("t1"));

        await Poller.PublishedAsync<TaskCancellationRefused>();
        await Poller.PublishedAsync<GenerationStarted>();
    }

    [Fact]
    public async Task A_finished_task_that_is_cancelled_is_told_as_finished()
    {
        var task = Vendor.Add("t1", "PENDING");
        await TrackAsync("t1");
        await Eventually.UntilAsync(() => Vendor.QueriesOf("t1") > 0, "it was seen waiting");
        task.Status = "SUCCEEDED";

        await Poller.Bus.Publish(PollerHost.Cancel("t1"));

        await Poller.PublishedAsync<TaskCancellationRefused>();
        await Poller.PublishedAsync<GenerationRendered>();
    }

    [Fact]
    public async Task A_cancellation_that_comes_twice_gets_the_same_answer_twice()
    {
        Vendor.Add("t1", "PENDING");
        await TrackAsync("t1");
        await Poller.Bus.Publish(PollerHost.Cancel("t1"));
        await Poller.PublishedAsync<RenderingFailed>();

        await Poller.Bus.Publish(PollerHost.Cancel("t1"));

        await Poller.PublishedAsync<RenderingFailed>(count: 2);
        Vendor.Calls.Count(call => call.What == "cancel t1").ShouldBe(1);
    }

    [Fact]
    public async Task A_cancellation_that_overtakes_the_task_faults_so_that_it_is_tried_again()
    {
        await Poller.Bus.Publish(PollerHost.Cancel("t1"));

        await Poller.PublishedAsync<Fault<CancelTask>>();
    }

    private async Task TrackAsync(string task)
    {
        await Poller.TrackAsync(task);
        await Eventually.UntilAsync(async () => await Poller.Watches.FindAsync(task) is not null, "it is watched");
    }
}
