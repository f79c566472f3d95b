using Wan.Hosting;

namespace Wan.Notifier.Feed;

/// <summary>Wakes the reading of what has changed.</summary>
internal sealed class FeedSignal : IDisposable
{
    private readonly Signal signal = new();

    /// <summary>Something has.</summary>
    public void Raise() => signal.Raise();

    /// <summary>Waits for that.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => signal.Dispose();
}
