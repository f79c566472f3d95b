using System.Buffers;
using Wan.Archiver.Download;

namespace Wan.Archiver.Stores;

/// <summary>
/// Keeps videos, each with its record (JSON) beside it, under names such as <c>2026-11-24/….mp4</c>. Nothing stands under such a name before
/// it is whole and kept for good. Every call may throw <see cref="StoreUnavailableException"/>.
/// </summary>
internal interface IVideoStore
{
    /// <summary>A new empty file for a download that is to be put into this store.</summary>
    PartialFile CreatePartial(string id);

    /// <summary>Where those files are.</summary>
    LocalDisk Disk { get; }

    /// <summary>Takes a finished download over and replaces what has its name. When the task ends it is kept for good.</summary>
    Task PutAsync(string key, PartialFile file, ReadOnlySequence<byte> record, CancellationToken cancellationToken);

    /// <summary>What is kept under a name, seekable; null if there is nothing.</summary>
    Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken);

    /// <summary>Removes a video; its record stays. Nothing happens if it isn't there.</summary>
    Task DeleteAsync(string key, CancellationToken cancellationToken);

    /// <summary>An address where anybody may fetch it for a while without us; null if it is to be served from here.</summary>
    Uri? Presign(string key);

    /// <summary>Ends without a fault if the store can be reached.</summary>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Everything that is kept: videos and records.</summary>
    IAsyncEnumerable<StoredItem> ListAsync(CancellationToken cancellationToken);
}

/// <summary>A store doesn't answer or refuses; trying again later may help.</summary>
internal sealed class StoreUnavailableException(string message, Exception inner) : Exception(message, inner);

/// <summary>Something that is kept.</summary>
/// <param name="Key">Its name.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record StoredItem(string Key, long Bytes);
