using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Wan.DashScope.Accounts;

/// <summary>
/// Wraps a signed result URL so that it can travel in a message that anybody may read (law 9). AES-256-GCM under a key derived from
/// the account's API key, which sender and receiver have anyway; the account's name is authenticated with it.
/// </summary>
public static class ResultUrlSeal
{
    private const string Version = "v1.";
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private static readonly byte[] Purpose = "wan result url seal v1"u8.ToArray();

    /// <summary>The sealed form: <c>v1.</c> and URL-safe base64. Different every time.</summary>
    public static string Seal(DashScopeAccount account, Uri url)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(url);

        var plain = Encoding.UTF8.GetBytes(url.OriginalString);
        var sealedBytes = new byte[NonceSize + plain.Length + TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);

        using var aes = new AesGcm(Key(account), TagSize);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceSize, plain.Length), sealedBytes.AsSpan(NonceSize + plain.Length), Associated(account));
        return Version + Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>
    /// Opens it. False if it was made for another account or with another API key, was changed on the way, or is no seal at all:
    /// then ask for a fresh one.
    /// </summary>
    public static bool TryOpen(DashScopeAccount account, string seal, [NotNullWhen(true)] out Uri? url)
    {
        ArgumentNullException.ThrowIfNull(account);
        url = null;
        if (seal is null
            || !seal.StartsWith(Version, StringComparison.Ordinal)
            || !Base64Url.IsValid(seal.AsSpan(Version.Length), out var length)
            || length <= NonceSize + TagSize)
        {
            return false;
        }

        var sealedBytes = Base64Url.DecodeFromChars(seal.AsSpan(Version.Length));
        var plain = new byte[sealedBytes.Length - NonceSize - TagSize];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        var tag = sealedBytes.AsSpan(NonceSize + plain.Length);
        try
        {
            using var aes = new AesGcm(Key(account), TagSize);
            aes.Decrypt(nonce, sealedBytes.AsSpan(NonceSize, plain.Length), tag, plain, Associated(account));
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        return Uri.TryCreate(Encoding.UTF8.GetString(plain), UriKind.Absolute, out url);
    }

    private static byte[] Key(DashScopeAccount account) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(account.ApiKey), outputLength: 32, info: Purpose);

    private static byte[] Associated(DashScopeAccount account) => Encoding.UTF8.GetBytes(account.Name);
}
