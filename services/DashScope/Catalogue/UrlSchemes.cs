using System.Text.Json.Serialization;

namespace Wan.DashScope.Catalogue;

/// <summary>Which URLs a field takes.</summary>
[Flags]
public enum UrlSchemes
{
    /// <summary>None.</summary>
    [JsonStringEnumMemberName("none")]
    None = 0,

    /// <summary><c>http://</c> and <c>https://</c>.</summary>
    [JsonStringEnumMemberName("web")]
    Web = 1,

    /// <summary><c>oss://</c>, as the vendor's upload gives it.</summary>
    [JsonStringEnumMemberName("oss")]
    Oss = 2,

    /// <summary><c>data:</c> with an image in base64.</summary>
    [JsonStringEnumMemberName("data")]
    Data = 4,
}
