using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wan.Contracts;

namespace Wan.DashScope.Requests;

/// <summary>
/// Writes a request that has passed the checks in its canonical form: known fields in the order of the family's rules with defaults
/// written out, unknown ones behind them by name, one spelling for every string and number, no nulls in known fields, no envelope.
/// </summary>
internal static class CanonicalForm
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CanonicalRequest Of(ReadOnlyMemory<byte> body, in RequestFacts facts)
    {
        var family = facts.Family!;
        using var document = JsonDocument.Parse(body);
        var fields = new TopLevel(document.RootElement);
        var buffer = new ArrayBufferWriter<byte>(body.Length + 256);
        ExpectedVideo expected;
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("model"u8, facts.Model);
            writer.WritePropertyName("input"u8);
            CanonicalInput.Write(writer, fields.Input, facts);
            writer.WritePropertyName("parameters"u8);
            expected = CanonicalParameters.Write(writer, fields.Parameters, facts);
            CanonicalValue.WriteOthers(writer, document.RootElement, TopLevel.Knows);
            writer.WriteEndObject();
        }

        return new CanonicalRequest
        {
            Model = facts.Model,
            FamilyName = family.Name,
            Body = buffer.WrittenMemory,
            Hash = Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan)),
            PromptSha256 = TaskIdentity.FingerprintOf(document.RootElement),
            Expected = expected,
            References = facts.References,
            ReferenceVideos = facts.Videos,
            PossibleReferenceVideos = facts.Videos + facts.MaybeVideos,
        };
    }
}
