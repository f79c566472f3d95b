using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;
using Wan.Intake.Doors;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>
/// A request of OpenAI's videos API in the shape that all doors take. What it does not know stays as it is, for the rules to judge; what would stand twice then is told by them.
/// </summary>
internal static class VideoRequest
{
    /// <summary>A picture to refer to, as a file of a form too.</summary>
    public const string InputReference = "input_reference";

    private const string Model = "model", Prompt = "prompt", Seconds = "seconds", Size = "size", Media = "media", ReferenceUrls = "reference_urls", Input = "input", Parameters = "parameters";

    private const int MaxDepth = 128;

    /// <summary>Translates a body.</summary>
    /// <param name="body">JSON; what is none is left as it is, since the rules say so.</param>
    /// <param name="catalogue">The models, whose tables of sizes it is translated by.</param>
    /// <returns>The body, and what of it can't be said in our shape.</returns>
    public static (ReadOnlyMemory<byte> Body, IReadOnlyList<Finding> Findings) Translate(ReadOnlyMemory<byte> body, ModelCatalogue catalogue)
    {
        if (!Utf8.IsValid(body.Span))
            return (body, []); // Written anew, it would be another text.
        try
        {
            using var document = JsonDocument.Parse(body, new() { MaxDepth = MaxDepth });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return (body, []);
            var output = new ArrayBufferWriter<byte>(body.Length + 512);
            using var json = new Utf8JsonWriter(output, new() { MaxDepth = MaxDepth, SkipValidation = true });
            var translation = new Translation(document.RootElement, json, catalogue);
            translation.Write();
            json.Flush();
            return (output.WrittenMemory, translation.Findings);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException) // The latter of a text with half a character in it.
        {
            return (body, []);
        }
    }

    private sealed class Translation(JsonElement root, Utf8JsonWriter json, ModelCatalogue catalogue)
    {
        private readonly ModelFamily? family = root.TryGetProperty(Model, out var model) && model.ValueKind == JsonValueKind.String ? catalogue.Find(model.GetString()!) : null;

        public List<Finding> Findings { get; } = [];

        public void Write()
        {
            json.WriteStartObject();
            foreach (var field in root.EnumerateObject().Where(field => field.Name is not (Prompt or Seconds or Size or InputReference or Media or ReferenceUrls or Input or Parameters)))
                field.WriteTo(json);
            WriteInput();
            WriteParameters();
            json.WriteEndObject();
        }

        private void WriteInput()
        {
            if (WriteOther(Input))
                return;
            json.WriteStartObject(Input);
            foreach (var prompt in All(Prompt))
                prompt.WriteTo(json);
            WriteReferences();
            WriteMembers(Input);
            json.WriteEndObject();
        }

        private void WriteReferences()
        {
            var rule = family is null ? null : VideoPicture.RuleOf(family.Input);
            var references = All(InputReference).Select(reference => UrlOf(reference.Value)).OfType<string>().ToList();
            if (references.Count > 0 && family is not null && rule is null)
            {
                Wrong("video.input_reference", InputReference, $"{family.Name} takes no picture: leave input_reference out, or ask another model ({string.Join(", ", VideoPicture.Models(catalogue))}).");
                references = [];
            }

            if (rule?.Field is { } own)
            {
                foreach (var reference in references)
                    json.WriteString(own, reference);
                references = [];
            }

            var field = family is null || rule?.Type is not null || family.Input.Takes(Media) ? Media : ReferenceUrls; // Those of a family without types are told apart by their URLs.
            if (references.Count > 0)
            {
                json.WriteStartArray(field);
                foreach (var reference in references)
                    WriteReference(reference, rule?.Type);
                foreach (var list in All(field).Where(list => list.Value.ValueKind == JsonValueKind.Array))
                {
                    foreach (var item in list.Value.EnumerateArray())
                        item.WriteTo(json);
                }

                json.WriteEndArray();
            }

            foreach (var list in All(Media).Concat(All(ReferenceUrls)).Where(list => references.Count == 0 || list.Name != field || list.Value.ValueKind != JsonValueKind.Array))
                list.WriteTo(json);
        }

        private void WriteReference(string url, string? type)
        {
            if (type is null)
            {
                json.WriteStringValue(url);
                return;
            }

            json.WriteStartObject();
            json.WriteString("type", type);
            json.WriteString("url", url);
            json.WriteEndObject();
        }

        private void WriteParameters()
        {
            if (WriteOther(Parameters))
                return;
            json.WriteStartObject(Parameters);
            foreach (var seconds in All(Seconds))
                WriteSeconds(seconds.Value);
            foreach (var size in All(Size))
                WriteSize(size.Value);
            WriteMembers(Parameters);
            json.WriteEndObject();
        }

        private void WriteSeconds(JsonElement seconds)
        {
            if (seconds.ValueKind == JsonValueKind.Number)
            {
                json.WritePropertyName(ModelFamily.Duration);
                seconds.WriteTo(json);
            }
            else if (seconds.ValueKind == JsonValueKind.String && int.TryParse(seconds.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            {
                json.WriteNumber(ModelFamily.Duration, number);
            }
            else
            {
                Wrong("video.seconds", Seconds, "seconds must be a whole number, such as 5 or \"5\".");
            }
        }

        private void WriteSize(JsonElement size)
        {
            if (family is null)
                return; // That is said already, and the sizes are its own.
            var asked = size.ValueKind == JsonValueKind.String ? size.GetString()!.Replace('*', 'x') : size.GetRawText();
            if (VideoSize.ParametersOf(family, asked) is not { } parameters)
            {
                Wrong("video.size", Size, $"size must be {VideoSize.Describe(family)} for {family.Name}.");
                return;
            }

            foreach (var (name, value) in parameters)
                json.WriteString(name, value);
        }

        // A URL; {"image_url": URL}, or as in chats {"image_url": {"url": URL}}; {"file_id": ID}.
        private string? UrlOf(JsonElement reference)
        {
            if (reference.ValueKind == JsonValueKind.String)
                return reference.GetString();
            if (reference.ValueKind == JsonValueKind.Object)
            {
                if (TextOf(reference, "file_id") is { } id)
                    return id.StartsWith(FileReference.Scheme, StringComparison.Ordinal) ? id : FileReference.To(id);
                if (TextOf(reference, "image_url") is { } url)
                    return url;
                if (reference.TryGetProperty("image_url", out var inner) && inner.ValueKind == JsonValueKind.Object && TextOf(inner, "url") is { } nested)
                    return nested;
            }

            Wrong("video.input_reference", InputReference, "input_reference must be a file (in a form), a URL, {\"image_url\": URL} or {\"file_id\": ID} with the id of a file from POST /v1/files.");
            return null;
        }

        private static string? TextOf(JsonElement element, string name) => element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

        // What is no object is for the rules to refuse.
        private bool WriteOther(string name)
        {
            var others = All(name).Where(field => field.Value.ValueKind != JsonValueKind.Object).ToList();
            others.ForEach(other => other.WriteTo(json));
            return others.Count > 0;
        }

        private void WriteMembers(string name)
        {
            foreach (var member in All(name).SelectMany(field => field.Value.EnumerateObject()))
                member.WriteTo(json);
        }

        private IEnumerable<JsonProperty> All(string name) => root.EnumerateObject().Where(field => field.NameEquals(name));

        private void Wrong(string code, string field, string message) => Findings.Add(Problems.Error(code, $"/{field}", message));
    }
}
