namespace Wan.Archiver.Retention;

/// <summary>Decides which videos have had their time, looking at them newest first.</summary>
internal sealed class RetentionLedger(RetentionOptions options, DateTimeOffset now)
{
    private readonly Dictionary<string, long> kept = new(StringComparer.Ordinal);

    /// <summary>Why this video is to be deleted, a sentence; null if it stays.</summary>
    public string? Judge(Archive archive)
    {
        if (archive is not { State: ArchiveState.Stored, Video: { } video })
            return null;

        var rule = options.Of(archive.Tenant);
        var bytes = kept.GetValueOrDefault(archive.Tenant);
        var reason = archive.Hold ? null
            : rule.Age is { } age && now - video.ArchivedAt > age ? $"It is older than {age}."
            : rule.Bytes is { } limit && bytes + video.Bytes > limit ? $"The tenant's newer videos fill its {limit} bytes."
            : null;
        if (reason is null)
            kept[archive.Tenant] = bytes + video.Bytes;
        return reason;
    }
}
