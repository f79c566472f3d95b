using System.Text.Json;
using Wan.Intake.Views;

namespace Wan.Intake.Events;

/// <summary>Some changes of a generation, with what it shows now.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Changes">The changes that were asked for.</param>
/// <param name="Summary">It as it is now.</param>
internal sealed record ChangedGeneration(string Id, IReadOnlyList<StateChange> Changes, GenerationSummary Summary)
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 128 };

    /// <summary>Reads the changes of a <see cref="Generation"/> that somebody wants, and no more of it where there are none.</summary>
    /// <param name="stored">It as JSON, in UTF-8.</param>
    /// <param name="isWanted">Which changes.</param>
    /// <returns>Null if there are none.</returns>
    /// <exception cref="JsonException">It is no generation.</exception>
    public static ChangedGeneration? Read(ReadOnlyMemory<byte> stored, Func<SentChange, bool> isWanted)
    {
        var (id, changes) = ReadChanges(stored.Span);
        var wanted = changes.FindAll(change => isWanted(new SentChange(change.At, SentChange.MarkOf(id, change.Number))));
        return wanted.Count == 0 ? null : new ChangedGeneration(id, wanted, new GenerationSummary(stored));
    }

    private static (string Id, List<StateChange> Changes) ReadChanges(ReadOnlySpan<byte> stored)
    {
        string? id = null;
        List<StateChange>? changes = null;
        var reader = new Utf8JsonReader(stored, Deep);
        reader.Read();
        while ((id is null || changes is null) && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("CorrelationId"u8))
            {
                reader.Read();
                id = reader.GetGuid().ToString();
            }
            else if (reader.ValueTextEquals("Changes"u8))
            {
                reader.Read();
                changes = JsonSerializer.Deserialize(ref reader, IntakeJson.Default.ListStateChange);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return (id ?? throw new JsonException("It has no CorrelationId."), changes ?? []);
    }
}
