using System.Globalization;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;

namespace Wan.Intake.Keys;

/// <summary>What a key must be, and whether it lets anybody in.</summary>
internal static class KeyRules
{
    private const int MaxName = 64;

    /// <summary>How often a key's last use is written down, at most.</summary>
    public static readonly TimeSpan UseKnownTo = TimeSpan.FromHours(1);

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1), Longest = TimeSpan.FromDays(3660);

    /// <summary>What is wrong with a key that is wanted.</summary>
    public static IReadOnlyList<Finding> Check(NewKey wanted)
    {
        var findings = new List<Finding>();
        if (wanted.Name is not { Length: > 0 and <= MaxName } name || name.Any(char.IsControl))
            findings.Add(Problems.Error("key.name", "/name", $"name must say in 1 to {MaxName} characters who has the key, without control characters."));
        if (wanted.Tenant is not { } tenant || !TenantName.IsOne(tenant))
            findings.Add(Problems.Error("key.tenant", "/tenant", $"tenant must be {TenantName.Rule}."));
        if (wanted.Scopes is { } scopes && (scopes.Count == 0 || scopes.Distinct().Count() != scopes.Count || !scopes.All(Scopes.All.Contains)))
            findings.Add(Problems.Error("key.scopes", "/scopes", $"scopes must be one or more of {string.Join(", ", Scopes.All)}, each once."));
        if (wanted.ExpiresIn is { } seconds && !(seconds >= Shortest.TotalSeconds && seconds <= Longest.TotalSeconds))
        {
            findings.Add(Problems.Error("key.expires_in", "/expires_in", string.Create(
                CultureInfo.InvariantCulture, $"expires_in must be {Shortest.TotalSeconds:0} to {Longest.TotalSeconds:0} seconds (ten years); without it the key has no end.")));
        }

        return findings;
    }

    /// <summary>Seconds of a time such as <c>90d</c>, <c>12h</c> or <c>30m</c>; null if it is none.</summary>
    public static double? ReadTime(string text)
    {
        double? unit = text is [.., var last] ? last switch { 'd' => 86400, 'h' => 3600, 'm' => 60, _ => null } : null;
        return unit is { } seconds && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count * seconds : null;
    }

    /// <summary>Who asks with a key whose secret was shown.</summary>
    public static AccessVerdict Judge(AccessKey key, DateTimeOffset now) => key switch
    {
        { RevokedAt: not null } => AccessRefusal.Revoked,
        { ExpiresAt: { } end } when end <= now => AccessRefusal.Expired,
        _ => new Requester { KeyId = key.Id, Tenant = key.Tenant, Scopes = key.Scopes },
    };

    /// <summary>Whether a use is to be written down.</summary>
    public static bool IsWorthNoting(AccessKey key, DateTimeOffset used) => key.LastUsedAt is not { } last || used - last >= UseKnownTo;
}
