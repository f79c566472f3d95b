using System.Text.Json.Serialization;
using Wan.DashScope.Files;
using Wan.Media;
using Wan.Storage;

namespace Wan.Intake.Files;

/// <summary>A file that a tenant gave: what it is. Its content is among the <see cref="Storage.Files.IFileContents"/>, stored before and deleted after this.</summary>
internal sealed class StoredFile : IDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it is to be deleted, or that is tried again.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>From then on nothing new refers to it. Later with each use.</summary>
    public required DateTimeOffset ExpiresAt { get; set; }

    public required string Tenant { get; init; }

    /// <summary>As its sender called it, without what no name needs; null if it was not called anything.</summary>
    public string? Name { get; init; }

    /// <summary>See <see cref="FileFormat.Name"/>.</summary>
    public required string Format { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Of its content, 64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    public int? Width { get; init; }

    public int? Height { get; init; }

    public decimal? Seconds { get; init; }

    public bool HasAlpha { get; init; }

    /// <summary>The same bytes of a tenant are the same file.</summary>
    [JsonIgnore]
    public string? UniqueKey => KeyOf(Tenant, Sha256);

    /// <summary>What is said of it to the rules.</summary>
    [JsonIgnore]
    public MediaFacts Facts => new(FileFormat.All.First(format => format.Name == Format), Bytes) { Width = Width, Height = Height, Seconds = Seconds, HasAlpha = HasAlpha };

    /// <summary>How a request names it.</summary>
    [JsonIgnore]
    public string Url => FileReference.To(Id);

    public static string KeyOf(string tenant, string sha256) => $"{tenant}/{sha256}";

    /// <summary>Keeps it for so long from now on.</summary>
    /// <returns>Whether that is worth a write.</returns>
    public bool Use(DateTimeOffset now, TimeSpan keepFor)
    {
        if (ExpiresAt > now + (keepFor * 0.9))
            return false;
        DueAt = ExpiresAt = now + keepFor;
        return true;
    }
}
