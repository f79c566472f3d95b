using System.Buffers;

namespace Wan.Storage.Bodies;

/// <summary>A body stands in the store in pieces: no store takes documents of any length, and each copies the one that it is given.</summary>
internal static class Pieces
{
    /// <summary>Bytes of a piece in MongoDB, which takes 16 MiB a document; the last one may have fewer. Readers count on it.</summary>
    public const int Length = 2 * 1024 * 1024;

    /// <summary>Bytes of a piece in SQLite, which keeps the memory of the largest that it has copied; readers take pieces of any length.</summary>
    public const int SqliteLength = 256 * 1024;

    /// <summary>How much longer than another write one of so many bytes may take: a disk or a line that carries a mebibyte a second still takes it.</summary>
    public static TimeSpan TimeFor(long bytes) => TimeSpan.FromSeconds(bytes / 1024 / 1024);

    /// <summary>How many pieces a body of so many bytes has.</summary>
    public static int CountOf(long size, int length) => (int)((size + length - 1) / length);

    /// <summary>One of them.</summary>
    /// <param name="body">The body.</param>
    /// <param name="number">Counted from 0.</param>
    /// <param name="length">Bytes of a piece.</param>
    public static ReadOnlySequence<byte> Of(in ReadOnlySequence<byte> body, int number, int length) =>
        body.Slice((long)number * length, Math.Min(length, body.Length - ((long)number * length)));
}
