using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>Leaves to upload files: who shows one may put files into one folder of one tenant, for some minutes. They are known by our signature, and kept nowhere.</summary>
internal sealed class UploadPolicies(SigningKey signing, IOptions<GatewayOptions> options, TimeProvider time)
{
    // What is signed with the same key for another purpose must never be good for this.
    private const string Purpose = "wan.upload.1";

    /// <summary>How long one is good.</summary>
    public TimeSpan Lifetime => options.Value.UploadPoliciesFor;

    /// <summary>Makes one, of a folder of its own.</summary>
    /// <exception cref="Hosting.ConfigurationProblemException">There is no secret to sign it with, and none can be made.</exception>
    public (string Policy, string Signature, string Folder) Make(string tenant)
    {
        var folder = $"{UploadedKey.Folder}{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";
        var until = (time.GetUtcNow() + Lifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        var policy = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{until}\n{tenant}\n{folder}"));
        return (policy, signing.Sign(Purpose, policy), folder);
    }

    /// <summary>What one allows; null if it is none of ours.</summary>
    public UploadPolicy? Read(string policy, string signature)
    {
        if (!signing.IsSigned(Purpose, policy, signature))
            return null;
        var parts = Encoding.UTF8.GetString(Convert.FromBase64String(policy)).Split('\n');
        return new(parts[1], parts[2], time.GetUtcNow() >= DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(parts[0], CultureInfo.InvariantCulture)));
    }
}

/// <summary>What a leave allows.</summary>
/// <param name="Tenant">Whose files they become.</param>
/// <param name="Folder">Where keys must be, without a slash at its end.</param>
/// <param name="IsOver">Its time is over.</param>
internal sealed record UploadPolicy(string Tenant, string Folder, bool IsOver);
