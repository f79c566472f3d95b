using Wan.Hosting;
using Wan.Storage;

namespace Wan.Submitter.Restores;

/// <summary>Makes a line that was put back from a backup safe to go on with: nothing is POSTed that may have been since.</summary>
public static class RestoredLine
{
    private const int AtOnce = 200;

    // All that may be POSTed, or was.
    private static readonly string[] InDoubt =
        [nameof(SubmissionState.Waiting), Submission.WaitingAgain, nameof(SubmissionState.Posting), nameof(SubmissionState.Uncertain)];

    /// <summary>
    /// Gives up what waits or is in doubt, and notes the time, so that what was accepted before and comes into the line only later is given up too. No
    /// service may run. May be done again.
    /// </summary>
    /// <param name="configuration">Says where the documents are.</param>
    /// <param name="cancellationToken">Ends it, half done: do it again.</param>
    /// <returns>How many were given up.</returns>
    /// <exception cref="StorageException">The store doesn't answer.</exception>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A setting is wrong.</exception>
    public static async Task<int> GiveUpAsync(IConfiguration configuration, CancellationToken cancellationToken)
    {
        await using var services = new ServiceCollection().AddLogging().AddStorage(configuration).AddSubmissions().BuildServiceProvider();
        var submissions = services.GetRequiredService<IDocuments<Submission>>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        await services.GetRequiredService<IDocuments<RestoreMark>>().ChangeOrCreateAsync(
            RestoreMark.Only,
            () => new RestoreMark { CreatedAt = now, RestoredAt = now },
            mark =>
            {
                mark.RestoredAt = now;
                return true;
            },
            cancellationToken);
        var count = 0;
        foreach (var status in InDoubt)
        {
            string? cursor = null;
            do
            {
                var page = await submissions.PageAsync(new PageQuery { Limit = AtOnce, Status = status, Cursor = cursor }, cancellationToken);
                foreach (var submission in page.Items)
                {
                    if (await submissions.ChangeAsync(submission, found => RestoreRules.GiveUp(found, now), cancellationToken) is { State: SubmissionState.Refused })
                        count++;
                }

                cursor = page.Next;
            }
            while (cursor is not null);
        }

        return count;
    }
}
