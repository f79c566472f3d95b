using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Files;
using Wan.Intake.Keys;
using Wan.Storage;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>Leaves to upload files: who shows one may put files into one folder of one tenant, for some minutes and as long as their key is good. They are known by our signature, and kept nowhere.</summary>
internal sealed class UploadPolicies(SigningKey signing, KeyRing keys, IOptions<GatewayOptions> options, TimeProvider time)
{
    // What is signed with the same key for another purpose must never be good for this.
    private const string Purpose = "wan.upload.1";

    /// <summary>How long one is good.</summary>
    public TimeSpan Lifetime => options.Value.UploadPoliciesFor;

    /// <summary>Makes one, of a folder of its own.</summary>
    /// <exception cref="Hosting.ConfigurationProblemException">There is no secret to sign it with, and none can be made.</exception>
    public (string Policy, string Signature, string Folder) Make(string tenant, string? keyId)
    {
        var folder = $"{UploadedKey.Folder}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var policy = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{until}\n{tenant}\n{folder}\n{keyId}"));
        return (policy, signing.Sign(Purpose, policy), folder);
    }

    /// <summary>What one allows; null if it is none of ours.</summary>
    /// <exception cref="StorageUnavailableException">Whether its key is good can't be said now.</exception>
    public async Task<UploadPolicy?> ReadAsync(string policy, string signature, CancellationToken cancellationToken)
    {
        if (!signing.IsSigned(Purpose, policy, signature) || Encoding.UTF8.GetString(Convert.FromBase64String(policy)).Split('\n') is not [var until, var tenant, var folder, var keyId])
            return null;
        var isOver = time.GetUtcNow() >= DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture));
        return new(tenant, folder, isOver, keyId.Length == 0 || await keys.MayAsync(keyId, Scopes.Create, cancellationToken));
    }
}

/// <summary>What a leave allows.</summary>
/// <param name="Tenant">Whose files they become.</param>
/// <param name="Folder">Where keys must be, without a slash at its end.</param>
/// <param name="IsOver">Its time is over.</param>
/// <param name="IsKeyGood">The key that it was given to still lets its holder in. Before there are keys there is none.</param>
internal sealed record UploadPolicy(string Tenant, string Folder, bool IsOver, bool IsKeyGood);
