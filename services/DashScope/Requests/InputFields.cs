using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>The fields of <c>input</c> that any family knows, found in one pass.</summary>
internal readonly ref struct InputFields
{
    public InputFields(JsonElement input)
    {
        foreach (var property in input.EnumerateObject())
        {
            if (property.NameEquals("prompt"u8))
            {
                Prompt = property.Value;
            }
            else if (property.NameEquals("media"u8))
            {
                Media = property.Value;
            }
            else if (property.NameEquals("reference_urls"u8))
            {
                ReferenceUrls = property.Value;
            }
            else if (property.NameEquals("negative_prompt"u8))
            {
                NegativePrompt = property.Value;
            }
            else if (property.NameEquals("reference_voice"u8))
            {
                ReferenceVoice = property.Value;
            }
            else if (property.NameEquals("reference_video_urls"u8))
            {
                ReferenceVideoUrls = property.Value;
            }
        }
    }

    public JsonElement Prompt { get; }

    public JsonElement NegativePrompt { get; }

    public JsonElement Media { get; }

    public JsonElement ReferenceUrls { get; }

    public JsonElement ReferenceVideoUrls { get; }

    public JsonElement ReferenceVoice { get; }

    public JsonElement this[string field] => field switch
    {
        InputField.Prompt => Prompt,
        InputField.NegativePrompt => NegativePrompt,
        InputField.Media => Media,
        InputField.ReferenceUrls => ReferenceUrls,
        InputField.ReferenceVideoUrls => ReferenceVideoUrls,
        InputField.ReferenceVoice => ReferenceVoice,
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };

    /// <summary>Whether a field is one of those above; every other one is kept and sent on.</summary>
    public static bool Knows(JsonProperty property) =>
        property.NameEquals("prompt"u8) || property.NameEquals("media"u8) || property.NameEquals("reference_urls"u8)
        || property.NameEquals("negative_prompt"u8) || property.NameEquals("reference_voice"u8) || property.NameEquals("reference_video_urls"u8);
}
