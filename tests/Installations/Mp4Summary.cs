using System.Buffers.Binary;
using System.Text;

namespace Wan.Installations;

/// <summary>
/// What an MP4 file says of itself (ISO/IEC 14496-12), read here anew so that the archive's own reader is not its own judge.
/// </summary>
public sealed record Mp4Summary
{
    /// <summary>Its major brand.</summary>
    public required string Brand { get; init; }

    /// <summary>Length of the movie.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>In pixels.</summary>
    public required int Width { get; init; }

    /// <summary>In pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Samples of the picture track.</summary>
    public required int Pictures { get; init; }

    /// <summary>Whether there is a sound track.</summary>
    public required bool HasSound { get; init; }

    /// <summary>The id of the task that the simulator made it for; null if it does not say.</summary>
    public string? TaskId { get; init; }

    /// <summary>Whether every sample lies within the file.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Reads a whole file.</summary>
    public static Mp4Summary Read(byte[] file)
    {
        var top = Boxes(file).ToList();
        var movie = Single(top, "moov");
        var header = Single(Boxes(movie), "mvhd");
        var tracks = Boxes(movie).Where(box => box.Type == "trak").Select(box => Track.Read(box.Body)).ToList();
        var pictures = tracks.Single(track => track.Handler == "vide");
        return new Mp4Summary
        {
            Brand = Encoding.ASCII.GetString(Single(top, "ftyp").Span[..4]),
            Duration = TimeSpan.FromSeconds((double)Number(header, 16) / Number(header, 12)),
            Width = pictures.Width,
            Height = pictures.Height,
            Pictures = pictures.Samples,
            TaskId = top.Where(box => box.Type == "uuid" && box.Body.Span.StartsWith("SIMULATED-VIDEO!"u8))
                .Select(box => Encoding.ASCII.GetString(box.Body.Span[16..])).SingleOrDefault(),
            HasSound = tracks.Any(track => track.Handler == "soun"),
            IsComplete = top.Sum(box => box.Body.Length + box.HeaderLength) == file.Length
                && tracks.Sum(track => track.Bytes) <= top.Where(box => box.Type == "mdat").Sum(box => box.Body.Length),
        };
    }

    private static ReadOnlyMemory<byte> Single(IEnumerable<Box> boxes, string type) => boxes.Single(box => box.Type == type).Body;

    private static uint Number(ReadOnlyMemory<byte> body, int offset) => BinaryPrimitives.ReadUInt32BigEndian(body.Span[offset..]);

    private static IEnumerable<Box> Boxes(ReadOnlyMemory<byte> data)
    {
        while (data.Length >= 8)
        {
            var length = (long)Number(data, 0);
            var header = 8;
            if (length == 1)
            {
                length = BinaryPrimitives.ReadInt64BigEndian(data.Span[8..]);
                header = 16;
            }

            yield return new Box(Encoding.ASCII.GetString(data.Span[4..8]), header, data[header..checked((int)length)]);
            data = data[(int)length..];
        }
    }

    private sealed record Box(string Type, int HeaderLength, ReadOnlyMemory<byte> Body);

    private sealed record Track(string Handler, int Width, int Height, int Samples, long Bytes)
    {
        public static Track Read(ReadOnlyMemory<byte> body)
        {
            var header = Single(Boxes(body), "tkhd");
            var media = Boxes(Single(Boxes(body), "mdia")).ToList();
            var handler = Encoding.ASCII.GetString(Single(media, "hdlr").Span[8..12]);
            var sizes = Single(Boxes(Single(Boxes(Single(media, "minf")), "stbl")), "stsz");
            var count = (int)Number(sizes, 8);
            var bytes = Number(sizes, 4) is > 0 and var each
                ? (long)each * count
                : Enumerable.Range(0, count).Sum(index => (long)Number(sizes, 12 + 4 * index));
            return new Track(handler, (int)(Number(header, header.Length - 8) >> 16), (int)(Number(header, header.Length - 4) >> 16), count, bytes);
        }
    }
}
