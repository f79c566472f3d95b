using System.Globalization;
using Wan.Contracts;
using Wan.Storage;

namespace Wan.Poller.Timing;

/// <summary>Queue and render times seen of one kind of task, shared by all replicas.</summary>
internal sealed class TimeHistory : IDocument
{
    /// <summary>The kind: model, resolution, duration and sound.</summary>
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>From submit to start.</summary>
    public LifeTable Queue { get; set; } = new();

    /// <summary>From start to end.</summary>
    public LifeTable Render { get; set; } = new();

    /// <summary>The kind that a task belongs to.</summary>
    public static string KindOf(string model, ExpectedVideo expected) =>
        $"{model}|{expected.Resolution}P|{expected.Duration?.ToString(CultureInfo.InvariantCulture) ?? "any"}s|{(expected.Audio ?? true ? "sound" : "silent")}";
}
