using Wan.Storage;

namespace Wan.Submitter.Restores;

/// <summary>Whether the documents were put back from a backup. It is written while no service runs, so that it is read once.</summary>
internal sealed class RestoredDocuments(IDocuments<RestoreMark> marks)
{
    private DateTimeOffset? restoredAt;

    /// <summary>Whether a generation that was accepted at this time may have been submitted by whoever ran before the documents were put back.</summary>
    public async ValueTask<bool> MayHaveBeenSubmittedAsync(DateTimeOffset acceptedAt, CancellationToken cancellationToken)
    {
        restoredAt ??= (await marks.FindAsync(RestoreMark.Only, cancellationToken))?.RestoredAt ?? DateTimeOffset.MinValue;
        return acceptedAt < restoredAt;
    }
}
