using Wan.DashScope.Accounts;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Submitter.Line;

namespace Wan.Submitter.Quotas;

/// <summary><c>/v1/accounts</c>: the accounts, without their keys, what each may still do, how it was used, and the word that what is paused may be tried again.</summary>
public static class AccountsEndpoint
{
    private static readonly DoorRefusal Away = new(503, "Submitter, which knows them, has not answered in time.");

    private static readonly DoorRefusal None = new(404, "No account has this name.", "account.not_found");

    private static readonly DoorDescription List = new("listAccounts", DoorGroups.Usage, "Lists the accounts, and what each may still do")
    {
        Answers = [new(200, "All of them, without their keys.", typeof(AccountsView))],
        Refusals = [Away],
    };

    private static readonly DoorDescription Try = new("tryAccount", DoorGroups.Usage, "Has a paused account tried again at once")
    {
        Detail = """
            The next generation that waits for it tries the account, or its model there, now and not only when the pause is over: for whoever has paid a bill, or put a key or an address right. If it
            works the pause is over; if not it goes on, for longer. One that is not paused, or is tried already, is left as it is.
            """,
        Answers = [new(200, "The account as it is now.", typeof(AccountView))],
        Refusals = [None, Away],
    };

    private static readonly DoorDescription Load = new("getAccountLoad", DoorGroups.Usage, "Shows how an account was used in the last day")
    {
        Answers = [new(200, "A sample a minute.", typeof(AccountLoadView))],
        Refusals = [None, Away],
    };

    /// <summary>Maps them.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/accounts", ListAsync).Needs(Scopes.Operate).Describes(List);
        routes.MapPost("/v1/accounts/{name}/try", TryAsync).Needs(Scopes.Operate).Describes(Try);
        routes.MapGet("/v1/accounts/{name}/load", ShowLoad).Needs(Scopes.Operate).Describes(Load);
    }

    private static async Task<IResult> ListAsync(DashScopeAccounts accounts, AccountReader reader, ArchiveRooms rooms, CancellationToken cancellationToken)
    {
        var views = new List<AccountView>();
        foreach (var account in accounts.All)
            views.Add(await reader.ReadAsync(account, cancellationToken));
        return Results.Json(new AccountsView { Accounts = views, ArchiveClosed = await rooms.ReadAsync(cancellationToken) });
    }

    private static async Task<IResult> TryAsync(string name, DashScopeAccounts accounts, AccountReader reader, DispatchSignal signal, CancellationToken cancellationToken)
    {
        if (accounts.All.FirstOrDefault(account => account.Name == name) is not { } account)
            return NotFound(name);
        await reader.TryNowAsync(account);
        var view = await reader.ReadAsync(account, cancellationToken);
        signal.Raise();
        return Results.Json(view);
    }

    private static IResult ShowLoad(string name, DashScopeAccounts accounts, AccountLoads loads) =>
        accounts.All.Any(account => account.Name == name) ? Results.Json(AccountLoadView.Of(name, loads.Of(name))) : NotFound(name);

    private static IResult NotFound(string name) => DoorProblems.Of(404, "There is no such account.", $"No account has the name '{name}': GET /v1/accounts lists them.",
        [DoorProblems.Error("account.not_found", "/name", $"No account has the name '{name}'.")]);
}
