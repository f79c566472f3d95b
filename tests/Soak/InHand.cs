namespace Wan.Soak;

/// <summary>Something that one thing is done to at a time.</summary>
internal sealed class InHand : IDisposable
{
    private readonly SemaphoreSlim free = new(1, 1);

    /// <summary>Waits until nobody else has it in hand.</summary>
    /// <returns>Lets go of it.</returns>
    public async Task<IDisposable> TakeAsync(CancellationToken stop)
    {
        await free.WaitAsync(stop);
        return new Hold(free);
    }

    public void Dispose() => free.Dispose();

    private sealed class Hold(SemaphoreSlim held) : IDisposable
    {
        public void Dispose() => held.Release();
    }
}
