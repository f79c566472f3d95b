namespace Wan.DashScope.Catalogue;

/// <summary>
/// Names of the fields of <c>input</c> that the code reads: a family takes some of these, and any other field is sent on as it is.
/// https://help.aliyun.com/zh/model-studio/wan-video-to-video-api-reference
/// </summary>
public static class InputField
{
    /// <summary>The prompt, and what is not to be seen.</summary>
    public const string Prompt = "prompt", NegativePrompt = "negative_prompt";

    /// <summary>References each of which says what it is, and how it says so: objects with a type and a URL.</summary>
    public const string Media = "media", MediaType = "type", MediaUrl = "url";

    /// <summary>References of which only the end of a URL shows what they are; the second field is the older one, for videos alone.</summary>
    public const string ReferenceUrls = "reference_urls", ReferenceVideoUrls = "reference_video_urls";

    /// <summary>The URL of a voice, in <c>input</c> or in an item of <see cref="Media"/>.</summary>
    public const string ReferenceVoice = "reference_voice";

    internal static FieldName[] All { get; } = FieldName.List(Prompt, Media, ReferenceUrls, NegativePrompt, ReferenceVoice, ReferenceVideoUrls);
}
