using System.Buffers.Text;
using System.Text;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>What an image must be that stands in a request itself.</summary>
internal static class DataUriRules
{
    /// <summary>Whether this data URI is an image that is taken; says so if not.</summary>
    public static bool Check(
        ReadOnlySpan<byte> url, in Place place, UrlSchemes schemes, IReadOnlyList<string> formats, int maxBytes, FindingList findings)
    {
        if (!schemes.HasFlag(UrlSchemes.Data))
        {
            findings.Error("url.data_not_taken", place, $"A data URI is not taken here; the URL must begin with {UrlRules.Allowed(schemes)}.");
            return false;
        }

        var comma = url.IndexOf((byte)',');
        var head = comma < 0 ? url : url[..comma];
        if (comma < 0 || head.Length > 200 || !head.EndsWith(";base64"u8))
        {
            findings.Error(
                "data_uri.not_base64",
                place,
                "The data URI must have the form data:image/png;base64,... with base64 behind the comma.");
            return false;
        }

        if (!IsImage(head[5..], formats))
        {
            findings.Error(
                "data_uri.not_an_image",
                place,
                $"The data URI must be an image: image/ and one of {Describe.List(formats)}.");
            return false;
        }

        return CheckBase64(url[(comma + 1)..], place, maxBytes, "What stands behind the comma of the data URI is empty or not valid base64.", findings);
    }

    /// <summary>The same of an image in base64 alone, which is sent as a data URI.</summary>
    public static bool CheckBare(ReadOnlySpan<byte> base64, string format, in Place place, IReadOnlyList<string> formats, int maxBytes, FindingList findings)
    {
        if (!formats.Contains(format))
        {
            findings.Error("data_uri.not_an_image", place, $"What stands here is a picture of the format {format} in base64, but it must be one of {Describe.List(formats)}.");
            return false;
        }

        findings.Warning("data_uri.no_head", place, $"What stands here is an image in base64 alone. It is sent as data:image/{format};base64, with it behind.");
        return CheckBase64(base64, place, maxBytes, "What stands here begins like an image in base64, but is not valid base64.", findings);
    }

    private static bool CheckBase64(ReadOnlySpan<byte> base64, in Place place, int maxBytes, string invalid, FindingList findings)
    {
        if (!Base64.IsValid(base64, out var bytes) || bytes == 0)
        {
            findings.Error("data_uri.not_base64", place, invalid);
            return false;
        }

        if (bytes > maxBytes)
        {
            findings.Error(
                "data_uri.too_large",
                place,
                $"The image has {bytes} bytes; at most {maxBytes} ({maxBytes / 1024 / 1024} MB) are taken.");
            return false;
        }

        return true;
    }

    private static bool IsImage(ReadOnlySpan<byte> mime, IReadOnlyList<string> formats)
    {
        var end = mime.IndexOf((byte)';');
        if (!UrlRules.StartsWith(mime, "image/"u8))
        {
            return false;
        }

        foreach (var format in formats)
        {
            if (Ascii.EqualsIgnoreCase(mime[6..end], format))
            {
                return true;
            }
        }

        return false;
    }
}
