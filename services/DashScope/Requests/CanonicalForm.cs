using System.Text.Json;
using Wan.DashScope.Files;

namespace Wan.DashScope.Requests;

/// <summary>
/// Writes a request that has passed the checks in its canonical form: known fields in the order of the family's rules with defaults
/// written out, unknown ones behind them by name, one spelling for every string and number, no nulls in known fields, no envelope.
/// </summary>
internal static class CanonicalForm
{
    public static CanonicalRequest Of(ReadOnlyMemory<byte> body, in RequestFacts facts)
    {
        var family = facts.Family!;
        using var document = JsonDocument.Parse(body);
        var fields = new TopLevel(document.RootElement);
        using var writer = new CanonicalWriter(body);
        writer.Json.WriteStartObject();
        writer.Json.WriteString(TopLevel.ModelField, facts.Model);
        writer.Json.WritePropertyName(TopLevel.InputField);
        CanonicalInput.Write(writer, fields.Input, facts);
        writer.Json.WritePropertyName(TopLevel.ParametersField);
        var (expected, keeps) = CanonicalParameters.Write(writer, fields.Parameters, facts);
        CanonicalValue.WriteOthers(writer, document.RootElement, TopLevel.Knows);
        writer.Json.WriteEndObject();
        var canonical = writer.ToSequence();
        return new CanonicalRequest
        {
            Model = facts.Model,
            FamilyName = family.Name,
            Body = canonical,
            Hash = Slices.Sha256(canonical),
            PromptSha256 = TaskIdentity.FingerprintOf(document.RootElement),
            Expected = expected,
            References = facts.References,
            ReferenceVideos = facts.Videos,
            PossibleReferenceVideos = facts.InputVideos,
            OutputSeconds = CanonicalParameters.Seconds(expected, family),
            KeepsLength = expected.Duration is null && keeps,
            CutsInput = CanonicalParameters.CutsInput(expected, family),
            Files = facts.FileIds is null ? [] : [.. facts.FileIds.Distinct()],
            InputVideoSeconds = InputVideos.SecondsOf(fields.Input, facts),
        };
    }
}
