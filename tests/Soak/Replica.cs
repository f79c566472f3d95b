namespace Wan.Soak;

/// <summary>One process of a service. Whoever does something to it has it alone meanwhile.</summary>
internal sealed class Replica(ServiceProcess process, string name) : IDisposable
{
    private readonly InHand inHand = new();

    /// <summary>Such as <c>submitter-2</c>.</summary>
    public string Name => name;

    public ServiceProcess Process => process;

    /// <summary>Waits until nobody else has it in hand.</summary>
    /// <returns>Lets go of it.</returns>
    public Task<IDisposable> TakeAsync(CancellationToken stop) => inHand.TakeAsync(stop);

    /// <summary>Starts it; at the checkpoint it will send itself a signal.</summary>
    public void Start(CheckpointSignal? signal = null, TimeSpan clockOffset = default)
    {
        process.SignalsItselfAt = signal;
        process.ClockOffset = clockOffset;
        process.Start();
    }

    public void Dispose() => inHand.Dispose();
}
