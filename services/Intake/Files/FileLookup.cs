using Wan.DashScope.Requests;
using Wan.Hosting.Doors.Access;
using Wan.Media;

namespace Wan.Intake.Files;

/// <summary>Looks up the files that a request refers to, which the rules can't do by themselves.</summary>
internal sealed class FileLookup(FileShelf shelf, UploadedReferences uploads)
{
    /// <summary>A body in which files are named as they are kept, whatever address their upload gave: before anything else is said of it.</summary>
    public Task<ReadOnlyMemory<byte>> NameAsync(ReadOnlyMemory<byte> body, Requester requester, CancellationToken cancellationToken) => uploads.ReplaceAsync(body, requester, cancellationToken);

    /// <summary>What is said of a request once its files are known; the same where it refers to none.</summary>
    /// <param name="reading">What was said of it so far.</param>
    /// <param name="tenant">Whose request it is: another tenant's file is none.</param>
    /// <param name="again">Reads it again, with the files that are there.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public async Task<RequestReading> CompleteAsync(
        RequestReading reading, string tenant, Func<IReadOnlyDictionary<string, MediaFacts>, Task<RequestReading>> again, CancellationToken cancellationToken)
    {
        if (reading.FileIds is not { Count: > 0 } ids)
            return reading;
        var found = new Dictionary<string, MediaFacts>(StringComparer.Ordinal);
        foreach (var id in ids)
        {
            if (await shelf.FindAsync(id, tenant, cancellationToken) is { } file)
                found[id] = file.Facts;
        }

        return await again(found);
    }
}
