using System.Text;
using Wan.DashScope.Requests;

namespace Wan.DashScope.Files;

/// <summary><c>wan-file:ID</c>, which stands wherever an uploaded file may: a file that Intake keeps, and that is uploaded to the vendor right before the POST.</summary>
public static class FileReference
{
    /// <summary>What one begins with.</summary>
    public const string Scheme = "wan-file:";

    /// <summary>
    /// What an address begins with that an upload in the vendor's manner gave here, with the folder of all such: whoever takes requests puts the reference in its place, so that one
    /// that is still there stands for no file.
    /// </summary>
    public const string Uploaded = "oss://wan-files/";

    private const int IdLength = 36;

    internal static ReadOnlySpan<byte> Utf8Scheme => "wan-file:"u8;

    private static ReadOnlySpan<byte> Utf8Uploaded => "oss://wan-files/"u8;

    /// <summary>The reference to a file.</summary>
    public static string To(string id) => Scheme + id;

    /// <summary>Whether a text means to be one, right or not.</summary>
    internal static bool Is(ReadOnlySpan<byte> text) => Begins(text, Utf8Scheme) || IsUploaded(text);

    /// <summary>Whether a text means to be the address of an upload.</summary>
    internal static bool IsUploaded(ReadOnlySpan<byte> text) => Begins(text, Utf8Uploaded);

    /// <summary>The id; null unless the text is exactly as it was given: one spelling, so that the same request is the same bytes.</summary>
    internal static string? IdOf(ReadOnlySpan<byte> text)
    {
        if (text.Length != Utf8Scheme.Length + IdLength || !text.StartsWith(Utf8Scheme))
        {
            return null;
        }

        var id = text[Utf8Scheme.Length..];
        foreach (var unit in id)
        {
            if (unit is >= (byte)'A' and <= (byte)'F')
            {
                return null;
            }
        }

        return Guid.TryParseExact(Encoding.Latin1.GetString(id), "D", out var guid) ? guid.ToString() : null;
    }

    private static bool Begins(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) => text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);
}
