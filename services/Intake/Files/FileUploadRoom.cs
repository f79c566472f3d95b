using Microsoft.Extensions.Options;
using Wan.Intake.Doors;

namespace Wan.Intake.Files;

/// <summary>Places for uploads at this process: each takes a connection and as much of the disk as a file may have.</summary>
internal sealed class FileUploadRoom(IOptions<FilesOptions> options)
{
    private readonly SharedRoom room = new();

    /// <summary>Takes one; null if there is none.</summary>
    /// <param name="tenant">Whose key is shown; null if it is no tenant's.</param>
    public IDisposable? Take(string? tenant) => room.Take(options.Value.MaxUploads, tenant);
}
