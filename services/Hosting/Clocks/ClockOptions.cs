using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Wan.Hosting.Clocks;

/// <summary>The section <c>Clock</c>: how far this process's clock may be off.</summary>
public sealed class ClockOptions
{
    /// <summary>The section's name.</summary>
    public const string SectionName = "Clock";

    /// <summary>A clock that is further off than this is wrong: the process is not ready, and begins nothing that others would have to rely on.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan MaxOffset { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How often a process looks at the times of the others of its service and at the store's, and shows them its own; while there are no others it
    /// shows it every 20 seconds.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(5);
}

[OptionsValidator]
internal sealed partial class ClockOptionsValidator : IValidateOptions<ClockOptions>;
