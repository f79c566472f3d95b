namespace Wan.Storage;

/// <summary>
/// Claimed documents that could not be dealt with for now, since the broker takes nothing, say: they would wait for the end of their lease, though that may be over
/// in a second.
/// </summary>
public static class GivingBack
{
    /// <summary>Makes them due at once. One that somebody else has written since the claim stays as it is, and one that the store does not take waits for the end of its lease.</summary>
    /// <param name="documents">Where they are kept.</param>
    /// <param name="claimed">As they were claimed.</param>
    /// <param name="now">The time.</param>
    public static async Task GiveBackAsync<T>(this IDocuments<T> documents, IEnumerable<T> claimed, DateTimeOffset now)
        where T : class, IDocument
    {
        foreach (var document in claimed)
        {
            document.DueAt = now;
            try
            {
                await documents.ReplaceAsync(document, CancellationToken.None);
            }
            catch (StorageException)
            {
                // The others may do better.
            }
        }
    }
}
