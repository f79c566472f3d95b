namespace Wan.Storage;

/// <summary>
/// Claimed documents that could not be dealt with for now, since the broker takes nothing, say: they would wait for the end of their lease, though that may be over
/// in a second.
/// </summary>
public static class GivingBack
{
    /// <summary>
    /// Makes them due again. One that somebody else has written since the claim stays as it is. While the store is away, too, they wait for the end of their lease.
    /// </summary>
    /// <param name="documents">Where they are kept.</param>
    /// <param name="claimed">As they were claimed.</param>
    /// <param name="dueAt">When they are due again: now, or soon.</param>
    public static async Task GiveBackAsync<T>(this IDocuments<T> documents, IEnumerable<T> claimed, DateTimeOffset dueAt)
        where T : class, IDocument
    {
        foreach (var document in claimed)
        {
            document.DueAt = dueAt;
            try
            {
                await documents.ReplaceAsync(document, CancellationToken.None);
            }
            catch (StorageUnavailableException)
            {
                return; // To wait for it once for each of them would take longer than their lease.
            }
            catch (StorageException)
            {
                // The others may do better.
            }
        }
    }
}
