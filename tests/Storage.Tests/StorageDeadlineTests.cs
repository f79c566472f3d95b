using Wan.Storage.Calls;

namespace Wan.Storage.Tests;

public sealed class StorageDeadlineTests
{
    [Fact]
    public async Task Whoever_waits_at_a_door_waits_no_longer_than_the_door_and_nobody_else_is_hurried()
    {
        var (door, beside) = (TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(8));

        await Task.Run(async () =>
        {
            StorageDeadline.Set(door);
            await Task.Yield();
            StorageDeadline.Of(beside).ShouldBeLessThanOrEqualTo(door);
            StorageDeadline.Of(TimeSpan.FromMilliseconds(1)).ShouldBe(TimeSpan.FromMilliseconds(1));
        });

        StorageDeadline.Of(beside).ShouldBe(beside);
    }

    [Fact]
    public async Task The_time_that_a_requester_takes_to_send_its_body_is_not_the_stores()
    {
        await Task.Run(() =>
        {
            StorageDeadline.Set(TimeSpan.FromMinutes(1));
            for (var began = Environment.TickCount64; Environment.TickCount64 - began < 50;)
                Thread.Yield();
            StorageDeadline.Of(TimeSpan.FromHours(1)).ShouldBe(TimeSpan.FromMinutes(1));
        });
    }

    [Fact]
    public async Task Whoever_was_kept_waiting_by_its_own_wish_has_all_its_time_again()
    {
        var (door, timeout) = (TimeSpan.FromMilliseconds(30), TimeSpan.FromHours(1));

        await Task.Run(async () =>
        {
            StorageDeadline.Set(door);
            StorageDeadline.Of(timeout).ShouldBe(door);
            for (var began = Environment.TickCount64; Environment.TickCount64 - began < 60;)
                Thread.Yield();
            StorageDeadline.Of(timeout).ShouldBe(TimeSpan.Zero);

            await WaitAsync(); // Which is called, and so could not set another one.

            StorageDeadline.Of(timeout).ShouldBe(door);
        });

        static async Task WaitAsync()
        {
            await Task.Yield();
            StorageDeadline.Restart();
        }
    }

    [Fact]
    public async Task What_carries_much_has_more_time_and_so_has_what_comes_after_it()
    {
        var (door, more) = (TimeSpan.FromHours(1), TimeSpan.FromHours(2));

        await Task.Run(() =>
        {
            StorageDeadline.Set(door);
            StorageDeadline.Of(TimeSpan.FromHours(9), more).ShouldBeGreaterThan(more);
            StorageDeadline.Of(TimeSpan.FromHours(9)).ShouldBeGreaterThan(more);
        });

        StorageDeadline.Of(TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(4)).ShouldBe(TimeSpan.FromSeconds(12));
        StorageDeadline.Of(TimeSpan.FromSeconds(8), more).ShouldBeLessThan(TimeSpan.FromSeconds(30), "a handler is given up then");
        StorageDeadline.Of(door, more).ShouldBe(door);
    }
}
