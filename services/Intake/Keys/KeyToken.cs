using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Wan.Intake.Keys;

/// <summary>
/// A key as it is shown: <c>wan_</c>, an id of 12 letters and digits (RFC 4648, 6, in lower case), <c>_</c>, and a secret of 32 random bytes in base64url. A secret of
/// that many is not to be guessed, so that a plain hash of it is as good as a slow one.
/// </summary>
internal static class KeyToken
{
    private const string Prefix = "wan_", IdLetters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int IdLength = 12, SecretBytes = 32, SecretLength = 43;

    // What a secret is compared with that belongs to no key.
    private static readonly byte[] NoHash = RandomNumberGenerator.GetBytes(SHA256.HashSizeInBytes);

    /// <summary>A new one.</summary>
    public static (string Id, string Token, byte[] Hash) Create()
    {
        var id = RandomNumberGenerator.GetString(IdLetters, IdLength);
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (id, $"{Prefix}{id}_{secret}", Hash(secret));
    }

    /// <summary>Takes it apart.</summary>
    /// <returns>False if it has not this form.</returns>
    public static bool TryRead(string token, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out string? secret)
    {
        (id, secret) = (null, null);
        if (token.Length != Prefix.Length + IdLength + 1 + SecretLength || !token.StartsWith(Prefix, StringComparison.Ordinal) || token[Prefix.Length + IdLength] != '_')
            return false;
        (id, secret) = (token.Substring(Prefix.Length, IdLength), token[^SecretLength..]);
        return id.All(IdLetters.Contains);
    }

    /// <summary>Whether this is the key's secret, in the same time whatever is shown and whether there is such a key.</summary>
    public static bool IsSecretOf(AccessKey? key, string secret) => CryptographicOperations.FixedTimeEquals(Hash(secret), key?.SecretHash ?? NoHash) & key is not null;

    /// <summary>What is kept of a secret.</summary>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));
}
