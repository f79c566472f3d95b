namespace Wan.Storage.Bodies;

/// <summary>A body stands in the store in pieces: no store takes documents of any length, and each copies the one that it is given.</summary>
internal static class Pieces
{
    /// <summary>Bytes of a piece; the last one may have fewer. MongoDB takes 16 MiB a document.</summary>
    public const int Length = 2 * 1024 * 1024;

    /// <summary>How many pieces a body of so many bytes has.</summary>
    public static int CountOf(int size) => (size + Length - 1) / Length;

    /// <summary>One of them.</summary>
    /// <param name="body">The body.</param>
    /// <param name="number">Counted from 0.</param>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> body, int number) =>
        body.Slice(number * Length, Math.Min(Length, body.Length - (number * Length)));
}
