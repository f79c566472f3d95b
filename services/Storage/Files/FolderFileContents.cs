using Microsoft.Extensions.Options;

namespace Wan.Storage.Files;

/// <summary>
/// The folder <c>files</c> in <see cref="StorageOptions.Directory"/>: a file for each content, named by its id. One that is coming in stands in
/// <c>files/incoming</c> until it is whole and flushed; then it gets its name.
/// </summary>
internal sealed class FolderFileContents(IOptions<StorageOptions> options) : IFileContents
{
    private readonly string folder = Path.Combine(Path.GetFullPath(options.Value.Directory), "files");
    private readonly DirectoryFlush flush = new();

    private string Incoming => Path.Combine(folder, "incoming");

    public long? FreeBytes => DiskSpace.FreeBytes(folder);

    public FileDraft Begin(string id) => Try(() =>
    {
        Directory.CreateDirectory(Incoming);
        return new FileDraft(id, Path.Combine(Incoming, Checked(id)), FileOptions.None);
    });

    public async Task KeepAsync(FileDraft draft, CancellationToken cancellationToken = default)
    {
        Try(() =>
        {
            draft.Stream.Flush(flushToDisk: true);
            File.Move(draft.Path, PathOf(draft.Id), overwrite: true);
            return draft.IsKept = true;
        });
        await flush.FlushAsync(folder);
    }

    public Task<Stream?> OpenAsync(string id, CancellationToken cancellationToken = default) => Task.FromResult(Try<Stream?>(() =>
    {
        // Whoever reads one that Intake never writes to would take that for the place where nothing is.
        if (!Directory.Exists(folder))
            throw new StorageException($"{folder} is not there. It is Intake's, and read by Submitter too: give both the same Storage:Directory.");
        try
        {
            return new FileStream(PathOf(id), new FileStreamOptions
            {
                Mode = FileMode.Open, Access = FileAccess.Read, Share = FileShare.ReadWrite | FileShare.Delete, Options = FileOptions.Asynchronous | FileOptions.SequentialScan,
            });
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }));

    public async Task DeleteAsync(string id, CancellationToken cancellationToken = default)
    {
        if (!Try(() => File.Exists(PathOf(id))))
            return;
        Try(() =>
        {
            File.Delete(PathOf(id));
            return true;
        });
        await flush.FlushAsync(folder);
    }

    public Task<IReadOnlyList<string>> IdsAsync(string after, int limit, CancellationToken cancellationToken = default) => Task.FromResult(Try<IReadOnlyList<string>>(
        () => !Directory.Exists(folder) ? [] :
        [
            .. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path)).Where(name => IsId(name) && string.CompareOrdinal(name, after) > 0)
                .Order(StringComparer.Ordinal).Take(limit),
        ]));

    public int DeleteDrafts(DateTimeOffset before) => Try(() =>
    {
        var left = Directory.Exists(Incoming)
            ? Directory.EnumerateFiles(Incoming).Where(path => File.GetLastWriteTimeUtc(path) < before.UtcDateTime).ToList()
            : [];
        left.ForEach(File.Delete);
        return left.Count;
    });

    // A name that is no id could lead out of the folder.
    private static string Checked(string id) => IsId(id)
        ? id
        : throw new ArgumentException($"'{id}' is no id of a file.", nameof(id));

    private static bool IsId(string name) => Guid.TryParseExact(name, "D", out _) && !name.Any(char.IsAsciiLetterUpper);

    private string PathOf(string id) => Path.Combine(folder, Checked(id));

    private T Try<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (Exception exception) when (DiskFullException.Is(exception))
        {
            throw new DiskFullException($"The disk of '{folder}' is full: make room there.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"The folder '{folder}' can't be used: {exception.Message}", exception);
        }
    }
}
