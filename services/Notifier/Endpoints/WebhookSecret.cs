using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Wan.Notifier.Endpoints;

/// <summary>
/// The secrets of the Standard Webhooks specification: <c>whsec_</c> and 32 random bytes in base64, of which the bytes sign. https://github.com/standard-webhooks/standard-webhooks
/// </summary>
internal static class WebhookSecret
{
    private const string Prefix = "whsec_", Version = "v1,";
    private const int Bytes = 32;

    /// <summary>A new one.</summary>
    public static string Create() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>The header <c>webhook-signature</c>: one signature for each secret; of several the last stands there twice.</summary>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        var signatures = secrets.Select(secret => Version + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed))).ToList();

        // StandardWebhooks 1.1.2, the package for .NET, does not look at the last of several.
        return string.Join(' ', signatures.Count > 1 ? [.. signatures, signatures[^1]] : signatures);
    }
}
