using Wan.Hosting;

namespace Wan.Submitter.Line;

/// <summary>Wakes the dispatcher: something came into the line, or a slot is free.</summary>
internal sealed class DispatchSignal : IDisposable
{
    private readonly Signal signal = new();

    public void Raise() => signal.Raise();

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => signal.Dispose();
}
