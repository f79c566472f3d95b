using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Wan.Archiver;

/// <summary>How videos are downloaded.</summary>
public sealed class ArchiverOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Archiver";

    /// <summary>Downloads at once in this process.</summary>
    [Range(1, 256)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Bytes per second of all downloads of this process together; null for no limit.</summary>
    [Range(1024, long.MaxValue)]
    public long? BytesPerSecond { get; set; }

    /// <summary>Longest video that is taken, in bytes.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytes { get; set; } = 1L << 30;

    /// <summary>Networks in CIDR form that videos may come from although they aren't public, such as <c>127.0.0.0/8</c> for the simulator.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>How long a claim holds; extended while a download goes on.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>How often due archives are looked for when nothing calls.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>A download that brings no byte for so long is broken off.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan StallTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>No single connection is used for longer.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Wait before the second try; doubled for each further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "01:00:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "06:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long the vendor keeps a finished task and gives a fresh URL of its video to whoever asks. Nothing is given up before this and the life
    /// of the last URL are over.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ResultLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often at least the vendor is asked for a fresh URL, even when the URL's time is long over.</summary>
    [Range(1, 100)]
    public int MinRefreshes { get; set; } = 3;

    /// <summary>How long a fresh URL is waited for before it is asked for again; ten times as long in the end.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "06:00:00")]
    public TimeSpan RefreshPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The alarm is raised, and a fresh URL asked for, when a URL has less than this to live and its video isn't stored.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan DeadlineAlarm { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How often that is looked at.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan DeadlineInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How often it is told whether another video could be kept; a change is told sooner.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan RoomReportInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from network in AllowedNetworks
        where !IPNetwork.TryParse(network, out _)
        select new ValidationResult($"Archiver:AllowedNetworks: '{network}' is no network in CIDR form, such as 10.0.0.0/8.", [nameof(AllowedNetworks)]);
}

/// <summary>Checks them at start.</summary>
[OptionsValidator]
internal sealed partial class ArchiverOptionsValidator : IValidateOptions<ArchiverOptions>;
