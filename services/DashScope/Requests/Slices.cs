using System.Buffers;
using System.Security.Cryptography;

namespace Wan.DashScope.Requests;

/// <summary>Bytes that are several pieces of memory, so that what is long need not be copied to stand among others.</summary>
public static class Slices
{
    /// <summary>The parts one after the other; they must stay as they are while the sequence is used.</summary>
    /// <param name="parts">At least one; an empty one does not matter.</param>
    public static ReadOnlySequence<byte> Join(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count == 1)
            return new ReadOnlySequence<byte>(parts[0]);
        var first = new Segment(parts[0], null);
        var last = first;
        foreach (var part in parts.Skip(1))
            last = new Segment(part, last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    /// <summary>SHA-256 of the bytes, 64 lower-case hexadecimal digits.</summary>
    public static string Sha256(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
            return Convert.ToHexStringLower(SHA256.HashData(bytes.FirstSpan));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in bytes)
            hash.AppendData(part.Span);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
