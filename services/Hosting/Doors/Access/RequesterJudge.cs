using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Wan.Hosting.Doors.Access;

/// <summary>Finds out who asks: by a signed address, else by a key, also one beside an address that is no longer good, else, while nobody can be told apart, by where the request comes from.</summary>
internal sealed class RequesterJudge(IOptions<AuthOptions> options, SigningKey signing, TimeProvider time, IKeyRing? keys = null)
{
    private const string Bearer = "Bearer ";

    public async ValueTask<AccessVerdict> JudgeAsync(HttpContext context)
    {
        if (options.Value.Disabled)
            return Requester.Anyone;
        var secret = signing.Current;
        if (secret is not null && SignedAddress.IsIn(context.Request))
        {
            var signed = SignedAddress.Judge(secret, context.Request, time.GetUtcNow());
            if (signed.Requester is not null || keys is null || context.Request.Headers.Authorization.Count == 0)
                return signed; // Else the key beside it counts, whatever that signature was.
        }

        if (keys is not null && await keys.AnyAsync(context.RequestAborted))
            return await JudgeKeyAsync(keys, context);
        if (keys is null && context.Request.Headers.ContainsKey(PassedRequester.Header)) // Intake may know the secret a moment sooner. Without one it is nobody, and not anybody.
            return (secret ?? signing.Look()) is { } known ? PassedRequester.Judge(known, context.Request, time.GetUtcNow()) : AccessRefusal.NotSigned;
        if (keys is null && secret is not null)
            return AccessRefusal.NotSigned;
        return NearbyRules.IsNearby(context) ? Requester.Anyone : AccessRefusal.NotNearby;
    }

    private static async ValueTask<AccessVerdict> JudgeKeyAsync(IKeyRing keys, HttpContext context)
    {
        var shown = context.Request.Headers.Authorization;
        if (shown.Count == 0)
            return AccessRefusal.Missing;
        return shown is [{ } header] && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) // RFC 9110, 11.1: in any case.
            ? await keys.JudgeAsync(header[Bearer.Length..].Trim(' '), context.RequestAborted)
            : AccessRefusal.Malformed;
    }
}
