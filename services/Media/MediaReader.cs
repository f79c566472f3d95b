using Wan.Media.Images;
using Wan.Media.Mp4;
using Wan.Media.Sounds;

namespace Wan.Media;

/// <summary>
/// Reads what an image, a video or a sound is, and whether it is whole, by its headers and tables alone. Memory is a few kilobytes and time is bounded, whatever the bytes are and
/// whatever they claim: no pixel is ever decoded.
/// </summary>
public static class MediaReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="stream">Must be seekable. Its position is moved.</param>
    public static MediaReading Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        Span<byte> head = stackalloc byte[FileFormat.HeadBytes];
        stream.Position = 0;
        var format = FileFormat.Of(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]);
        if (format is null)
            return new MediaReading(null, null, null);
        try
        {
            return format.Kind == FileKind.Video ? ReadVideo(stream, format) : new MediaReading(format, ReadOther(new MediaWindow(stream), format), null);
        }
        catch (MediaFormatException problem)
        {
            return new MediaReading(format, null, problem.Message);
        }
    }

    private static MediaReading ReadVideo(Stream stream, FileFormat format)
    {
        var reading = Mp4Reader.Read(stream);
        return reading.File is not { } file
            ? new MediaReading(format, null, reading.Problem)
            : new MediaReading(format, new MediaFacts(format, file.Length) { Width = file.Video.Width, Height = file.Video.Height, Seconds = file.Video.Duration }, null);
    }

    private static MediaFacts ReadOther(MediaWindow window, FileFormat format)
    {
        var facts = new MediaFacts(format, window.Length);
        if (format.Kind == FileKind.Audio)
            return facts with { Seconds = decimal.Round(format == FileFormat.Wav ? WavHeader.Seconds(window) : Mp3Frames.Seconds(window), 3) };
        var (width, height, hasAlpha) = format == FileFormat.Jpeg ? JpegHeader.Read(window)
            : format == FileFormat.Png ? PngHeader.Read(window)
            : format == FileFormat.Bmp ? BmpHeader.Read(window)
            : WebpHeader.Read(window);
        return width > 0 && height > 0
            ? facts with { Width = width, Height = height, HasAlpha = hasAlpha }
            : throw new MediaFormatException("It has no pixels.");
    }
}
