using System.Collections.Concurrent;
using System.Globalization;

namespace Wan.Simulator.Video;

/// <summary>The committed frames (see <c>Frames/make-frames.sh</c>), read on first use.</summary>
internal static class FrameLibrary
{
    private const string Extension = ".h264";
    private static readonly ConcurrentDictionary<(int Width, int Height), EncodedPictures> Read = new();
    private static readonly Lazy<(int Width, int Height)[]> Sizes = new(() =>
        [.. typeof(FrameLibrary).Assembly.GetManifestResourceNames().Where(name => name.EndsWith(Extension, StringComparison.Ordinal)).Select(SizeOf).Order()]);
    private static readonly Lazy<EncodedSound> Tone = new(() => EncodedSound.Parse(Resource("tone.aac")));

    /// <summary>The sound of every video that has sound.</summary>
    public static EncodedSound Sound => Tone.Value;

    /// <summary>The size nearest to this one that there are pictures of; of two equally near, the one nearer to this shape.</summary>
    public static (int Width, int Height) Nearest(int width, int height, double shape) => Sizes.Value
        .OrderBy(size => Math.Abs(size.Width - width) + Math.Abs(size.Height - height))
        .ThenBy(size => Math.Abs(Math.Log((double)size.Width / size.Height / shape)))
        .First();

    /// <summary>The pictures of this size.</summary>
    /// <exception cref="ArgumentException">The models have no such size.</exception>
    public static EncodedPictures Pictures(int width, int height) =>
        Read.GetOrAdd((width, height), size => EncodedPictures.Parse(size.Width, size.Height, Resource(FileName(size.Width, size.Height))));

    /// <summary>Whether there are pictures of this size.</summary>
    public static bool Has(int width, int height) => typeof(FrameLibrary).Assembly.GetManifestResourceInfo(FileName(width, height)) is not null;

    private static string FileName(int width, int height) => $"{width}x{height}{Extension}";

    private static (int Width, int Height) SizeOf(string fileName)
    {
        var sides = fileName[..^Extension.Length].Split('x');
        return (int.Parse(sides[0], CultureInfo.InvariantCulture), int.Parse(sides[1], CultureInfo.InvariantCulture));
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(FrameLibrary).Assembly.GetManifestResourceStream(name) ?? throw new ArgumentException($"There are no frames '{name}'.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
