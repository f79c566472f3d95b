using System.Text.Json.Serialization;

namespace Wan.Submitter.Quotas;

/// <summary>The accounts of this installation, and what each may still do.</summary>
public sealed record AccountsView
{
    /// <summary>In the order of the configuration.</summary>
    [JsonPropertyName("accounts")]
    public required IReadOnlyList<AccountView> Accounts { get; init; }

    /// <summary>Nothing new is submitted on any, since no Archiver could keep another video: why. Absent if one could.</summary>
    [JsonPropertyName("archive_closed")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ArchiveClosed { get; init; }
}

/// <summary>An account at the vendor, without its key.</summary>
public sealed record AccountView
{
    /// <summary>Its name in the configuration.</summary>
    [JsonPropertyName("name")]
    public required string Name { get; init; }

    /// <summary><c>paid</c>, <c>local</c> (an address of this machine) or <c>simulated</c>.</summary>
    [JsonPropertyName("kind")]
    public required string Kind { get; init; }

    /// <summary>Region whose price list applies; absent if it can't be told from the address.</summary>
    [JsonPropertyName("region")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Region { get; init; }

    /// <summary>Models that it may run; absent: every one that is known.</summary>
    [JsonPropertyName("models")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>Of all models in <see cref="Quotas"/> together.</summary>
    [JsonPropertyName("slots")]
    public required SlotsView Slots { get; init; }

    /// <summary>Submits in a second at most, for each model.</summary>
    [JsonPropertyName("submits_per_second")]
    public required double SubmitsPerSecond { get; init; }

    /// <summary>It is not used for any model; absent if it is.</summary>
    [JsonPropertyName("paused")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PauseView? Paused { get; init; }

    /// <summary>No submit has got out to it; absent if the last one did.</summary>
    [JsonPropertyName("unreachable")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public UnreachableView? Unreachable { get; init; }

    /// <summary>For each model that a generation was ever asked for, what the account may still do with it.</summary>
    [JsonPropertyName("quotas")]
    public required IReadOnlyList<QuotaView> Quotas { get; init; }
}

/// <summary>What an account may still do with a model.</summary>
public sealed record QuotaView
{
    /// <summary>The model.</summary>
    [JsonPropertyName("model")]
    public required string Model { get; init; }

    /// <summary>Tasks that run or may, and how many may at once.</summary>
    [JsonPropertyName("slots")]
    public required SlotsView Slots { get; init; }

    /// <summary>The model is not used there; absent if it is.</summary>
    [JsonPropertyName("paused")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PauseView? Paused { get; init; }

    /// <summary>The earliest that the next submit may be sent. ISO 8601, UTC. Absent: at once.</summary>
    [JsonPropertyName("next_submit")]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? NextSubmit { get; init; }

    /// <summary>How many times wider than usual the next submits are spaced, since the vendor was asked too much at once; 1 is usual.</summary>
    [JsonPropertyName("slowness")]
    public required double Slowness { get; init; }

    /// <summary>How many slots were ever taken.</summary>
    [JsonPropertyName("starts")]
    public required long Starts { get; init; }

    /// <summary>How often the vendor has ever said that it was asked too much at once.</summary>
    [JsonPropertyName("throttles")]
    public required long Throttles { get; init; }
}

/// <summary>Tasks at once.</summary>
/// <param name="Used">That run, or may.</param>
/// <param name="Of">That may.</param>
public sealed record SlotsView([property: JsonPropertyName("used")] int Used, [property: JsonPropertyName("of")] int Of);

/// <summary>A pause.</summary>
/// <param name="Until">When one generation tries whether it can end. ISO 8601, UTC.</param>
/// <param name="Reason">The vendor's error code, or a sentence.</param>
public sealed record PauseView([property: JsonPropertyName("until")] DateTimeOffset? Until, [property: JsonPropertyName("reason")] string Reason);

/// <summary>An account that is not reached.</summary>
/// <param name="Since">Since when. ISO 8601, UTC.</param>
/// <param name="Reason">Why the last submit did not get out.</param>
public sealed record UnreachableView([property: JsonPropertyName("since")] DateTimeOffset Since, [property: JsonPropertyName("reason")] string? Reason);
