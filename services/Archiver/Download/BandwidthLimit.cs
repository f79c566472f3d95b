using Microsoft.Extensions.Options;

namespace Wan.Archiver.Download;

/// <summary>Holds all downloads of this process together to so many bytes a second.</summary>
internal sealed class BandwidthLimit(IOptions<ArchiverOptions> options, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly long? bytesPerSecond = options.Value.BytesPerSecond;
    private DateTimeOffset freeAt;

    /// <summary>Accounts for bytes that came, and waits as long as they should have taken.</summary>
    public ValueTask SpendAsync(int bytes, CancellationToken cancellationToken)
    {
        if (bytesPerSecond is not { } limit)
            return ValueTask.CompletedTask;

        TimeSpan wait;
        lock (gate)
        {
            var now = time.GetUtcNow();
            freeAt = (freeAt > now ? freeAt : now) + TimeSpan.FromSeconds((double)bytes / limit);
            wait = freeAt - now;
        }

        return wait < TimeSpan.FromMilliseconds(10) ? ValueTask.CompletedTask : new ValueTask(Task.Delay(wait, time, cancellationToken));
    }
}
