using Wan.Intake.Doors;

namespace Wan.Intake.Tests;

/// <summary>So many at a process, and half of them of one tenant.</summary>
public sealed class SharedRoomTests
{
    [Fact]
    public void A_tenant_leaves_room_for_others()
    {
        var room = new SharedRoom();

        var first = room.Take(4, "acme").ShouldNotBeNull();
        room.Take(4, "acme").ShouldNotBeNull();
        room.Take(4, "acme").ShouldBeNull();
        room.Take(4, "other").ShouldNotBeNull();
        room.Take(4, null).ShouldNotBeNull();
        room.Take(4, null).ShouldBeNull();

        first.Dispose();
        first.Dispose();
        room.Taken.ShouldBe(3);
        room.Take(4, "acme").ShouldNotBeNull();
        room.Taken.ShouldBe(4);
    }
}
