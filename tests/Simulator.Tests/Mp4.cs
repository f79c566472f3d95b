using System.Buffers.Binary;
using System.Text;

namespace Wan.Simulator.Tests;

/// <summary>Reads an MP4's boxes from the standard, knowing nothing of how the simulator writes them.</summary>
internal sealed record Mp4(string Type, long Start, byte[] Content)
{
    private static readonly string[] Containers = ["moov", "trak", "mdia", "minf", "dinf", "stbl"];

    public IReadOnlyList<Mp4> Children { get; } = Containers.Contains(Type) ? Read(Content) : [];

    public static IReadOnlyList<Mp4> Read(ReadOnlySpan<byte> bytes)
    {
        var boxes = new List<Mp4>();
        for (var at = 0; at < bytes.Length;)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);
            size.ShouldBeInRange(8, bytes.Length - at);
            boxes.Add(new Mp4(Encoding.ASCII.GetString(bytes.Slice(at + 4, 4)), at, bytes[(at + 8)..(at + size)].ToArray()));
            at += size;
        }

        return boxes;
    }

    public Mp4 this[string path] => path.Split('/').Aggregate(this, (box, type) => box.Children.Single(child => child.Type == type));

    public IEnumerable<Mp4> Tracks => Children.Where(child => child.Type == "trak");

    public uint Number(int at) => BinaryPrimitives.ReadUInt32BigEndian(Content.AsSpan(at));

    public int Short(int at) => BinaryPrimitives.ReadUInt16BigEndian(Content.AsSpan(at));

    public string Text(int at, int length) => Encoding.ASCII.GetString(Content, at, length);

    /// <summary>Every sample of a track: where it lies and how long it is.</summary>
    public IReadOnlyList<(long Offset, int Length)> Samples()
    {
        var (stsc, stsz, stco) = (this["mdia/minf/stbl/stsc"], this["mdia/minf/stbl/stsz"], this["mdia/minf/stbl/stco"]);
        var samples = new List<(long, int)>();
        for (var chunk = 0; chunk < stco.Number(4); chunk++)
        {
            var entry = Enumerable.Range(0, (int)stsc.Number(4)).Last(i => stsc.Number(8 + (12 * i)) <= chunk + 1);
            long offset = stco.Number(8 + (4 * chunk));
            for (var i = 0; i < stsc.Number(8 + (12 * entry) + 4); i++)
            {
                var length = (int)stsz.Number(12 + (4 * samples.Count));
                samples.Add((offset, length));
                offset += length;
            }
        }

        samples.Count.ShouldBe((int)stsz.Number(8));
        return samples;
    }
}
