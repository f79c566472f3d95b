using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Wan.Intake.Events;

/// <summary>A change that was sent, as a cursor knows it.</summary>
/// <param name="At">Its time.</param>
/// <param name="Mark">See <see cref="MarkOf"/>.</param>
internal readonly record struct SentChange(DateTimeOffset At, ulong Mark) : IComparable<SentChange>
{
    /// <summary>Bytes of a mark.</summary>
    public const int MarkLength = 6;

    /// <summary>48 bits that tell it from others: of a thousand changes and a full cursor, two have the same once in 500 million times.</summary>
    public static ulong MarkOf(string generationId, int number)
    {
        Span<byte> text = stackalloc byte[128];
        var length = Encoding.UTF8.GetBytes(generationId.AsSpan(0, Math.Min(40, generationId.Length)), text[4..]) + 4;
        BinaryPrimitives.WriteInt32BigEndian(text, number);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) >> 16;
    }

    public int CompareTo(SentChange other) => At != other.At ? At.CompareTo(other.At) : Mark.CompareTo(other.Mark);
}
