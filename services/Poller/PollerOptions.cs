using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Wan.Poller;

/// <summary>How tasks are watched. What depends on the load is computed and has no setting.</summary>
public sealed class PollerOptions
{
    /// <summary>Section of the configuration.</summary>
    public const string SectionName = "Poller";

    /// <summary>For how long a replica holds the tasks that it claims; if it dies, another looks after them once this is over.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Tasks of one account that a replica holds at most.</summary>
    [Range(1, 100_000)]
    public int MaxHeld { get; set; } = 20_000;

    /// <summary>Queries of one account that a replica has under way at most.</summary>
    [Range(1, 1_000)]
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>A task that lists don't show is asked for by its id at the latest after this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "03:00:00")]
    public TimeSpan LongestSilence { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>A task that only lists have shown is asked for by its id at the latest after this time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "03:00:00")]
    public TimeSpan LongestTrustInLists { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Tasks wanted on one page of a list; the vendor may give fewer.</summary>
    [Range(2, 1_000)]
    public int ListPageSize { get; set; } = 100;

    /// <summary>
    /// Time after its start at which a task is given up. The vendor's own limit is 3 hours: what succeeds right at it, or is told to have ended a
    /// while later, must not be taken for expired meanwhile, which would lose a paid video.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "24:00:00")]
    public TimeSpan RunningLimit { get; set; } = TimeSpan.FromHours(4);

    /// <summary>Time after its submit at which the vendor forgets a task: 24 hours.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "48:00:00")]
    public TimeSpan IdLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Pause of an account whose key the vendor does not accept.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan UnauthorisedPause { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Secret that senders to <c>POST /vendor/events</c> must show, as EventBridge's token or <c>Authorization: Bearer</c>; without it that door
    /// is closed. From the environment or a file of <c>WAN_SECRETS</c>.
    /// </summary>
    public string? VendorEventsSecret { get; set; }
}

[OptionsValidator]
internal sealed partial class PollerOptionsValidator : IValidateOptions<PollerOptions>;
