namespace Wan.Storage.Calls;

/// <summary>
/// Finds out what became of a write whose answer did not come: looks for its write id, and where that is not there makes the same write again, which
/// can't be stored twice, until the store has said yes or no.
/// </summary>
internal static class DoubtfulWrite
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(320);

    /// <summary>Writes, until the outcome is known.</summary>
    /// <param name="attempt">The write: inserts where nothing is, or replaces if the version is the expected one.</param>
    /// <param name="look">Which write the document in its place comes from; null if there is none.</param>
    /// <param name="expectedVersion">The version before it; 0 where nothing is.</param>
    /// <param name="writeId">Its id.</param>
    /// <param name="answersOnce">See <see cref="IStoredCollection.AnswersOnce"/>.</param>
    /// <param name="deadline">When it is given up.</param>
    /// <exception cref="StorageUnavailableException">It could not be found out in time, or it was refused for a while.</exception>
    public static async Task<WriteAnswer> SettleAsync(
        Func<Task<WriteAnswer>> attempt, Func<Task<Stamp?>> look, long expectedVersion, long writeId, bool answersOnce, CancellationToken deadline)
    {
        StorageUnavailableException? doubt = null;
        for (var pause = FirstPause; ; pause = pause < LongestPause ? pause * 2 : pause)
        {
            var answer = WriteAnswer.Lost;
            try
            {
                answer = await attempt();
                if (answer == WriteAnswer.Done || (doubt is null && answersOnce))
                    return answer;
            }
            catch (StorageUnavailableException exception) when (exception.MayHaveBeenStored || exception.IsOfAMoment || doubt is not null)
            {
                doubt = exception.MayHaveBeenStored || doubt is null ? exception : doubt;
            }

            try
            {
                // A no may be the answer to a second try of what the first has stored.
                var stamp = await look();
                if (stamp?.WriteId == writeId)
                    return WriteAnswer.Done;
                if (answer == WriteAnswer.KeyTaken || IsAnothers(stamp, expectedVersion))
                    return answer;
            }
            catch (Exception exception) when (exception is StorageUnavailableException or OperationCanceledException)
            {
                // It is looked again after the next try.
            }

            try
            {
                await Task.Delay(pause, deadline);
            }
            catch (OperationCanceledException exception)
            {
                throw doubt ?? new StorageUnavailableException("A write was not confirmed in time.", mayHaveBeenStored: true, exception);
            }
        }
    }

    // A lower version is one that a majority has not gone on from yet.
    private static bool IsAnothers(Stamp? stamp, long expectedVersion) => stamp is null ? expectedVersion > 0 : stamp.Value.Version > expectedVersion;
}
