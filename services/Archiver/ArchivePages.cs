using System.Runtime.CompilerServices;
using Wan.Storage;

namespace Wan.Archiver;

/// <summary>Reads all archives of a state, newest first, a page at a time.</summary>
internal static class ArchivePages
{
    private const int PageSize = 500;

    public static async IAsyncEnumerable<Archive> ReadAsync(
        IDocuments<Archive> archives, ArchiveState state, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await archives.PageAsync(new PageQuery { Limit = PageSize, Status = state.ToString(), Cursor = cursor }, cancellationToken);
            foreach (var archive in page.Items)
                yield return archive;
            cursor = page.Next;
        }
        while (cursor is not null);
    }
}
