using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>One item of <c>input.media</c>, found in one pass.</summary>
internal readonly ref struct MediaItem
{
    /// <summary>The Java SDK's spelling of <see cref="InputField.ReferenceVoice"/>.</summary>
    public const string OtherVoiceField = "referenceVoice";

    private static readonly FieldName[] Names = FieldName.List(InputField.MediaType, InputField.MediaUrl, InputField.ReferenceVoice, OtherVoiceField);

    private readonly FieldValues values;

    public MediaItem(JsonElement element, InputRules rules)
    {
        Element = element;
        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        values = FieldValues.Of(element, Names);
        if (Type.ValueKind == JsonValueKind.String)
        {
            foreach (var rule in rules.Rules)
            {
                if (rule.Word is { } word && Type.ValueEquals(word.Utf8))
                {
                    Rule = rule;
                    break;
                }
            }
        }
    }

    public JsonElement Element { get; }

    public JsonElement Type => this[InputField.MediaType];

    public JsonElement Url => this[InputField.MediaUrl];

    /// <summary>The rule of its type; null where that is not known.</summary>
    public MediaRule? Rule { get; }

    public MediaKind Kind => Rule?.Kind ?? MediaKind.None;

    public JsonElement OwnVoice => this[InputField.ReferenceVoice];

    public JsonElement OtherVoice => this[OtherVoiceField];

    public bool IsObject => Element.ValueKind == JsonValueKind.Object;

    /// <summary>The voice, whichever way it is spelled.</summary>
    public JsonElement Voice => OwnVoice.IsGiven() ? OwnVoice : OtherVoice;

    public bool IsReference => Kind.IsReference();

    public bool VoicesDiffer => OwnVoice.IsGiven() && OtherVoice.IsGiven() && !VoiceEquals(OtherVoice);

    private JsonElement this[string field] => values[FieldValues.IndexOf(Names, field)];

    public static bool Knows(JsonProperty property) => FieldValues.IndexOf(Names, property) >= 0;

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
