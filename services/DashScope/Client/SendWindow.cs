namespace Wan.DashScope.Client;

/// <summary>
/// Until when a submit may leave. Asked of two clocks, since each can stand still or be moved by itself: the wall clock, and one that nobody
/// sets, which runs from the making of the window.
/// </summary>
/// <param name="notAfter">When it closes.</param>
/// <param name="time">Both clocks.</param>
public sealed class SendWindow(DateTimeOffset notAfter, TimeProvider time)
{
    private readonly long openedAt = time.GetTimestamp();
    private readonly TimeSpan length = notAfter - time.GetUtcNow();

    /// <summary>When it closes.</summary>
    public DateTimeOffset NotAfter { get; } = notAfter;

    /// <summary>Whether neither clock says that it has closed.</summary>
    public bool IsOpen => time.GetUtcNow() <= NotAfter && time.GetElapsedTime(openedAt) <= length;
}
