using System.Buffers;
using Wan.Contracts;

namespace Wan.Archiver.Stores;

/// <summary>Copies a video with its record from one place to another, and sees by the hash that the copy is the video.</summary>
internal static class VideoCopy
{
    private const int BufferBytes = 128 * 1024;

    public static async Task<CopyResult> RunAsync(
        IVideoStore from, string key, IVideoStore to, string newKey, ArchivedVideo proof, ReadOnlySequence<byte> record, CancellationToken cancellationToken)
    {
        await using var source = await from.OpenAsync(key, cancellationToken);
        if (source is null)
            return CopyResult.Missing;

        using var file = to.CreatePartial(Path.GetFileNameWithoutExtension(newKey));
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            for (int count; (count = await source.ReadAsync(buffer, cancellationToken)) > 0;)
                file.Append(buffer.AsSpan(0, count));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (file.Sha256() != proof.Sha256)
            return CopyResult.Changed;
        await to.PutAsync(newKey, file, record, cancellationToken);
        return CopyResult.Copied;
    }
}

/// <summary>What became of a copy.</summary>
internal enum CopyResult
{
    /// <summary>It is there.</summary>
    Copied,

    /// <summary>There is nothing to copy.</summary>
    Missing,

    /// <summary>What is there is no longer the video.</summary>
    Changed,
}
