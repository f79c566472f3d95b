using Wan.Intake.Events;

namespace Wan.Intake.Tests.Events;

/// <summary>How many streams may be open: so many at a process, and half of them of one tenant.</summary>
public sealed class EventsMetricsTests
{
    [Fact]
    public void A_tenant_leaves_room_for_others()
    {
        using var metrics = new EventsMetrics();

        metrics.TryOpen(4, "acme").ShouldBeTrue();
        metrics.TryOpen(4, "acme").ShouldBeTrue();
        metrics.TryOpen(4, "acme").ShouldBeFalse();
        metrics.TryOpen(4, "other").ShouldBeTrue();
        metrics.TryOpen(4, null).ShouldBeTrue();
        metrics.TryOpen(4, null).ShouldBeFalse();
        metrics.Close("acme");
        metrics.TryOpen(4, "acme").ShouldBeTrue();
        metrics.Listeners.ShouldBe(4);
    }
}
