using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>The fields of <c>input</c> that some family takes.</summary>
internal readonly ref struct InputFields(JsonElement input, ModelFamily family)
{
    private readonly FieldName[] names = family.InputNames;
    private readonly FieldValues values = FieldValues.Of(input, family.InputNames);

    public JsonElement Prompt => this[InputField.Prompt];

    public JsonElement NegativePrompt => this[InputField.NegativePrompt];

    public JsonElement Media => this[InputField.Media];

    public JsonElement ReferenceUrls => this[InputField.ReferenceUrls];

    public JsonElement ReferenceVideoUrls => this[InputField.ReferenceVideoUrls];

    public JsonElement ReferenceVoice => this[InputField.ReferenceVoice];

    public JsonElement this[string field] => values[FieldValues.IndexOf(names, field)];
}
