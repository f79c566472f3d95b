using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>The fields of <c>input</c> that any family knows.</summary>
internal readonly ref struct InputFields(JsonElement input)
{
    private readonly FieldValues values = FieldValues.Of(input, InputField.All);

    public JsonElement Prompt => this[InputField.Prompt];

    public JsonElement NegativePrompt => this[InputField.NegativePrompt];

    public JsonElement Media => this[InputField.Media];

    public JsonElement ReferenceUrls => this[InputField.ReferenceUrls];

    public JsonElement ReferenceVideoUrls => this[InputField.ReferenceVideoUrls];

    public JsonElement ReferenceVoice => this[InputField.ReferenceVoice];

    public JsonElement this[string field] => values[FieldValues.IndexOf(InputField.All, field)];

    /// <summary>Whether a field is one of those above; every other one is kept and sent on.</summary>
    public static bool Knows(JsonProperty property) => FieldValues.IndexOf(InputField.All, property) >= 0;
}
