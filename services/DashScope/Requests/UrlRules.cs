using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Files;

namespace Wan.DashScope.Requests;

/// <summary>
/// What a URL must be so that the vendor can fetch it. Findings never show more of a URL than its scheme, since it may be signed.
/// </summary>
internal static class UrlRules
{
    private static readonly SearchValues<byte> AddressDigits = SearchValues.Create("0123456789abcdefABCDEF:."u8);
    private static readonly SearchValues<byte> SchemeCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+.-"u8);

    /// <summary>Whether the field has a usable URL; says so if not.</summary>
    /// <param name="field">The field's value.</param>
    /// <param name="place">Where it is.</param>
    /// <param name="schemes">What it may begin with.</param>
    /// <param name="formats">What a data URI may be.</param>
    /// <param name="limits">How long it may be.</param>
    /// <param name="findings">Where to say so.</param>
    public static bool Check(
        JsonElement field, in Place place, UrlSchemes schemes, IReadOnlyList<string> formats, InputRules limits, FindingList findings)
    {
        if (!Values.IsText(field, "url", place, findings))
        {
            return false;
        }

        using var text = Utf8Text.Of(field);
        if (schemes.HasFlag(UrlSchemes.Data) && BareImage.FormatOf(text.Span) is { } format)
        {
            return DataUriRules.CheckBare(text.Span, format, place, formats, limits.MaxDataBytes, findings);
        }

        return StartsWith(text.Span, "data:"u8)
            ? DataUriRules.Check(text.Span, place, schemes, formats, limits.MaxDataBytes, findings)
            : Check(text.Span, place, schemes, limits.MaxUrl, findings);
    }

    /// <summary>Whether this is a usable URL where data URIs are not taken; says so if not.</summary>
    public static bool Check(ReadOnlySpan<byte> url, in Place place, UrlSchemes schemes, int maxLength, FindingList findings)
    {
        if (StartsWith(url, "data:"u8))
        {
            return DataUriRules.Check(url, place, schemes, [], 0, findings);
        }

        if (schemes.HasFlag(UrlSchemes.Oss) && FileReference.Is(url))
        {
            return FileReference.IdOf(url) is not null; // FileChecks says what is wrong with it.
        }

        if (url.Length > maxLength && Utf8Text.Count(url) is var characters && characters > maxLength)
        {
            findings.Error("url.too_long", place, $"The URL has {characters} characters; at most {maxLength} are taken.");
            return false;
        }

        foreach (var unit in url)
        {
            if (unit is <= (byte)' ' or 0x7F or (byte)'"' or (byte)'<' or (byte)'>' or (byte)'\\')
            {
                findings.Error(
                    "url.bad_character",
                    place,
                    "The URL has a space, a control character or one of \" < > \\; write it percent-encoded.");
                return false;
            }
        }

        var isWeb = StartsWith(url, "http://"u8) || StartsWith(url, "https://"u8);
        var isOss = StartsWith(url, "oss://"u8);
        if (!(isWeb && schemes.HasFlag(UrlSchemes.Web)) && !(isOss && schemes.HasFlag(UrlSchemes.Oss)))
        {
            var isAbsolute = url.IndexOf("://"u8) > 0;
            findings.Error(
                isAbsolute ? "url.scheme" : "url.not_absolute",
                place,
                $"The URL must begin with {Allowed(schemes)}, but {(isAbsolute ? $"begins with {Scheme(url)}://" : url.IsEmpty ? "is empty" : "has no scheme")}.{Upload(url, isAbsolute, schemes)}");
            return false;
        }

        var rest = url[(url.IndexOf("://"u8) + 3)..];
        var end = rest.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        var authority = end < 0 ? rest : rest[..end];
        if (authority.Contains((byte)'@'))
        {
            findings.Error("url.user_info", place, "The URL has a user name or password before its host; leave it out.");
            return false;
        }

        if (isOss ? authority.IsEmpty || end < 0 || rest.Length == end + 1 : !IsHost(authority))
        {
            findings.Error("url.not_absolute", place, isOss
                ? "The URL must be oss:// with a bucket and a key behind it, as the upload gave it."
                : "The URL has no valid host behind its scheme.");
            return false;
        }

        return true;
    }

    /// <summary>Whether the path of a URL ends in one of these extensions.</summary>
    public static bool HasExtension(ReadOnlySpan<byte> url, IReadOnlyList<string> extensions)
    {
        var end = url.IndexOfAny((byte)'?', (byte)'#');
        var path = end < 0 ? url : url[..end];
        var dot = path.LastIndexOfAny((byte)'.', (byte)'/');
        if (dot < 0 || path[dot] != '.')
        {
            return false;
        }

        for (var i = 0; i < extensions.Count; i++)
        {
            if (Ascii.EqualsIgnoreCase(path[(dot + 1)..], extensions[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsHost(ReadOnlySpan<byte> authority)
    {
        var host = authority;
        if (authority.LastIndexOf((byte)':') is var colon && colon > authority.LastIndexOf((byte)']'))
        {
            var port = authority[(colon + 1)..];
            if (!port.IsEmpty && (!Utf8Parser.TryParse(port, out ushort _, out var used) || used != port.Length))
            {
                return false;
            }

            host = authority[..colon];
        }

        if (host is [(byte)'[', _, .., (byte)']'])
        {
            return host[1..^1].IndexOfAnyExcept(AddressDigits) < 0;
        }

        // Letters of other alphabets are taken as they are.
        foreach (var unit in host)
        {
            if (unit < 0x80 && !char.IsAsciiLetterOrDigit((char)unit) && unit is not ((byte)'-' or (byte)'.' or (byte)'_'))
            {
                return false;
            }
        }

        return !host.IsEmpty && host[0] != '.';
    }

    /// <summary>Whether it begins as one of these does.</summary>
    public static bool IsOf(ReadOnlySpan<byte> url, UrlSchemes schemes) =>
        (schemes.HasFlag(UrlSchemes.Web) && (StartsWith(url, "http://"u8) || StartsWith(url, "https://"u8)))
        || (schemes.HasFlag(UrlSchemes.Oss) && (StartsWith(url, "oss://"u8) || FileReference.Is(url)))
        || (schemes.HasFlag(UrlSchemes.Data) && StartsWith(url, "data:"u8));

    /// <summary>The beginnings that are taken, in words.</summary>
    public static string Allowed(UrlSchemes schemes) => string.Join(" or ", new[]
    {
        schemes.HasFlag(UrlSchemes.Web) ? "http:// or https://" : null,
        schemes.HasFlag(UrlSchemes.Oss) ? $"oss:// or {FileReference.Scheme}" : null,
        schemes.HasFlag(UrlSchemes.Data) ? "data:image/" : null,
    }.OfType<string>());

    // It may be the path of a file on the disk of whoever asks.
    private static string Upload(ReadOnlySpan<byte> url, bool isAbsolute, UrlSchemes schemes) =>
        schemes.HasFlag(UrlSchemes.Oss) && !url.IsEmpty && (!isAbsolute || StartsWith(url, "file:"u8)) ? " Upload a file of your own with POST /v1/files, and name it by the url that this gives." : "";

    private static string Scheme(ReadOnlySpan<byte> url)
    {
        var scheme = url[..url.IndexOf("://"u8)];
        return scheme.Length <= 20 && !scheme.ContainsAnyExcept(SchemeCharacters)
            ? Encoding.ASCII.GetString(scheme)
            : "something else than";
    }

    /// <summary>Whether it begins so, in letters of any case.</summary>
    public static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);
}
