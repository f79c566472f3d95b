using System.Net.Mime;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Doors;

/// <summary><c>GET /v1/accounts</c>, where Submitter is another process: what that says.</summary>
internal static class AccountsEndpoint
{
    public static void MapSubmitterAccounts(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/accounts", async (SubmitterClient submitter, CancellationToken cancellationToken) =>
        await submitter.AccountsAsync(cancellationToken) is { } accounts ? Results.Bytes(accounts, MediaTypeNames.Application.Json) : Problems.NoSubmitter()).Needs(Scopes.Operate);
}
