using Wan.Intake.Views;
using Wan.Storage;

namespace Wan.Intake.Lists;

/// <summary>Which generations are meant. Status, tenant and time are places in an index; model, label, error and search are looked at one by one.</summary>
internal sealed record GenerationFilter
{
    /// <summary>Only of this status; null for all.</summary>
    public string? Status { get; init; }

    /// <summary>Only of this tenant; null for all.</summary>
    public string? Tenant { get; init; }

    /// <summary>Only of this model; null for all.</summary>
    public string? Model { get; init; }

    /// <summary>Only those accepted at this time or later; null for all.</summary>
    public DateTimeOffset? CreatedAfter { get; init; }

    /// <summary>Only those accepted before this time; null for all.</summary>
    public DateTimeOffset? CreatedBefore { get; init; }

    /// <summary>Only those that have all of these in their metadata.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Only those whose error has this code; null for all.</summary>
    public string? ErrorCode { get; init; }

    /// <summary>Only those that have this text in their id, the requester's own, the task's, in their error's code or in their metadata, in capitals or not; null for all.</summary>
    public string? Search { get; init; }

    /// <summary>Whether each that its index finds is meant.</summary>
    public bool IsWholly => (Model ?? ErrorCode ?? Search) is null && Labels.Count == 0;

    /// <summary>The part of it that an index knows.</summary>
    public PageQuery ToQuery(int limit, string? cursor) => new()
    {
        Limit = limit, Cursor = cursor, Status = Status, Tenant = Tenant, CreatedAfter = CreatedAfter, CreatedBefore = CreatedBefore,
    };

    /// <summary>The rest of it.</summary>
    public bool Means(GenerationSummary summary) =>
        (Model is null || summary.IsOf(Model))
        && Labels.All(label => summary.HasLabel(label.Key, label.Value))
        && (ErrorCode is null || summary.HasError(ErrorCode))
        && (Search is null || summary.Mentions(Search));

    /// <summary>The rest of it.</summary>
    public bool Means(Generation generation) =>
        (Model is null || generation.Model == Model)
        && Labels.All(label => generation.Metadata?.TryGetValue(label.Key, out var value) == true && value == label.Value)
        && (ErrorCode is null || generation.Error?.Code == ErrorCode)
        && (Search is null || SearchRules.Finds(Search, generation));

    /// <summary>All of it, of a generation that no index of it has found.</summary>
    public bool MeansWholly(Generation generation) =>
        (Status is null || generation.Status == Status)
        && (Tenant is null || generation.Tenant == Tenant)
        && !(generation.CreatedAt < CreatedAfter) && !(generation.CreatedAt >= CreatedBefore)
        && Means(generation);
}
