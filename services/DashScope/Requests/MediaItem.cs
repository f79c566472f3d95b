using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>One item of <c>input.media</c>, found in one pass.</summary>
internal readonly ref struct MediaItem
{
    /// <summary>The Java SDK's spelling of <c>reference_voice</c>.</summary>
    public const string OtherVoiceName = "referenceVoice";

    public MediaItem(JsonElement element, InputRules rules)
    {
        Element = element;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var property in element.EnumerateObject())
        {
            if (property.NameEquals("type"u8))
            {
                Type = property.Value;
            }
            else if (property.NameEquals("url"u8))
            {
                Url = property.Value;
            }
            else if (property.NameEquals("reference_voice"u8))
            {
                OwnVoice = property.Value;
            }
            else if (property.NameEquals("referenceVoice"u8))
            {
                OtherVoice = property.Value;
            }
        }

        if (Type.ValueKind == JsonValueKind.String)
        {
            foreach (var rule in rules.Media)
            {
                if (rule.Word is { } word && Type.ValueEquals(word.Utf8))
                {
                    Kind = rule.Kind;
                }
            }
        }
    }

    public JsonElement Element { get; }

    public JsonElement Type { get; }

    public JsonElement Url { get; }

    public MediaKind Kind { get; }

    public JsonElement OwnVoice { get; }

    public JsonElement OtherVoice { get; }

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>The voice, whichever way it is spelled.</summary>
    public JsonElement Voice => OwnVoice.IsGiven() ? OwnVoice : OtherVoice;

    public bool IsReference => Kind is MediaKind.Image or MediaKind.Video;

    public bool VoicesDiffer => OwnVoice.IsGiven() && OtherVoice.IsGiven() && !VoiceEquals(OtherVoice);

    public static bool Knows(JsonProperty property) =>
        property.NameEquals("type"u8) || property.NameEquals("url"u8) || property.NameEquals("reference_voice"u8) || property.NameEquals("referenceVoice"u8);

    /// <summary>The first reference of the array.</summary>
    public static MediaItem SoleReference(JsonElement media, InputRules rules)
    {
        foreach (var element in media.EnumerateArray())
        {
            if (new MediaItem(element, rules) is { IsReference: true } item)
            {
                return item;
            }
        }

        return default;
    }

    public bool VoiceEquals(JsonElement other)
    {
        if (Voice.ValueKind != JsonValueKind.String || other.ValueKind != JsonValueKind.String)
        {
            return !Voice.IsGiven();
        }

        using var left = Utf8Text.Of(Voice);
        using var right = Utf8Text.Of(other);
        return left.Span.SequenceEqual(right.Span);
    }
}
