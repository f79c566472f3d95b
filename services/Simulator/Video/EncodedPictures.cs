using System.Buffers.Binary;

namespace Wan.Simulator.Video;

/// <summary>One second of H.264 as MP4 wants it: parameter sets apart, each picture as one sample with length prefixes.</summary>
internal sealed record EncodedPictures(int Width, int Height, byte[] Sps, byte[] Pps, IReadOnlyList<byte[]> Samples)
{
    /// <summary>Takes an Annex B stream apart (H.264 annex B: each unit follows 00 00 01).</summary>
    public static EncodedPictures Parse(int width, int height, ReadOnlySpan<byte> stream)
    {
        byte[] sps = [], pps = [];
        var samples = new List<byte[]>();
        for (var start = NextUnit(stream, 0); start < stream.Length;)
        {
            var next = NextUnit(stream, start);
            var unit = stream[start..UnitEnd(stream, next)];
            switch (unit[0] & 0x1F)
            {
                case 7: sps = unit.ToArray(); break;
                case 8: pps = unit.ToArray(); break;
                case 1 or 5: samples.Add(WithLength(unit)); break;
            }

            start = next;
        }

        return new EncodedPictures(width, height, sps, pps, samples);
    }

    private static int NextUnit(ReadOnlySpan<byte> stream, int from)
    {
        var found = stream[from..].IndexOf([(byte)0, (byte)0, (byte)1]);
        return found < 0 ? stream.Length : from + found + 3;
    }

    private static int UnitEnd(ReadOnlySpan<byte> stream, int next)
    {
        // Zero bytes before a start code belong to it: a unit never ends in one.
        var end = next == stream.Length ? next : next - 3;
        while (stream[end - 1] == 0)
            end--;
        return end;
    }

    private static byte[] WithLength(ReadOnlySpan<byte> unit)
    {
        var sample = new byte[4 + unit.Length];
        BinaryPrimitives.WriteInt32BigEndian(sample, unit.Length);
        unit.CopyTo(sample.AsSpan(4));
        return sample;
    }
}
