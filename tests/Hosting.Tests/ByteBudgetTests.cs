namespace Wan.Hosting.Tests;

public sealed class ByteBudgetTests
{
    private const int Large = 1_000_000;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);

    private readonly ByteBudget budget = new(2 * Large);

    [Fact]
    public async Task What_fits_is_taken_at_once_and_what_does_not_waits_for_room()
    {
        using var first = await TakeAsync(Large);
        var second = await TakeAsync(Large);
        var third = budget.TakeAsync(Large, Timeout.InfiniteTimeSpan, TimeProvider.System);
        third.IsCompleted.ShouldBeFalse();

        second.Dispose();
        second.Dispose(); // Which gives nothing back twice.

        using var taken = await third;
        await Should.ThrowAsync<TimeoutException>(() => TakeAsync(Large));
    }

    [Fact]
    public async Task Who_comes_later_does_not_go_before_one_that_waits_though_it_would_fit()
    {
        var first = await TakeAsync(3 * Large / 2);
        var large = budget.TakeAsync(Large, Timeout.InfiniteTimeSpan, TimeProvider.System);
        var smaller = budget.TakeAsync(Large / 4, Timeout.InfiniteTimeSpan, TimeProvider.System);
        smaller.IsCompleted.ShouldBeFalse();

        first.Dispose();

        (await large).Dispose();
        (await smaller).Dispose();
    }

    [Fact]
    public async Task One_that_gives_up_waiting_lets_those_behind_it_through()
    {
        using var first = await TakeAsync(3 * Large / 2);
        var impatient = TakeAsync(Large);
        var behind = budget.TakeAsync(Large / 4, Timeout.InfiniteTimeSpan, TimeProvider.System);

        await Should.ThrowAsync<TimeoutException>(() => impatient);

        (await behind).Dispose();
    }

    [Fact]
    public async Task One_that_is_larger_than_all_there_is_goes_alone_and_small_ones_beside_it()
    {
        using var huge = await TakeAsync(100 * Large);

        await Should.ThrowAsync<TimeoutException>(() => TakeAsync(Large));
        (await TakeAsync(ByteBudget.Small)).Dispose();
    }

    private Task<IDisposable> TakeAsync(long bytes) => budget.TakeAsync(bytes, Soon, TimeProvider.System);
}
