using Wan.Simulator.Endpoints;
using Wan.Simulator.Tasks;
using Wan.Simulator.Video;

namespace Wan.Simulator.Faults;

/// <summary>What can be wrong with the download of a result.</summary>
internal sealed class DownloadFaults(FaultList faults)
{
    private const string Metadata = "http://169.254.169.254/latest/meta-data/";

    /// <summary>An answer instead of the video; true if it was given.</summary>
    public async Task<bool> DivertAsync(HttpContext context, SimulatedTask task)
    {
        var subject = new FaultSubject(task);
        if (faults.Fire(FaultKind.DownloadError, subject) is { } error)
            await ResultEndpoint.StoreError(error.Status ?? StatusCodes.Status503ServiceUnavailable, "ServiceUnavailable", "Please reduce your request rate.").WriteAsync(context);
        else if (faults.Fire(FaultKind.DownloadExpired, subject) is not null)
            await ResultEndpoint.StoreError(StatusCodes.Status403Forbidden, "AccessDenied", "Request has expired.").WriteAsync(context);
        else if (faults.Fire(FaultKind.DownloadRedirect, subject) is { } redirect)
            context.Response.Redirect(redirect.Location ?? Metadata);
        else
            return false;

        return true;
    }

    /// <summary>Whether this server knows nothing of ranges.</summary>
    public bool IgnoresRange(SimulatedTask task) => faults.Fire(FaultKind.DownloadNoRange, new FaultSubject(task)) is not null;

    /// <summary>What happens to the bytes of this download on their way.</summary>
    public BodyDamage Damage(SimulatedTask task, long count)
    {
        var subject = new FaultSubject(task);
        var reset = faults.Fire(FaultKind.DownloadReset, subject);
        return new BodyDamage
        {
            BytesPerSecond = faults.Fire(FaultKind.DownloadSlow, subject) is { } slow ? slow.BytesPerSecond ?? 10_000 : null,
            ResetAfter = reset is null ? null : reset.Bytes ?? count / 2,
            ExtraLength = faults.Fire(FaultKind.DownloadWrongLength, subject) is { } wrong ? Math.Max(wrong.Bytes ?? -1000, -count) : 0,
            EndlessUntil = faults.Fire(FaultKind.DownloadEndless, subject) is { } endless ? endless.Bytes ?? 10_000_000_000 : null,
            Corruption = faults.Fire(FaultKind.DownloadCorrupt, subject),
        };
    }
}

/// <summary>What happens to the bytes of one download.</summary>
internal sealed record BodyDamage
{
    private static readonly byte[] Filler = new byte[64 * 1024];

    public long? BytesPerSecond { get; init; }

    /// <summary>Bytes after which the connection is reset.</summary>
    public long? ResetAfter { get; init; }

    /// <summary>Less than 0: the file ends that much too early, and the header agrees. More: the header promises bytes that never come.</summary>
    public long ExtraLength { get; init; }

    /// <summary>Bytes sent without a declared length.</summary>
    public long? EndlessUntil { get; init; }

    public Fault? Corruption { get; init; }

    /// <summary>The bytes as they are sent.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Apply(SimulatedVideo video, long from, long count)
    {
        var left = Math.Min(count + Math.Min(ExtraLength, 0), ResetAfter ?? long.MaxValue);
        var places = CorruptPlaces(video.Length);
        foreach (var piece in video.Read(from, left))
        {
            yield return places.Length == 0 ? piece : Corrupted(piece, from, places);
            from += piece.Length;
        }

        for (var filler = (EndlessUntil ?? 0) - left; filler > 0; filler -= Filler.Length)
            yield return Filler.AsMemory(0, (int)Math.Min(filler, Filler.Length));
    }

    private static ReadOnlyMemory<byte> Corrupted(ReadOnlyMemory<byte> piece, long from, long[] places)
    {
        var copy = piece.ToArray();
        foreach (var place in places.Where(place => place >= from && place < from + copy.Length))
            copy[place - from] ^= 0xFF;
        return copy;
    }

    private long[] CorruptPlaces(long length)
    {
        if (Corruption is not { } fault)
            return [];

        var count = fault.Bytes ?? 16;
        return fault.Offset is { } start
            ? [.. Enumerable.Range(0, (int)count).Select(i => start + i)]
            : [.. Enumerable.Range(0, (int)count).Select(i => (long)(SeededDraw.At(fault.Seed ?? 1, i) * length)).Distinct()];
    }
}
