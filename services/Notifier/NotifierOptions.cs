using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace Wan.Notifier;

/// <summary>How webhooks are sent.</summary>
internal sealed class NotifierOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string SectionName = "Notifier";

    /// <summary>Address of Intake, which is asked for what has changed; not used where it runs in this process.</summary>
    public Uri? IntakeUrl { get; set; }

    /// <summary>Receivers that are called at once by this process. Those that have failed last get half of it at most.</summary>
    [Range(2, 100_000)]
    public int Concurrency { get; set; } = 1_000;

    /// <summary>Webhooks that are on their way to one receiver at once. One that has failed last gets one.</summary>
    [Range(1, 100)]
    public int PerReceiver { get; set; } = 4;

    /// <summary>How long a receiver may take to answer, the connection included.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:00:30")]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>Networks in CIDR form that webhooks may go to although they aren't public, such as <c>10.1.0.0/16</c>. Whoever has a key can have this service call whatever is in them. Intake needs the same setting: it refuses a <c>callback_url</c> that leads elsewhere.</summary>
    public string[] AllowedNetworks { get; set; } = [];

    /// <summary>Whether receivers may be at <c>http</c> addresses; else at <c>https</c> alone. The body is signed, and not secret then. Intake needs the same setting, as it does for a <c>callback_url</c>.</summary>
    public bool AllowHttp { get; set; } = true;

    /// <summary>Endpoints that a tenant may have.</summary>
    [Range(1, 1_000)]
    public int MaxEndpoints { get; set; } = 100;

    /// <summary>An endpoint to which everything has failed for so long is disabled.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "365.00:00:00")]
    public TimeSpan DisableAfter { get; set; } = TimeSpan.FromDays(5);

    /// <summary>How long an earlier secret signs beside a new one.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "30.00:00:00")]
    public TimeSpan RotationOverlap { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How often it is looked for receivers that are due, if nothing calls.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often Intake is asked for what has changed, if no message says that something has.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:10:00")]
    public TimeSpan FeedInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a claim holds: so much later another process goes on where one has stopped in the middle.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var network in AllowedNetworks.Where(network => !IPNetwork.TryParse(network, out _)))
            yield return new ValidationResult($"Notifier:AllowedNetworks: '{network}' is no network in CIDR form, such as 10.0.0.0/8.", [nameof(AllowedNetworks)]);
        if (IntakeUrl is not (null or { IsAbsoluteUri: true, Scheme: "http" or "https" }))
            yield return new ValidationResult("Notifier:IntakeUrl must be an address such as http://intake:8080.", [nameof(IntakeUrl)]);
        if (Lease < 2 * Timeout)
            yield return new ValidationResult("Notifier:Lease must be twice Notifier:Timeout or more, such as 00:01:00: else claims end while receivers are waited for.", [nameof(Lease)]);
    }
}

[OptionsValidator]
internal sealed partial class NotifierOptionsValidator : IValidateOptions<NotifierOptions>;
