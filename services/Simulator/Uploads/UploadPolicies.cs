using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Uploads;

/// <summary>Leaves to upload, signed in the manner of the vendor's object store: who has one may send files to one folder, for some minutes.</summary>
internal sealed class UploadPolicies(Vendor vendor, SimulatorOptions options)
{
    private const string Bucket = "dashscope-instant";

    /// <summary>A leave for an account and model, and the folder that it is good for.</summary>
    public (string Policy, string Directory) Make(string account, string model, DateTimeOffset now)
    {
        var directory = $"{Bucket}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(account)).AsSpan(0, 8))}/{now:yyyy-MM-dd}/{Guid.NewGuid()}";
        var until = (now + options.PolicyLifetime).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return (Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Join('\n', until, account, model, directory))), directory);
    }

    public string Sign(string policy) => Convert.ToBase64String(HMACSHA256.HashData(vendor.UrlSecret, Encoding.UTF8.GetBytes($"upload\n{policy}")));

    /// <summary>What a policy allows; null if it was never given so.</summary>
    public (DateTimeOffset Until, string Account, string Model, string Directory)? Read(string policy, string signature)
    {
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(policy)), Encoding.UTF8.GetBytes(signature)))
            return null;
        return Encoding.UTF8.GetString(Convert.FromBase64String(policy)).Split('\n') is [var until, var account, var model, var directory]
            ? (DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(until, CultureInfo.InvariantCulture)), account, model, directory)
            : null;
    }
}
