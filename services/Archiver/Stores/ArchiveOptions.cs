using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Wan.Archiver.Retention;

namespace Wan.Archiver.Stores;

/// <summary>Where videos are kept.</summary>
public sealed class ArchiveOptions : StoreOptions, IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Archive";

    /// <summary>Bytes that must stay free on the disk; archiving pauses below.</summary>
    [Range(0, long.MaxValue)]
    public long MinFreeBytes { get; set; } = 256L << 20;

    /// <summary>A second place that every video is copied to; null for none.</summary>
    [ValidateObjectMembers]
    public StoreOptions? Copy { get; set; }

    /// <summary>How long videos are kept.</summary>
    [ValidateObjectMembers]
    public RetentionOptions Retention { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Copy is not null && Path.GetFullPath(Copy.Directory) == Path.GetFullPath(Directory))
            yield return new ValidationResult("Archive:Copy:Directory must be another directory than Archive:Directory.", [nameof(Copy)]);
    }
}

/// <summary>One place to keep videos.</summary>
public class StoreOptions
{
    /// <summary>Videos are files below <see cref="Directory"/>.</summary>
    public const string Files = "files";

    /// <summary>Videos are objects in an S3-compatible store.</summary>
    public const string ObjectStore = "s3";

    /// <summary><c>files</c> or <c>s3</c>.</summary>
    [AllowedValues(Files, ObjectStore)]
    public string Provider { get; set; } = Files;

    /// <summary>Directory of the videos, and with <c>s3</c> of the downloads under way.</summary>
    [Required]
    public string Directory { get; set; } = "data/archive";

    /// <summary>The object store, with <c>s3</c>.</summary>
    [ValidateObjectMembers]
    public S3Options S3 { get; set; } = new();
}

/// <summary>Checks them at start.</summary>
[OptionsValidator]
internal sealed partial class ArchiveOptionsValidator : IValidateOptions<ArchiveOptions>;
