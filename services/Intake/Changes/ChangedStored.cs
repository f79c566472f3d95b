using System.Text.Json;
using Wan.Intake.Events;

namespace Wan.Intake.Changes;

/// <summary>What is read of a <see cref="Generation"/> to know whether anybody is to be told of it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Changes">Those that were asked for.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="CallbackUrl">Where its requester wants to hear of it.</param>
internal sealed record ChangedStored(string Id, IReadOnlyList<StateChange> Changes, string Tenant, string? CallbackUrl)
{
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 128 };

    /// <summary>Reads it, and no more of it than the changes where none of them is wanted.</summary>
    /// <param name="stored">It as JSON, in UTF-8.</param>
    /// <param name="isWanted">Which changes.</param>
    /// <returns>Null if none is.</returns>
    /// <exception cref="JsonException">It is no generation.</exception>
    public static ChangedStored? Read(ReadOnlySpan<byte> stored, Func<StateChange, bool> isWanted)
    {
        string? id = null, tenant = null, callback = null;
        List<StateChange> wanted = [];
        var reader = new Utf8JsonReader(stored, Deep);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isChanges = reader.ValueTextEquals("Changes"u8);
            var (isId, isTenant, isCallback) = (reader.ValueTextEquals("CorrelationId"u8), reader.ValueTextEquals("Tenant"u8), reader.ValueTextEquals("CallbackUrl"u8));
            reader.Read();
            if (isChanges)
            {
                wanted = (JsonSerializer.Deserialize(ref reader, IntakeJson.Default.ListStateChange) ?? []).FindAll(change => isWanted(change));
                if (wanted.Count == 0)
                    return null;
            }
            else if (isId)
            {
                id = reader.GetGuid().ToString();
            }
            else if (isTenant)
            {
                tenant = reader.GetString();
            }
            else if (isCallback)
            {
                callback = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        if (wanted.Count == 0)
            return null; // An older release noted none.
        return new ChangedStored(id ?? throw new JsonException("It has no CorrelationId."), wanted, tenant ?? throw new JsonException("It has no Tenant."), callback);
    }
}
