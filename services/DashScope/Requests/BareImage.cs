using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>
/// An image that stands in a request in base64 alone, where the vendor wants a data URI. The AI SDK sends the picture of image-to-video so
/// (https://github.com/vercel/ai, packages/alibaba). What it is, its first bytes say.
/// </summary>
internal static class BareImage
{
    private const int LookedAt = 16;

    /// <summary>What belongs before it, such as <c>data:image/png;base64,</c>; null where it is none, or none is taken there.</summary>
    /// <param name="rule">What may stand there; null for nothing that is known.</param>
    /// <param name="text">A text of the request.</param>
    public static string? HeadOf(MediaRule? rule, JsonElement text)
    {
        if (rule is null || !rule.Urls.HasFlag(UrlSchemes.Data))
        {
            return null;
        }

        using var utf8 = Utf8Text.Of(text);
        return FormatOf(utf8.Span) is { } format ? $"data:image/{format};base64," : null;
    }

    /// <summary>The image's format as a data URI names it; null if this is no image in base64 alone.</summary>
    public static string? FormatOf(ReadOnlySpan<byte> text)
    {
        Span<byte> start = stackalloc byte[LookedAt / 4 * 3];
        if (text.Length < LookedAt || Base64.DecodeFromUtf8(text[..LookedAt], start, out _, out var length) != OperationStatus.Done || length != start.Length)
        {
            return null;
        }

        return start.StartsWith((ReadOnlySpan<byte>)[0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n']) ? "png"
            : start.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? "jpeg"
            : start.StartsWith("RIFF"u8) && start[8..].SequenceEqual("WEBP"u8) ? "webp"
            : start.StartsWith("BM"u8) && text.Length > LookedAt && Base64.IsValid(text) ? "bmp"
            : null;
    }
}
