using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Wan.Intake;

/// <summary>Settings of Intake.</summary>
internal sealed class IntakeOptions
{
    public const string SectionName = "Intake";

    /// <summary>Largest request body the HTTP door reads, in bytes. Default 8 MiB.</summary>
    [Range(1024, 256 * 1024 * 1024)]
    public long MaxRequestBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The sweep starts a request whose first message has not done so within this time.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the sweep looks for generations that are due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after its last step an unfinished generation is driven on: the command of its state is sent again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DriveAgainAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Most generations driven on at once.</summary>
    [Range(1, 10_000)]
    public int SweepBatch { get; set; } = 100;

    /// <summary>Address of Submitter's queue endpoint; absent where it runs in this process.</summary>
    public Uri? SubmitterUrl { get; set; }

    /// <summary>Address that serves archived videos to requesters; absent where it is this process.</summary>
    public Uri? ArchiverUrl { get; set; }
}

[OptionsValidator]
internal sealed partial class IntakeOptionsValidator : IValidateOptions<IntakeOptions>;
