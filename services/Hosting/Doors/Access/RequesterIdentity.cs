using System.Security.Claims;

namespace Wan.Hosting.Doors.Access;

/// <summary>A <see cref="Requester"/> as ASP.NET Core's authorization knows one.</summary>
/// <param name="requester">Who it is.</param>
/// <param name="scheme">By which scheme that is known.</param>
internal sealed class RequesterIdentity(Requester requester, string scheme)
    : ClaimsIdentity(requester.Scopes.Select(scope => new Claim(ScopeClaim, scope)), scheme)
{
    /// <summary>The claim that each scope of theirs is.</summary>
    public const string ScopeClaim = "scope";

    /// <summary>Who it is.</summary>
    public Requester Requester { get; } = requester;
}
