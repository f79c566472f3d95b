namespace Wan.Storage.Calls;

/// <summary>
/// By when all storage calls of a request, and of what it calls, must have ended: whoever waits at a door waits no longer for the store. It counts from
/// the first of them, so that reading a large body from a slow requester takes nothing of it.
/// </summary>
internal static class StorageDeadline
{
    // Whoever handles a message is given up after half a minute, and then tries again while the first try still writes.
    private static readonly TimeSpan LongestOutside = TimeSpan.FromSeconds(20);

    private static readonly AsyncLocal<Door?> Ours = new();

    /// <summary>From here on, until this flow of calls ends.</summary>
    public static void Set(TimeSpan within) => Ours.Value = new Door(within);

    /// <summary>From here on nobody waits at a door.</summary>
    public static void Clear() => Ours.Value = null;

    /// <summary>At a door it counts again from the next call, in whoever called this too.</summary>
    public static void Restart() => Ours.Value?.Restart();

    /// <summary>How long a call may take that begins now.</summary>
    /// <param name="timeout">Where nobody waits at a door.</param>
    /// <param name="more">For what the call has to carry; those after it at a door have it on top, too.</param>
    public static TimeSpan Of(TimeSpan timeout, TimeSpan more = default)
    {
        if (Ours.Value is not { } door)
            return timeout + more < LongestOutside ? timeout + more : timeout > LongestOutside ? timeout : LongestOutside;
        var left = door.Left(more);
        return left < timeout + more ? left : timeout + more;
    }

    private sealed class Door(TimeSpan within)
    {
        private readonly Lock gate = new();
        private long? endsAt;

        public void Restart()
        {
            lock (gate)
                endsAt = null;
        }

        public TimeSpan Left(TimeSpan more)
        {
            lock (gate)
            {
                var now = Environment.TickCount64;
                var ends = (endsAt ?? now + (long)within.TotalMilliseconds) + (long)more.TotalMilliseconds;
                endsAt = ends;
                return TimeSpan.FromMilliseconds(Math.Max(0, ends - now));
            }
        }
    }
}
