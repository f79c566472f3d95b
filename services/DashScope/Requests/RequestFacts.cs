using Wan.DashScope.Catalogue;
using Wan.Media;

namespace Wan.DashScope.Requests;

/// <summary>What the checks have learned of a request and later steps need.</summary>
internal struct RequestFacts
{
    public ModelFamily? Family;
    public string Model;

    /// <summary>References without first frames; of them videos, and what may be one.</summary>
    public int References;
    public int Videos;
    public int MaybeVideos;
    public int FirstFrames;

    /// <summary>References that came by <c>reference_urls</c>, which go before those of <c>reference_video_urls</c>.</summary>
    public int PlainUrls;

    /// <summary>The files that are there, by their ids; null while nobody has looked.</summary>
    public IReadOnlyDictionary<string, MediaFacts>? Files;

    /// <summary>The files that it refers to, which may be named more than once; null for none.</summary>
    public List<string>? FileIds;

    public readonly int Images => References - Videos - MaybeVideos;
}
