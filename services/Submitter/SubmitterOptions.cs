using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Wan.Submitter.Repairs;
using Wan.Submitter.Uploads;

namespace Wan.Submitter;

/// <summary>The section <c>Submitter</c>.</summary>
public sealed class SubmitterOptions : IValidatableObject
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Submitter";

    /// <summary>Shares of the tenants in the line, by name; 1 for whom it doesn't name. <c>Submitter:Weights:acme=2</c>.</summary>
    public Dictionary<string, double> Weights { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Who has waited so long goes ahead of higher priorities, at every other start.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan AgeingBound { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How far clocks and networks may be off before the vendor sees more submits in a second than it allows.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan SpacingMargin { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How far ahead POSTs are arranged.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan Horizon { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>POSTs on the wire at once from one process, whatever the account and model.</summary>
    [Range(1, 1000)]
    public int MaxConcurrentPosts { get; set; } = 64;

    /// <summary>How long a process may hold a place in the line between claiming it and saving the intent.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan ClaimLease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long after its turn a POST may still leave: what is later, since its process stood still or the network is slow, is not sent. A large
    /// body has longer, by what it takes at <see cref="SlowestUpload"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan PostWindow { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Bytes a second below which a body is taken for stuck on its way out.</summary>
    [Range(1, long.MaxValue)]
    public long SlowestUpload { get; set; } = 100_000;

    /// <summary>How long after a POST's time-out (<c>DashScope:SubmitTimeout</c>) a process that has not saved the outcome is taken for dead. More than clocks may be apart.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan PostGrace { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a request that is not among the request bodies is waited for before its generation is refused.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "365.00:00:00")]
    public TimeSpan RequestPatience { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes of large request bodies (more than 64 KiB) that are held at once for POSTs from one process; further ones wait.</summary>
    [Range(1, long.MaxValue)]
    public long MaxBytesInFlight { get; set; } = 16 * 1024 * 1024;

    /// <summary>How often the line is looked at when nothing wakes the dispatcher.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan Tick { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often due submissions and slots without a task are looked for.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The answer is sent again when the end of a submitted task has not been heard of for so long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Pause of one account and model after a throttled or unsent POST, doubled each time in a row.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan ShortestBlock { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The most it is doubled to.</summary>
    public TimeSpan LongestBlock { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Pause of an account that was refused (401, overdue, quota used up), doubled each time in a row; then one generation tries it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "365.00:00:00")]
    public TimeSpan ShortestPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The most it is doubled to.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How uncertain submissions are repaired.</summary>
    [ValidateObjectMembers]
    public RepairOptions Repair { get; init; } = new();

    /// <summary>How files that requests refer to come to the vendor.</summary>
    [ValidateObjectMembers]
    public UploadOptions Uploads { get; init; } = new();

    /// <summary>How tasks that serve no generation are looked for.</summary>
    [ValidateObjectMembers]
    public StrayOptions Strays { get; init; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) =>
        from weight in Weights
        where weight.Value is not (> 0 and <= 1000)
        select new ValidationResult($"{SectionName}:{nameof(Weights)}:{weight.Key} must be above 0 and at most 1000.");
}

/// <summary>Checks them at start.</summary>
[OptionsValidator]
internal sealed partial class SubmitterOptionsValidator : IValidateOptions<SubmitterOptions>;
