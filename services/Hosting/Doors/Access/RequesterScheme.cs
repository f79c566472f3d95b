using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wan.Contracts;

namespace Wan.Hosting.Doors.Access;

/// <summary>The scheme by which ASP.NET Core knows requesters. At doors that are open it asks nobody.</summary>
internal sealed class RequesterScheme(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, RequesterJudge judge)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Wan";

    private AccessRefusal refusal = AccessRefusal.Missing;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Context.GetEndpoint()?.Metadata.GetMetadata<DoorAccess>() is not { Scope: not null })
            return AuthenticateResult.NoResult();
        var verdict = await judge.JudgeAsync(Context);
        if (verdict.Requester is { } requester)
            return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new RequesterIdentity(requester, SchemeName)), SchemeName));
        refusal = verdict.Refusal!;
        return AuthenticateResult.NoResult(); // A failure would be logged, for each request of any stranger.
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // RFC 6750, 3: why, if anything was shown.
        Response.Headers.WWWAuthenticate = refusal.Code == AccessRefusal.Missing.Code ? "Bearer" : """Bearer error="invalid_token" """.TrimEnd();
        return ProblemAsync(StatusCodes.Status401Unauthorized, "Who asks is not known.", refusal.Code, refusal.Message);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var door = Context.GetEndpoint()?.Metadata.GetMetadata<DoorAccess>();
        var needed = door is { Scope: { } scope, Also: { } also } && Context.Requester().Has(scope) ? also : door?.Scope;
        Response.Headers.WWWAuthenticate = $"Bearer error=\"insufficient_scope\", scope=\"{needed}\"";
        return ProblemAsync(StatusCodes.Status403Forbidden, "The key may not do this.", "auth.scope",
            $"This needs a key with the scope {needed}; this one has {string.Join(", ", Context.Requester().Scopes)}.");
    }

    private Task ProblemAsync(int status, string title, string code, string message) => Results.Problem(
        $"{message} Nothing was done.", statusCode: status, title: title,
        extensions: new Dictionary<string, object?> { ["findings"] = new[] { new Finding { Severity = "error", Code = code, Pointer = "", Message = message } } })
        .ExecuteAsync(Context);
}
