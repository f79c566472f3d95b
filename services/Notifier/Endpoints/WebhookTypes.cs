namespace Wan.Notifier.Endpoints;

/// <summary>The events that webhooks tell of.</summary>
internal static class WebhookTypes
{
    /// <summary>The one that is no state of a generation: its video is not kept yet, and the vendor deletes it soon.</summary>
    public const string AtRisk = "generation.archiving_at_risk";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        ["generation.completed", "generation.failed", "generation.cancelled", "generation.rejected", "generation.uncertain", AtRisk];
}
