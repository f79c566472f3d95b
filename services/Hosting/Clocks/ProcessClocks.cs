using System.Text.Json.Serialization;
using Wan.Storage;

namespace Wan.Hosting.Clocks;

/// <summary>The clocks of one service's processes, each as its process last read it. There is one document of each service.</summary>
internal sealed class ProcessClocks : IDocument
{
    public const string TheOne = "processes";

    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>By process.</summary>
    public Dictionary<string, DateTimeOffset> Clocks { get; init; } = new(StringComparer.Ordinal);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(ProcessClocks))]
internal sealed partial class ClockJson : JsonSerializerContext;
