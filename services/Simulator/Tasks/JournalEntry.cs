using System.Text.Json.Serialization;
using Wan.Simulator.Requests;
using Wan.Simulator.Uploads;

namespace Wan.Simulator.Tasks;

/// <summary>One line of the journal: exactly one of its parts is there.</summary>
internal sealed record JournalEntry
{
    /// <summary>The first line: what signs result URLs, so that they work after a restart.</summary>
    public byte[]? Secret { get; init; }

    /// <summary>A task that was accepted.</summary>
    public SimulatedTask? Task { get; init; }

    /// <summary>A file that was uploaded.</summary>
    public SimulatedUpload? Upload { get; init; }

    /// <summary>A task that was cancelled.</summary>
    public TaskCanceled? Canceled { get; init; }

    /// <summary>A task that a fault has made fail.</summary>
    public TaskFailed? Failed { get; init; }
}

internal sealed record TaskCanceled(string Id, DateTimeOffset At);

internal sealed record TaskFailed(string Id, TaskFailure Failure);

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(JournalEntry))]
internal sealed partial class JournalJson : JsonSerializerContext;
