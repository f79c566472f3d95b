namespace Wan.Storage.Files;

/// <summary>A file that is coming in, on this machine's disk. Disposed, it is gone, unless it was kept.</summary>
public sealed class FileDraft : IAsyncDisposable
{
    internal FileDraft(string id, string path, FileOptions options)
    {
        (Id, Path) = (id, path);
        Stream = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.Read, Options = options | FileOptions.Asynchronous, BufferSize = 0,
        });
    }

    /// <summary>The id of the file that it becomes.</summary>
    public string Id { get; private set; }

    /// <summary>To be written to, and read again from any place.</summary>
    public FileStream Stream { get; }

    internal string Path { get; }

    internal bool IsKept { get; set; }

    /// <summary>It becomes the content of this file, which has lost its own.</summary>
    public void Become(string id) => Id = id;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Stream.DisposeAsync();
        if (!IsKept)
            File.Delete(Path);
    }
}
