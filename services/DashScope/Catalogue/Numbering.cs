using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

/// <summary>How a prompt names its references.</summary>
public enum Numbering
{
    /// <summary><c>Image 1</c>, <c>Video 1</c> and <c>Audio 1</c>, counted separately.</summary>
    [JsonStringEnumMemberName("per_kind")]
    PerKind,

    /// <summary><c>character1</c>, images and videos in one sequence.</summary>
    [JsonStringEnumMemberName("one_sequence")]
    OneSequence,

    /// <summary>It does not, or no page of the vendor's tells.</summary>
    [JsonStringEnumMemberName("none")]
    None,
}
