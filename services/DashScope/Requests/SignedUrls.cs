using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Wan.DashScope.Requests;

/// <summary>
/// Until when a signed URL can be fetched, by what its query says. OSS: <c>Expires</c> beside <c>Signature</c> (version 1), <c>x-oss-date</c> and
/// <c>x-oss-expires</c> (version 4, https://help.aliyun.com/zh/oss/developer-reference/add-signatures-to-urls); S3 alike with <c>X-Amz-</c>
/// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html), Google's with <c>X-Goog-</c>.
/// </summary>
internal static class SignedUrls
{
    private const string DateForm = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>Null where the URL is not signed, or does not say until when in a way that is known.</summary>
    public static DateTimeOffset? ExpiresAt(ReadOnlySpan<byte> url)
    {
        var query = url[(url.IndexOf((byte)'?') + 1)..];
        long? until = null, seconds = null;
        DateTimeOffset? from = null;
        var isSigned = false;
        foreach (var part in query.Split((byte)'&'))
        {
            var pair = query[part];
            var sign = pair.IndexOf((byte)'=');
            if (sign < 0)
                continue;
            var name = pair[..sign];
            var value = pair[(sign + 1)..];
            isSigned |= Is(name, "Signature");
            if (Is(name, "Expires"))
                until = Number(value);
            else if (Is(name, "x-oss-expires") || Is(name, "X-Amz-Expires") || Is(name, "X-Goog-Expires"))
                seconds = Number(value);
            else if (Is(name, "x-oss-date") || Is(name, "X-Amz-Date") || Is(name, "X-Goog-Date"))
                from = Date(value);
        }

        if (from is { } date && seconds is { } length)
            return length < (DateTimeOffset.MaxValue - date).TotalSeconds ? date.AddSeconds(length) : DateTimeOffset.MaxValue;
        return isSigned && until is { } end ? DateTimeOffset.FromUnixTimeSeconds(end) : null;
    }

    private static bool Is(ReadOnlySpan<byte> name, string known) => Ascii.EqualsIgnoreCase(name, known);

    // Of up to ten digits, which is until the year 2286: what is longer is no time.
    private static long? Number(ReadOnlySpan<byte> value) =>
        value.Length <= 10 && Utf8Parser.TryParse(value, out long number, out var used) && used == value.Length && number >= 0 ? number : null;

    private static DateTimeOffset? Date(ReadOnlySpan<byte> value) =>
        value.Length == 16 && DateTimeOffset.TryParseExact(Encoding.ASCII.GetString(value), DateForm, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : null;
}
