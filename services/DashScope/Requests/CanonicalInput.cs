using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>Writes <c>input</c> in its canonical form.</summary>
internal static class CanonicalInput
{
    public static void Write(CanonicalWriter writer, JsonElement input, in RequestFacts facts)
    {
        var fields = new InputFields(input);

        // With exactly one reference the voice can only be that one's, and inside the item is where the vendor documents it.
        var movesVoice = fields.ReferenceVoice.IsGiven() && facts.References == 1;
        writer.Json.WriteStartObject();
        foreach (var field in facts.Family!.Input.Fields)
        {
            var value = fields[field];
            if (!value.IsGiven() || (movesVoice && field == InputField.ReferenceVoice))
            {
                continue;
            }

            writer.Json.WritePropertyName(field);
            if (field == InputField.Media)
            {
                WriteMedia(writer, value, movesVoice ? fields.ReferenceVoice : default, facts.Family.Input);
            }
            else
            {
                CanonicalValue.Write(writer, value);
            }
        }

        // A null in a field of another family is a field that was left out.
        CanonicalValue.WriteOthers(writer, input, InputFields.Knows);
        writer.Json.WriteEndObject();
    }

    private static void WriteMedia(CanonicalWriter writer, JsonElement media, JsonElement voiceOfReference, InputRules rules)
    {
        writer.Json.WriteStartArray();
        foreach (var element in media.EnumerateArray())
        {
            var item = new MediaItem(element, rules);
            var voice = item.Voice.IsGiven() ? item.Voice : item.IsReference ? voiceOfReference : default;
            writer.Json.WriteStartObject();
            writer.Json.WritePropertyName(InputField.MediaType);
            writer.WriteText(item.Type);
            writer.Json.WritePropertyName(InputField.MediaUrl);
            writer.WriteText(item.Url);
            if (voice.IsGiven())
            {
                writer.Json.WritePropertyName(InputField.ReferenceVoice);
                writer.WriteText(voice);
            }

            CanonicalValue.WriteOthers(writer, element, MediaItem.Knows);
            writer.Json.WriteEndObject();
        }

        writer.Json.WriteEndArray();
    }
}
