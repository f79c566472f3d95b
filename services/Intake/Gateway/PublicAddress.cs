using Microsoft.Extensions.Options;

namespace Wan.Intake.Gateway;

/// <summary>Where requesters find these doors: their answers name whole addresses.</summary>
internal sealed class PublicAddress(IOptions<IntakeOptions> options)
{
    /// <summary>What stands before the path of a door: <c>Intake:PublicUrl</c>, or else the scheme and the name that the request came by.</summary>
    public string Of(HttpRequest request) => options.Value.PublicUrl is { } known ? Generation.DoorsAt(known)
        : request.Host.HasValue ? $"{request.Scheme}://{request.Host.ToUriComponent()}"
        : "";
}
