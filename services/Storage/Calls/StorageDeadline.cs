namespace Wan.Storage.Calls;

/// <summary>By when all storage calls of a request, and of what it calls, must have ended: whoever waits at a door waits no longer.</summary>
internal static class StorageDeadline
{
    private static readonly AsyncLocal<long?> EndsAt = new();

    /// <summary>From here on, until this flow of calls ends.</summary>
    public static void Set(TimeSpan within) => EndsAt.Value = Environment.TickCount64 + (long)within.TotalMilliseconds;

    /// <summary>How long a call may take that begins now.</summary>
    /// <param name="timeout">Where nobody waits at a door.</param>
    public static TimeSpan Of(TimeSpan timeout)
    {
        if (EndsAt.Value is not { } endsAt)
            return timeout;
        var left = TimeSpan.FromMilliseconds(Math.Max(0, endsAt - Environment.TickCount64));
        return left < timeout ? left : timeout;
    }
}
