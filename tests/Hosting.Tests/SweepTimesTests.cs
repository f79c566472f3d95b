using Wan.Fixtures;

namespace Wan.Hosting.Tests;

public sealed class SweepTimesTests
{
    [Fact]
    public void A_sweep_that_does_not_come_to_its_end_grows_old()
    {
        using var meter = new MeterReader("wan.sweep.age");
        var time = new Stopped();
        using var times = new SweepTimes(time);
        times.Begun("stuck");
        times.Begun("goes on", "account");

        time.Ticks += TimeSpan.TicksPerMinute;
        times.Begun("stuck"); // After a fault, say: that it begins anew is no end.
        times.Ended("goes on", "account");
        time.Ticks += TimeSpan.TicksPerSecond;

        meter.Now("wan.sweep.age stuck").ShouldBe([61]);
        meter.Now("wan.sweep.age goes on account").ShouldBe([1]);
    }

    private sealed class Stopped : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Ticks;
    }
}
