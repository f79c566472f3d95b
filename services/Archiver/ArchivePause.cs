using Wan.Hosting.Clocks;

namespace Wan.Archiver;

/// <summary>Whether nothing new is archived for now: there is no room for it, or our clock is wrong.</summary>
internal sealed partial class ArchivePause(DiskRoom room, ClockGuard guard, ILogger<ArchivePause> logger)
{
    private bool wasFull;

    /// <summary>Whether it is so now.</summary>
    public bool IsOn() => IsFull() || !guard.IsTrusted(out _);

    private bool IsFull()
    {
        var look = room.Look();
        var isFull = !look.CanKeep;
        if (isFull && !wasFull)
            Log.Paused(logger, look.Reason!);
        else if (!isFull && wasFull)
            Log.Resumed(logger);
        wasFull = isFull;
        return isFull;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Archiving is paused. {Reason}")]
        public static partial void Paused(ILogger logger, string reason);

        [LoggerMessage(2, LogLevel.Information, "Archiving goes on: there is room on the disk again")]
        public static partial void Resumed(ILogger logger);
    }
}
