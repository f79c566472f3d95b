using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

/// <summary>Whether a request needs a prompt.</summary>
public enum PromptNeed
{
    /// <summary>Always.</summary>
    [JsonStringEnumMemberName("always")]
    Always,

    /// <summary>Where it has no media.</summary>
    [JsonStringEnumMemberName("without_media")]
    WithoutMedia,

    /// <summary>Never.</summary>
    [JsonStringEnumMemberName("never")]
    Never,
}
