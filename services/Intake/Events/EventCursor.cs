using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Wan.Intake.Events;

/// <summary>
/// How far somebody has followed all generations, as the id of an event: everything up to the watermark was sent, and of what is later these. Any process can
/// go on from there.
/// </summary>
/// <param name="Watermark">Up to when.</param>
/// <param name="Marks">Of the later ones that were sent: see <see cref="SentChange.MarkOf"/>.</param>
internal sealed record EventCursor(DateTimeOffset Watermark, IReadOnlySet<ulong> Marks)
{
    private const byte Form = 1;
    private const int Head = 1 + sizeof(long);
    private const int CheckLength = 4;

    /// <summary>Writes one: form, watermark in ticks, marks, check sum; as base64url.</summary>
    public static string Write(DateTimeOffset watermark, IEnumerable<SentChange> sent, int count)
    {
        var bytes = new byte[Head + (count * SentChange.MarkLength) + CheckLength];
        bytes[0] = Form;
        BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(1), watermark.UtcTicks);
        Span<byte> eight = stackalloc byte[sizeof(ulong)];
        var at = Head;
        foreach (var change in sent)
        {
            BinaryPrimitives.WriteUInt64BigEndian(eight, change.Mark);
            eight[^SentChange.MarkLength..].CopyTo(bytes.AsSpan(at));
            at += SentChange.MarkLength;
        }

        Check(bytes.AsSpan(0, at), bytes.AsSpan(at));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <returns>False if it is something else, or a part of one.</returns>
    public static bool TryRead(string text, [NotNullWhen(true)] out EventCursor? cursor)
    {
        cursor = null;
        if (!Base64Url.IsValid(text))
            return false;
        var bytes = Base64Url.DecodeFromChars(text);
        if (bytes.Length < Head + CheckLength || bytes[0] != Form || (bytes.Length - Head - CheckLength) % SentChange.MarkLength != 0)
            return false;
        var end = bytes.Length - CheckLength;
        Span<byte> check = stackalloc byte[CheckLength];
        Check(bytes.AsSpan(0, end), check);
        var ticks = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(1));
        if (!check.SequenceEqual(bytes.AsSpan(end)) || ticks < 0 || ticks > DateTimeOffset.MaxValue.UtcTicks)
            return false;
        var marks = new HashSet<ulong>();
        for (var at = Head; at < end; at += SentChange.MarkLength)
            marks.Add(((ulong)BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at)) << 32) | BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(at + 2)));
        cursor = new EventCursor(new DateTimeOffset(ticks, TimeSpan.Zero), marks);
        return true;
    }

    private static void Check(ReadOnlySpan<byte> bytes, Span<byte> check)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        hash[..CheckLength].CopyTo(check);
    }
}
