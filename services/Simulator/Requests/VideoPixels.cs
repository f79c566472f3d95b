using System.Globalization;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Uploads;
using Wan.Simulator.Video;

namespace Wan.Simulator.Requests;

/// <summary>
/// How many pixels a video has: those of the family's table, or where that has none, as the vendor makes them: as many as the tier has at 16:9, in the shape that is asked for or that the
/// input has, each side a multiple of 16. https://help.aliyun.com/zh/model-studio/image-to-video-general-api-reference
/// </summary>
internal static class VideoPixels
{
    private const int Block = 16;

    // What is not looked at is taken to be 3:4, as the picture of the vendor's example.
    private const double Unknown = 0.75, Without = 16.0 / 9;

    // An input that sets the shape, the first of them that there is.
    private static readonly MediaKind[] Shaping = [MediaKind.FirstFrame, MediaKind.FirstClip, MediaKind.SourceVideo, MediaKind.Video, MediaKind.Image];

    /// <summary>Pixels; a size of which there are frames.</summary>
    public static (int Width, int Height) Of(FrameRule frame, string? ratio, IReadOnlyList<InputMedium> media, IReadOnlyDictionary<string, SimulatedUpload?> uploads)
    {
        if (frame is { Width: { } width, Height: { } height } && (frame.Ratio is null || ratio is not null))
            return (width, height);
        var shape = Parse(ratio) ?? ShapeOf(media, uploads);
        var area = frame.Tier * frame.Tier * 16.0 / 9;
        return FrameLibrary.Nearest(Side(Math.Sqrt(area * shape)), Side(Math.Sqrt(area / shape)), shape);
    }

    /// <summary>The word for a shape: the nearest of these that is one, such as 16:9.</summary>
    public static string? Word(IEnumerable<string> words, int width, int height) =>
        words.Where(word => Parse(word) is not null).MinBy(word => Math.Abs(Math.Log(Parse(word)!.Value * height / width)));

    private static double ShapeOf(IReadOnlyList<InputMedium> media, IReadOnlyDictionary<string, SimulatedUpload?> uploads)
    {
        var shaping = Shaping.Select(kind => media.FirstOrDefault(medium => medium.Kind == kind)).FirstOrDefault(medium => medium is not null);
        return shaping is null ? Without
            : uploads.GetValueOrDefault(shaping.Url) is { Width: { } width, Height: { } height } ? (double)width / height
            : Unknown;
    }

    private static double? Parse(string? ratio) =>
        ratio?.Split(':') is [var across, var down]
        && int.TryParse(across, CultureInfo.InvariantCulture, out var width) && int.TryParse(down, CultureInfo.InvariantCulture, out var height)
            ? (double)width / height
            : null;

    private static int Side(double pixels) => (int)(pixels / Block) * Block;
}
