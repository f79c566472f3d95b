using System.Text.Json.Serialization;
using Wan.Contracts;

namespace Wan.Intake.Lists;

/// <summary>Body of <c>POST /v1/generations:cancel</c>.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CancelManyRequest
{
    /// <summary>Which ones; of those only what is unfinished is cancelled.</summary>
    [JsonPropertyName("filter")]
    public CancelFilter? Filter { get; init; }

    /// <summary>True: all that are unfinished. Stands in the place of a filter, so that an empty one cancels nothing by accident.</summary>
    [JsonPropertyName("all")]
    public bool? All { get; init; }

    /// <summary>As in the cancellation of one.</summary>
    [JsonPropertyName("discard")]
    public bool? Discard { get; init; }

    /// <summary>True: they are counted only.</summary>
    [JsonPropertyName("dry_run")]
    public bool? DryRun { get; init; }

    /// <summary>Where an earlier call ended (its <c>next</c>); absent in the first.</summary>
    [JsonPropertyName("cursor")]
    public string? Cursor { get; init; }
}

/// <summary>Which generations are to be cancelled; each member that is there narrows it down.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CancelFilter
{
    /// <summary><c>accepted</c>, <c>submitting</c>, <c>uncertain</c> or <c>rendering</c>.</summary>
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    /// <summary>On whose behalf they were asked for.</summary>
    [JsonPropertyName("tenant")]
    public string? Tenant { get; init; }

    /// <summary>The model, as the requests name it.</summary>
    [JsonPropertyName("model")]
    public string? Model { get; init; }

    /// <summary>Accepted at this time or later. ISO 8601 with its offset.</summary>
    [JsonPropertyName("created_after")]
    public string? CreatedAfter { get; init; }

    /// <summary>Accepted before this time, and before the call in any case. ISO 8601 with its offset.</summary>
    [JsonPropertyName("created_before")]
    public string? CreatedBefore { get; init; }

    /// <summary>Metadata that they must have.</summary>
    [JsonPropertyName("labels")]
    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>A text that they must have in one of their ids or in their metadata, as the parameter of the list: a whole id means that one alone. 1 to 255 characters.</summary>
    [JsonPropertyName("search")]
    public string? Search { get; init; }

    /// <summary>It narrows nothing down.</summary>
    [JsonIgnore]
    public bool IsEmpty => (Status ?? Tenant ?? Model ?? CreatedAfter ?? CreatedBefore ?? Search) is null && Labels is not { Count: > 0 };
}

/// <summary>Answer to <c>POST /v1/generations:cancel</c>.</summary>
internal sealed record CancelManyView
{
    /// <summary>How many unfinished generations were found.</summary>
    [JsonPropertyName("matched")]
    public required int Matched { get; init; }

    /// <summary>Of how many the cancellation was asked for; 0 in a dry run. What becomes of each is seen at it, as of the cancellation of one.</summary>
    [JsonPropertyName("asked")]
    public required int Asked { get; init; }

    /// <summary>What those of them that have no task yet would cost at most by their estimates, a sum for each currency: it is not spent. Those without a price are not in it.</summary>
    [JsonPropertyName("saves")]
    public required IReadOnlyList<Money> Saves { get; init; }

    /// <summary>The filter's end in time: repeat it with this, and what was accepted meanwhile is left alone.</summary>
    [JsonPropertyName("created_before")]
    public required DateTimeOffset CreatedBefore { get; init; }

    /// <summary>There may be more: ask again with this as <c>cursor</c>. Absent: that was all.</summary>
    [JsonPropertyName("next")]
    public string? Next { get; init; }
}
