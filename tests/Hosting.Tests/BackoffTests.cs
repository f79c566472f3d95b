namespace Wan.Hosting.Tests;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500), Longest = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData(-3, 0.5)]
    [InlineData(0, 0.5)]
    [InlineData(1, 1)]
    [InlineData(3, 4)]
    [InlineData(6, 32)]
    [InlineData(7, 60)]
    [InlineData(int.MaxValue, 60)]
    public void Each_wait_is_twice_the_last_one_up_to_the_longest(int before, double seconds) =>
        Backoff.Wait(before, First, Longest).ShouldBe(TimeSpan.FromSeconds(seconds));

    [Fact]
    public void A_first_wait_that_is_too_long_is_cut_and_none_stays_none()
    {
        Backoff.Wait(0, Longest, First).ShouldBe(First);
        Backoff.Wait(5, TimeSpan.Zero, Longest).ShouldBe(TimeSpan.Zero);
    }
}
