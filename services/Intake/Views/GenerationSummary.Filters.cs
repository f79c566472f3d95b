using System.Text.Json;
using Wan.DashScope.Costs;

namespace Wan.Intake.Views;

/// <summary>What it is found by.</summary>
internal sealed partial class GenerationSummary
{
    /// <summary>What it was expected to cost; null if no estimate was made.</summary>
    public CostEstimate? Estimate => Has(Part.Estimate) ? JsonSerializer.Deserialize(Of(Part.Estimate), IntakeJson.Default.CostEstimate) : null;

    private bool IsArchiving => Value(Part.CurrentState).ValueTextEquals(nameof(Sagas.GenerationStateMachine.Archiving));

    /// <summary>Whether it is of this model.</summary>
    public bool IsOf(string model) => Value(Part.Model).ValueTextEquals(model);

    /// <summary>Whether its error has this code.</summary>
    public bool HasError(string code) => TextsOf(Part.Error).Any(text => text.Name == "code" && text.Value == code);

    /// <summary>Whether its metadata have this value under this key.</summary>
    public bool HasLabel(string key, string value)
    {
        if (!Has(Part.Metadata))
            return false;
        var reader = Value(Part.Metadata);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(key);
            reader.Read();
            if (isIt)
                return reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(value);
            reader.Skip();
        }

        return false;
    }

    /// <summary>Whether this text is somewhere in one of its ids, its error's code or its metadata, in capitals or not. See <see cref="Lists.GenerationFilter.Search"/>.</summary>
    public bool Mentions(string text) =>
        Lists.SearchRules.Finds(text, Id, TextOf(Part.ClientRequestId), TextOf(Part.TaskId))
        || TextsOf(Part.Error).Any(member => member.Name is "code" or "vendor_code" && Lists.SearchRules.Finds(text, member.Value))
        || TextsOf(Part.Metadata).Any(label => Lists.SearchRules.Finds(text, label.Name, label.Value));

    private string? TextOf(Part part) => Has(part) ? Value(part).GetString() : null;

    // The texts in it, each with its name.
    private List<(string Name, string Value)> TextsOf(Part part)
    {
        var texts = new List<(string, string)>();
        if (!Has(part))
            return texts;
        var reader = Value(part);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String)
                texts.Add((name, reader.GetString()!));
            else
                reader.Skip();
        }

        return texts;
    }
}
