using System.Security.Cryptography;
using System.Text;

namespace Wan.Simulator.Video;

/// <summary>
/// A playable MP4, put together from the committed frames: every second is the same pictures, so the file is a header and
/// references to shared bytes, and making one costs next to nothing.
/// </summary>
internal sealed class SimulatedVideo
{
    private const long LargestHashed = 4 * 1024 * 1024;

    // "SIMULATED-VIDEO!" as the type of the box that holds the task's id.
    private static readonly byte[] UserType = "SIMULATED-VIDEO!"u8.ToArray();
    private static readonly byte[] Zeros = new byte[64 * 1024];
    private readonly List<ReadOnlyMemory<byte>> parts = [];
    private readonly long padding;

    private SimulatedVideo(string id, VideoShape shape, long minimumLength)
    {
        var media = MediaLayout.Of(shape);
        var start = new BoxWriter().Box("ftyp", box => box.Ascii("isom").UInt32(0x200).Ascii("isomiso2avc1mp41")).ToArray();
        var mark = new BoxWriter().Box("uuid", box => box.Bytes(UserType).Ascii(id)).ToArray();

        // The length of moov does not depend on the offsets in it, so the first pass only measures.
        var headerLength = start.Length + MovieBox.Write(media, 0).Length + mark.Length + 8;
        parts.Add(start);
        parts.Add(MovieBox.Write(media, headerLength));
        parts.Add(mark);
        parts.Add(new BoxWriter().UInt32(8 + media.Length).Ascii("mdat").ToArray());
        foreach (var chunk in media.Chunks)
            parts.AddRange(chunk.Samples.Select(sample => (ReadOnlyMemory<byte>)sample));

        var length = headerLength + media.Length;
        if (length < minimumLength)
        {
            padding = Math.Max(minimumLength - length, 8);
            parts.Add(new BoxWriter().UInt32(padding).Ascii("free").ToArray());
            padding -= 8;
            length += 8 + padding;
        }

        Length = length;
        Md5 = length <= LargestHashed ? Hash() : null;
        ETag = Convert.ToHexString(Md5 ?? SHA256.HashData(Encoding.ASCII.GetBytes($"{id} {shape} {length}")).AsSpan(0, 16));
    }

    /// <summary>Bytes of the whole file.</summary>
    public long Length { get; }

    /// <summary>MD5 of all bytes, which object stores tell of what was uploaded in one piece; null for a large file.</summary>
    public byte[]? Md5 { get; }

    /// <summary>The entity tag, without its quotes: the MD5 in hexadecimal, or any 16 bytes for a large file.</summary>
    public string ETag { get; }

    /// <summary>Makes the video of a task.</summary>
    /// <param name="id">The task's id, kept in a box of its own so that no two files are the same.</param>
    /// <param name="shape">What it looks like.</param>
    /// <param name="minimumLength">Bytes it must have at least; a <c>free</c> box at its end makes up for the rest, up to 4 GB.</param>
    public static SimulatedVideo Create(string id, VideoShape shape, long minimumLength = 0) => new(id, shape, minimumLength);

    /// <summary>The bytes from an offset on, in pieces of any size.</summary>
    public IEnumerable<ReadOnlyMemory<byte>> Read(long offset, long count)
    {
        foreach (var part in parts.Concat(Padding()))
        {
            if (count <= 0)
                yield break;

            if (offset >= part.Length)
            {
                offset -= part.Length;
                continue;
            }

            var piece = part[(int)offset..(int)Math.Min(part.Length, offset + count)];
            offset = 0;
            count -= piece.Length;
            yield return piece;
        }
    }

    private byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        foreach (var piece in Read(0, Length))
            hash.AppendData(piece.Span);
        return hash.GetHashAndReset();
    }

    private IEnumerable<ReadOnlyMemory<byte>> Padding()
    {
        for (var left = padding; left > 0; left -= Zeros.Length)
            yield return Zeros.AsMemory(0, (int)Math.Min(left, Zeros.Length));
    }
}
