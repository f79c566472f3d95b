namespace Wan.DashScope.Catalogue;

/// <summary>The fields of <c>input</c> that the code reads: a family takes some of these, and any other field is sent on as it is.</summary>
internal static class InputField
{
    public const string Prompt = "prompt", NegativePrompt = "negative_prompt", Media = "media", ReferenceUrls = "reference_urls",
        ReferenceVideoUrls = "reference_video_urls", ReferenceVoice = "reference_voice";

    public static IReadOnlyList<FieldName> All { get; } =
        FieldName.List(Prompt, Media, ReferenceUrls, NegativePrompt, ReferenceVoice, ReferenceVideoUrls);
}
