using System.Buffers;
using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Wan.Archiver.Download;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver.Stores;

/// <summary>Videos as files, a directory per day. Downloads are made beside them, so that a rename puts them in their place.</summary>
internal sealed class FileStore(LocalDisk disk) : IVideoStore
{
    private readonly string root = disk.Root;
    private readonly DirectoryFlush flush = new();
    private readonly ConcurrentDictionary<string, bool> days = new(StringComparer.Ordinal);

    public PartialFile CreatePartial(string id) => disk.CreatePartial(id);

    public LocalDisk Disk => disk;

    public async Task PutAsync(string key, PartialFile file, ReadOnlySequence<byte> record, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        var day = Path.GetDirectoryName(path)!;

        // Another process may have made it and not flushed it yet, so each does so once.
        if (!days.ContainsKey(day) || !Directory.Exists(day))
        {
            Directory.CreateDirectory(day);
            await flush.FlushAsync(root);
            days[day] = true;
        }

        // The record goes first: a video in its place has one.
        using (var beside = disk.CreatePartial(Path.GetFileNameWithoutExtension(path)))
        {
            foreach (var part in record)
                beside.Append(part.Span);
            beside.Flush();
            beside.MoveTo(RecordKey.Of(path));
        }

        Checkpoint.Reached("archiver.recorded", Path.GetFileNameWithoutExtension(path));
        file.Flush();
        file.MoveTo(path);
        await flush.FlushAsync(day);
    }

    public Task<Stream?> OpenAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return Task.FromResult<Stream?>(new FileStream(PathOf(key), new FileStreamOptions
            {
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous,
                BufferSize = 0,
            }));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<Stream?>(null);
        }
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        var path = PathOf(key);
        if (!File.Exists(path))
        {
            disk.MustBeThere();
            return;
        }

        File.Delete(path);
        await flush.FlushAsync(Path.GetDirectoryName(path)!);
    }

    public Uri? Presign(string key) => null;

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask; // Its room is looked at by DiskRoom.

    public async IAsyncEnumerable<StoredItem> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (!Directory.Exists(root))
            yield break;

        foreach (var file in new DirectoryInfo(root).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var key = Path.GetRelativePath(root, file.FullName).Replace('\\', '/');
            if (!LocalDisk.IsScratch(key))
                yield return new StoredItem(key, file.Length);
        }
    }

    private string PathOf(string key) => Path.Combine(root, key);
}
