using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>Writes <c>input</c> in its canonical form.</summary>
internal static class CanonicalInput
{
    public static void Write(CanonicalWriter writer, JsonElement input, in RequestFacts facts)
    {
        var family = facts.Family!;
        var fields = new InputFields(input, family);

        // With exactly one reference the voice can only be that one's, and inside the item is where the vendor documents it.
        var movesVoice = fields.ReferenceVoice.IsGiven() && facts.References == 1;
        writer.Json.WriteStartObject();
        foreach (var field in family.Input.Fields)
        {
            var value = fields[field];
            if (!value.IsGiven() || (movesVoice && field == InputField.ReferenceVoice))
            {
                continue;
            }

            writer.Json.WritePropertyName(field);
            if (field == InputField.Media)
            {
                WriteMedia(writer, value, movesVoice ? fields.ReferenceVoice : default, family.Input);
            }
            else
            {
                WriteField(writer, value, field, family.Input);
            }
        }

        // A null in a field of another family is a field that was left out.
        CanonicalValue.WriteOthers(writer, input, property => FieldValues.IndexOf(family.OwnInput, property) >= 0 || (FieldValues.IndexOf(family.ForeignInput, property) >= 0 && !property.Value.IsGiven()));
        writer.Json.WriteEndObject();
    }

    private static void WriteField(CanonicalWriter writer, JsonElement value, string field, InputRules rules)
    {
        foreach (var rule in rules.Media)
        {
            if (rule.Field == field && value.ValueKind == JsonValueKind.String)
            {
                writer.WriteText(value, BareImage.HeadOf(rule, value));
                return;
            }
        }

        CanonicalValue.Write(writer, value);
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
            writer.WriteText(item.Url, BareImage.HeadOf(item.Rule, item.Url));
            if (voice.IsGiven())
            {
                writer.Json.WritePropertyName(InputField.ReferenceVoice);
                CanonicalValue.Write(writer, voice); // Where a family knows no voices, it may be anything.
            }

            CanonicalValue.WriteOthers(writer, element, MediaItem.Knows);
            writer.Json.WriteEndObject();
        }

        writer.Json.WriteEndArray();
    }
}
