using System.Threading.Channels;

namespace Wan.Intake.Events;

/// <summary>The events of one stream until they are written. A client that reads slower than they come loses its connection and goes on by the last id that it has.</summary>
/// <param name="types">Which events; null for all.</param>
internal sealed class QueuedEvents(IReadOnlySet<string>? types) : IEventListener, IDisposable
{
    /// <summary>Most events that wait for a client.</summary>
    public const int Most = 1_000;

    private readonly Channel<EventFrame> waiting = Channel.CreateBounded<EventFrame>(new BoundedChannelOptions(Most) { SingleReader = true });
    private readonly CancellationTokenSource ended = new();
    private readonly Lock gate = new();
    private bool isDisposed;

    /// <summary>What waits.</summary>
    public ChannelReader<EventFrame> Waiting => waiting.Reader;

    /// <summary>Ends when nothing is to be written any more, not even what waits.</summary>
    public CancellationToken Ended => ended.Token;

    /// <summary>Forgets what waits.</summary>
    public void Clear()
    {
        while (waiting.Reader.TryRead(out _))
        {
            // None of it counts.
        }
    }

    public void Offer(EventFrame frame)
    {
        if (types is not null && frame.Type is { } type && !types.Contains(type))
            return;
        if (!waiting.Writer.TryWrite(frame))
            End();
    }

    public void End()
    {
        lock (gate)
        {
            if (!isDisposed)
                _ = ended.CancelAsync(); // Whoever looks for all goes on.
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isDisposed = true;
            ended.Dispose();
        }
    }
}
