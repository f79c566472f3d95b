using System.Runtime.CompilerServices;
using Wan.DashScope.Catalogue;
using Wan.Media;

namespace Wan.DashScope.Requests;

/// <summary>What the checks have learned of a request and later steps need.</summary>
internal struct RequestFacts
{
    public ModelFamily? Family;
    public string Model;

    /// <summary>References, of all kinds; of them videos, and what may be one.</summary>
    public int References;
    public int Videos;
    public int MaybeVideos;

    /// <summary>How many there are of each kind, where the request says which kind it is.</summary>
    public KindCounts Kinds;

    /// <summary>Which kinds there are, by <see cref="MediaKinds.Bit"/>.</summary>
    public int KindBits;

    /// <summary>Seconds of those videos in it that are files, and how many they are.</summary>
    public decimal FileSeconds;
    public int FileVideos;

    /// <summary>Seconds of those sounds in it that are files.</summary>
    public decimal FileAudioSeconds;

    /// <summary>References that came by <c>reference_urls</c>, which go before those of <c>reference_video_urls</c>.</summary>
    public int PlainUrls;

    /// <summary>The files that are there, by their ids; null while nobody has looked.</summary>
    public IReadOnlyDictionary<string, MediaFacts>? Files;

    /// <summary>The files that it refers to, which may be named more than once; null for none.</summary>
    public List<string>? FileIds;

    public readonly int FirstFrames => Kinds[(int)MediaKind.FirstFrame];

    /// <summary>References that are no videos and no sounds.</summary>
    public readonly int Images => References - Videos - MaybeVideos - Audios;

    public readonly int Audios => Kinds[(int)MediaKind.Audio];

    /// <summary>Videos that are or may be seconds of input video.</summary>
    public readonly int InputVideos => Videos + MaybeVideos + Kinds[(int)MediaKind.SourceVideo];

    public readonly bool Has(MediaKind kind) => (KindBits & kind.Bit()) != 0;

    public void Add(MediaKind kind)
    {
        Kinds[(int)kind]++;
        KindBits |= kind.Bit();
        References += kind.IsReference() ? 1 : 0;
        Videos += kind == MediaKind.Video ? 1 : 0;
    }
}

/// <summary>A number for each <see cref="MediaKind"/>.</summary>
[InlineArray(MediaKinds.Count)]
internal struct KindCounts
{
    private int first;
}
