using System.Runtime.CompilerServices;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Reads all archives of a state, newest first, a page at a time.</summary>
internal static class ArchivePages
{
    private const int PageSize = 500;

    /// <summary>Reads them one by one.</summary>
    public static async IAsyncEnumerable<Archive> ReadAsync(
        IDocuments<Archive> archives, ArchiveState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var page in PagesAsync(archives, state, before: null, cancellationToken))
        {
            foreach (var archive in page)
                yield return archive;
        }
    }

    /// <summary>Reads them as they come.</summary>
    /// <param name="archives">The documents.</param>
    /// <param name="state">Which.</param>
    /// <param name="before">Only those that were made before this time; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<IReadOnlyList<Archive>> PagesAsync(
        IDocuments<Archive> archives, ArchiveState state, DateTimeOffset? before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await archives.PageAsync(new PageQuery { Limit = PageSize, Status = state.ToString(), Cursor = cursor, CreatedBefore = before }, cancellationToken);
            yield return page.Items;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
