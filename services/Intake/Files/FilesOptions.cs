using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Wan.Intake.Files;

/// <summary>The section <c>Files</c>: what requesters may upload, and how long it is kept.</summary>
internal sealed class FilesOptions
{
    public const string SectionName = "Files";

    /// <summary>
    /// How long a file is kept from its upload, or from the last request that named it; one that a waiting generation refers to is kept longer. The vendor has a copy of
    /// its own for two days from a submit on.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Files that a tenant may have at once.</summary>
    [Range(1, 10_000)]
    public int MaxFiles { get; set; } = 1000;

    /// <summary>Bytes that the files of a tenant may have together. Default 10 GiB.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 10L * 1024 * 1024 * 1024;

    /// <summary>Bytes that are to stay free on the disk; while fewer are, no file is taken. Default 512 MiB.</summary>
    [Range(0, long.MaxValue)]
    public long MinFreeBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>Uploads at once at this process, of which the keys of a tenant get half; further ones are answered 503.</summary>
    [Range(1, 1000)]
    public int MaxUploads { get; set; } = 16;

    /// <summary>Bytes a second below which an upload is cut off, after the first quarter of a minute.</summary>
    [Range(1, 100_000_000)]
    public int SlowestUpload { get; set; } = 10 * 1024;

    /// <summary>How long an upload may take at the longest.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan UploadTimeout { get; set; } = TimeSpan.FromMinutes(30);
}

[OptionsValidator]
internal sealed partial class FilesOptionsValidator : IValidateOptions<FilesOptions>;
