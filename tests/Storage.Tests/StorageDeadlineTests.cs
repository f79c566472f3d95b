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
}
