namespace Wan.Hosting.Doors.Access;

/// <summary>Who asks at a door, and what they may do. A door has it by <see cref="RequesterExtensions.Requester(Microsoft.AspNetCore.Http.HttpContext)"/>.</summary>
public sealed record Requester
{
    /// <summary>
    /// Somebody who may do everything: nobody is told apart, since no key was made yet or <see cref="AuthOptions.Disabled"/> says so; or what they may do was
    /// decided before, by whoever signed the address.
    /// </summary>
    public static Requester Anyone { get; } = new() { Scopes = Access.Scopes.All };

    /// <summary>On whose behalf they ask; null where nobody is told apart.</summary>
    public string? Tenant { get; init; }

    /// <summary>What they may do, of <see cref="Access.Scopes"/>.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The id of their key, which is no secret; null where they showed none.</summary>
    public string? KeyId { get; init; }

    /// <summary>They may see and change what any tenant has.</summary>
    public bool IsOperator => Has(Access.Scopes.Operate);

    /// <summary>The one tenant whose generations they may see; null if they may see all.</summary>
    public string? OnlyTenant => IsOperator ? null : Tenant;

    /// <summary>Whether they may do this, of <see cref="Access.Scopes"/>.</summary>
    public bool Has(string scope) => Scopes.Contains(scope, StringComparer.Ordinal);

    /// <summary>Whether they may know of what this tenant has.</summary>
    public bool Sees(string tenant) => OnlyTenant is null || OnlyTenant == tenant;
}
