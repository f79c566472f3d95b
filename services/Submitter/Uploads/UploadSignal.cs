using Wan.Hosting;

namespace Wan.Submitter.Uploads;

/// <summary>Wakes whoever uploads: something with files came into the line, or a place is free.</summary>
internal sealed class UploadSignal : IDisposable
{
    private readonly Signal signal = new();

    public void Raise() => signal.Raise();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => signal.Dispose();
}
