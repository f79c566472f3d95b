using System.Security.Claims;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Wan.Hosting.Doors.Access;

/// <summary>Who asks.</summary>
public static class RequesterExtensions
{
    /// <summary>Who asks at a door that needs a scope (<see cref="DoorAccessExtensions.Needs{TBuilder}(TBuilder, string)"/>).</summary>
    /// <exception cref="InvalidOperationException">The door is open, so that nobody has found out.</exception>
    public static Requester Requester(this HttpContext context) => context.User.Requester();

    /// <inheritdoc cref="Requester(HttpContext)"/>
    public static Requester Requester(this ClaimsPrincipal user) => user.Identity is RequesterIdentity { Requester: var requester }
        ? requester
        : throw new InvalidOperationException("Nobody has asked who asks: the door says .IsOpen(), and not .Needs(scope).");

    /// <summary>Whether whoever asked would be let in still, for answers that go on for hours: a key may have been revoked since, or its time be over.</summary>
    public static async ValueTask<bool> IsStillLetInAsync(this HttpContext context) =>
        (await context.RequestServices.GetRequiredService<RequesterJudge>().JudgeAsync(context)).Requester is not null;
}
