using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.Media;

namespace Wan.Intake.Files;

/// <summary>What may be uploaded: what some model takes.</summary>
internal sealed class FileTypes(ModelCatalogue catalogue)
{
    /// <summary>Bytes of the longest file of a kind.</summary>
    public long MostBytes(FileKind kind) => Limits(kind).Max(limit => limit.MaxBytes) ?? 0;

    /// <summary>Bytes of the longest file of all.</summary>
    public long Most => Enum.GetValues<FileKind>().Max(MostBytes);

    /// <summary>What is wrong with a file by every model's limits: the problems that it has with the one that takes most of it.</summary>
    public IReadOnlyList<(string Code, string Message)> Problems(MediaFacts file) =>
        Limits(file.Format.Kind)
            .Select(limit => FileRules.Problems(file, limit, "the vendor").Where(problem => problem.Code[0] != '~').ToList())
            .MinBy(problems => problems.Count) ?? [];

    /// <summary>What speaks against a file being what its sender says; null for nothing.</summary>
    /// <param name="format">What it is.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="mediaType">What its sender says.</param>
    public static string? Contradiction(FileFormat format, string? name, string? mediaType)
    {
        if (mediaType is not null && !format.IsNamed(mediaType))
            return $"Its Content-Type says {mediaType}, but it is {format.Name} ({format.MediaType}). Name what it is, or leave the type out.";
        var end = FileNames.Extension(name);
        return FileFormat.All.FirstOrDefault(other => other.Extensions.Contains(end)) is { } named && named != format && !named.IsNamed(format.MediaType)
            ? $"Its name ends in .{end}, but it is {format.Name} ({format.MediaType}). Call it .{format.Extension}, or leave the name out."
            : null;
    }

    private IEnumerable<FileLimit> Limits(FileKind kind) => catalogue.Families.Select(family => family.Input.Files?.Of(kind)).OfType<FileLimit>();
}
