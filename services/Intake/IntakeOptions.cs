using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;
using Wan.Intake.Chores;

namespace Wan.Intake;

/// <summary>Settings of Intake.</summary>
internal sealed class IntakeOptions
{
    public const string SectionName = "Intake";

    /// <summary>
    /// Largest request that a door takes, in bytes. Default 32 MiB: an image of 20 MB, the largest that the rules allow, takes 27 MB as a data URI. A
    /// broker may take less over the bus: RabbitMQ 4 takes 16 MiB a message, unless its <c>max_message_size</c> says otherwise.
    /// </summary>
    [Range(1024, 256 * 1024 * 1024)]
    public long MaxRequestBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>
    /// Bytes of large bodies (more than 64 KiB) that the HTTP door holds at once; further ones wait for some seconds and are answered 503 then. One
    /// alone may be as large as any may be. Memory takes about twice that.
    /// </summary>
    [Range(1024 * 1024, 1024L * 1024 * 1024)]
    public long MaxBytesInFlight { get; set; } = 16 * 1024 * 1024;

    /// <summary>After this time the sweep starts a request whose first message could not be sent.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan StartWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the sweep looks for generations that are due.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long after its last step an unfinished generation is driven on: the command of its state is sent again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan DriveAgainAfter { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// The same for one that was sent to Submitter's line, where it may wait for days: <see cref="LineCheck"/> asks for those in bulk, and this is what
    /// is left if that fails.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "2.00:00:00")]
    public TimeSpan DriveLineAgainAfter { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How often Submitter is asked whether it knows those that were sent to it within the last five times that.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "01:00:00")]
    public TimeSpan LineCheckInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often it is asked for all that have not been heard of since they were sent to it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan WholeLineCheckInterval { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>How often generations whose time is over (<c>Storage:KeepGenerationsFor</c>), and requests without a generation, are deleted.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "1.00:00:00")]
    public TimeSpan RetentionInterval { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>Most generations driven on at once.</summary>
    [Range(1, 10_000)]
    public int SweepBatch { get; set; } = 100;

    /// <summary>How soon at the latest those who follow generations (<c>/v1/events</c>) are told what another process has saved; what this one saves they are told at once.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan EventsInterval { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How often a stream of events shows that it is there, if nothing else is to be told. Proxies end connections that are silent for a minute or less.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan EventsHeartbeat { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Most streams of events that are open at once at this process; further ones are answered 503. Each takes a connection, of which streams get half at most (<c>Doors:MaxConnections</c>); and the keys of a tenant get half of the streams.</summary>
    [Range(1, 100_000)]
    public int EventsListeners { get; set; } = 2_000;

    /// <summary>Address of Submitter, which is asked for places in the line and for the accounts; not used where it runs in this process.</summary>
    public Uri? SubmitterUrl { get; set; }

    /// <summary>Address of Poller, which is asked for the accounts' budgets of queries; not used where it runs in this process.</summary>
    public Uri? PollerUrl { get; set; }

    /// <summary>Address of Notifier, which is asked at the doors of webhooks; not used where it runs in this process.</summary>
    public Uri? NotifierUrl { get; set; }

    /// <summary>
    /// Where requesters find Intake from outside, such as <c>https://wan.example.com</c>: the addresses of videos in answers and events stand below it.
    /// Absent, they are paths.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>Address that serves archived videos to requesters; absent where it is this process.</summary>
    public Uri? ArchiverUrl { get; set; }
}

[OptionsValidator]
internal sealed partial class IntakeOptionsValidator : IValidateOptions<IntakeOptions>;
