using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Doors;

/// <summary><c>/v1/accounts</c>, where Submitter and Poller are other processes: what those say.</summary>
internal static class AccountsEndpoint
{
    public static void MapPassedAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/accounts", PassOnAsync).Needs(Scopes.Operate);
        routes.MapPost("/v1/accounts/{name}/try", PassOnAsync).Needs(Scopes.Operate);
        routes.MapGet("/v1/accounts/{name}/load", PassOnAsync).Needs(Scopes.Operate);
        routes.MapGet("/v1/accounts/{name}/queries", AskPollerAsync).Needs(Scopes.Operate);
    }

    private static async Task<IResult> PassOnAsync(HttpContext context, SubmitterClient submitter, CancellationToken cancellationToken) =>
        await submitter.PassOnAsync(context.Request.Method, context.Request.Path.Value!, cancellationToken) ?? Problems.NoSubmitter();

    private static async Task<IResult> AskPollerAsync(HttpContext context, PollerClient poller, CancellationToken cancellationToken) =>
        await poller.PassOnAsync(context.Request.Method, context.Request.Path.Value!, cancellationToken) ?? Problems.NoPoller();
}
