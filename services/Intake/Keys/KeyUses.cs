using System.Collections.Concurrent;
using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>Writes down when keys were used, beside the requests and seldom.</summary>
internal sealed partial class KeyUses(IDocuments<AccessKey> keys, TimeProvider time, ILogger<KeyUses> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, DateTimeOffset> uses = new();

    /// <summary>It was used now.</summary>
    public void Note(AccessKey key)
    {
        if (time.GetUtcNow() is var now && KeyRules.IsWorthNoting(key, now))
            uses[key.Id] = now;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(Pause, time, stoppingToken);
            foreach (var (id, used) in uses)
            {
                try
                {
                    await keys.ChangeAsync(id, key => Write(key, used), stoppingToken);
                    uses.TryRemove(new(id, used)); // A later one stays.
                }
                catch (StorageException exception)
                {
                    Log.Postponed(logger, id, exception.Message);
                }
            }
        }
    }

    private static bool Write(AccessKey key, DateTimeOffset used)
    {
        if (!KeyRules.IsWorthNoting(key, used))
            return false;
        key.LastUsedAt = used;
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "When the key {KeyId} was last used can't be written down; it is tried again: {Problem}")]
        public static partial void Postponed(ILogger logger, string keyId, string problem);
    }
}
