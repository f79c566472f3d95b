using Wan.Hosting;

namespace Wan.Archiver;

/// <summary>Wakes the archive loop of this process.</summary>
internal sealed class ArchiveSignal : IDisposable
{
    private readonly Signal signal = new();

    public void Raise() => signal.Raise();

    public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => signal.Dispose();
}
