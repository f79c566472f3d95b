using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Wan.Hosting.Doors.Access;

/// <summary>
/// Who asks, said by a service that has let them in to one that it passes the request on to: the header <c>Wan-Requester</c>, as
/// <c>expires.tenant.scopes.signature</c>. The signature is over the method, the path with its query and all of that, by the secret that the services share.
/// </summary>
internal static class PassedRequester
{
    public const string Header = "Wan-Requester";

    // What is signed with the same key for another purpose must never be good for this.
    private const string Purpose = "wan.requester.1";

    /// <summary>The header's value.</summary>
    public static string Write(byte[] key, string method, string target, Requester requester, DateTimeOffset expires)
    {
        var said = string.Create(
            CultureInfo.InvariantCulture,
            $"{expires.ToUnixTimeSeconds()}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(requester.Tenant ?? ""))}.{string.Join('+', requester.Scopes)}");
        return $"{said}.{Sign(key, method, target, said)}";
    }

    /// <summary>Who asks by a request that shows one.</summary>
    public static AccessVerdict Judge(byte[] key, HttpRequest request, DateTimeOffset now)
    {
        if (request.Headers[Header] is not [{ } shown] || shown.Split('.') is not [var expires, var tenant, var scopes, var signature])
            return AccessRefusal.WronglySigned;
        var wanted = Sign(key, request.Method, request.Path.Value + request.QueryString.Value, $"{expires}.{tenant}.{scopes}");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(signature), Encoding.UTF8.GetBytes(wanted)))
            return AccessRefusal.WronglySigned;
        if (!long.TryParse(expires, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) || now.ToUnixTimeSeconds() >= seconds)
            return AccessRefusal.SignatureExpired;
        return new Requester
        {
            Tenant = tenant.Length == 0 ? null : Encoding.UTF8.GetString(Base64Url.DecodeFromChars(tenant)),
            Scopes = scopes.Split('+'),
        };
    }

    private static string Sign(byte[] key, string method, string target, string said) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{Purpose}\n{method.ToUpperInvariant()}\n{target}\n{said}")));
}
