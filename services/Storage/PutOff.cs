using Microsoft.Extensions.Logging;

namespace Wan.Storage;

/// <summary>
/// Documents that are due further ahead than their owner ever puts them were claimed or written by a process whose clock was ahead, and would
/// wait until the time has come that it believed in.
/// </summary>
public static partial class PutOff
{
    private const int Batch = 100;

    // What others write at the same time comes again with the next look.
    private const int MostBatches = 100;

    /// <summary>Draws them in.</summary>
    /// <param name="documents">Where.</param>
    /// <param name="group">Which of them; null for all groups.</param>
    /// <param name="furthest">The furthest that a right due time can lie ahead now.</param>
    /// <param name="drawIn">Gives one a due time that is right, and what else of it came from that clock. Whoever holds it can't write it any more then.</param>
    /// <param name="logger">Told of it once.</param>
    /// <param name="cancellationToken">Ends it between two documents.</param>
    /// <returns>How many there were.</returns>
    public static async Task<int> DrawInAsync<T>(
        this IDocuments<T> documents, string? group, DateTimeOffset furthest, Action<T> drawIn, ILogger logger, CancellationToken cancellationToken)
        where T : class, IDocument
    {
        var (drawn, latest) = (0, furthest);
        for (var batch = 0; batch < MostBatches; batch++)
        {
            var putOff = await documents.DueAfterAsync(furthest, Batch, group, cancellationToken);
            foreach (var document in putOff)
            {
                latest = document.DueAt > latest ? document.DueAt.Value : latest;
                drawIn(document);
                if (await documents.ReplaceAsync(document, cancellationToken))
                    drawn++;
            }

            if (putOff.Count < Batch)
                break;
        }

        if (drawn > 0)
            Log.DrawnIn(logger, drawn, typeof(T).Name, latest);
        return drawn;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "{Count} documents ({Kind}) were due as late as {Latest:u}, further ahead than any rule puts them: a process's clock was ahead. They are due in time again; check the time synchronisation of the hosts.")]
        public static partial void DrawnIn(ILogger logger, int count, string kind, DateTimeOffset latest);
    }
}
