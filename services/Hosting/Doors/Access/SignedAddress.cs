using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Wan.Hosting.Doors.Access;

/// <summary>
/// Addresses that carry the right to ask at them: <c>?expires=</c> (seconds of Unix time) <c>&amp;signature=</c> (base64url of an HMAC-SHA256 over the method,
/// the path and that time). They are good for one path and one method, where GET and HEAD are one, and stand beside no other parameter.
/// </summary>
internal static class SignedAddress
{
    public const string Expires = "expires", Signature = "signature";

    // What is signed with the same key for another purpose must never be good for an address.
    private const string Purpose = "wan.address.1";

    /// <summary>What stands behind the path.</summary>
    public static string Query(byte[] key, string method, string path, DateTimeOffset expires)
    {
        var seconds = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"?{Expires}={seconds}&{Signature}={Sign(key, method, path, seconds)}";
    }

    /// <summary>Whether a request shows a signature.</summary>
    public static bool IsIn(HttpRequest request) => request.Query.ContainsKey(Signature);

    /// <summary>Who asks by a request that shows one.</summary>
    public static AccessVerdict Judge(byte[] key, HttpRequest request, DateTimeOffset now)
    {
        var query = request.Query;
        if (query.Count != 2 || query[Expires] is not [{ } expires] || query[Signature] is not [{ } signature])
            return AccessRefusal.WronglySigned;
        var wanted = Sign(key, request.Method, request.Path.Value ?? "", expires);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(wanted)))
            return AccessRefusal.WronglySigned;
        return long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && now.ToUnixTimeSeconds() < seconds
            ? Requester.Anyone
            : AccessRefusal.SignatureExpired;
    }

    // Neither a method nor a time has a line's end in it, so that no two addresses are signed alike.
    private static string Sign(byte[] key, string method, string path, string expires) => Base64Url.EncodeToString(
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Purpose}\n{(HttpMethods.IsHead(method) ? HttpMethods.Get : method.ToUpperInvariant())}\n{path}\n{expires}")));
}
