using Wan.DashScope.Accounts;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Submitter.Quotas;

/// <summary><c>GET /v1/accounts</c>: the accounts, without their keys, and what each may still do.</summary>
public static class AccountsEndpoint
{
    private static readonly DoorDescription Description = new("listAccounts", DoorGroups.Usage, "Lists the accounts, and what each may still do")
    {
        Answers = [new(200, "All of them, without their keys.", typeof(AccountsView))],
        Refusals = [new(503, "Submitter, which knows them, has not answered in time.")],
    };

    /// <summary>Maps it.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/accounts", ListAsync).Needs(Scopes.Operate).Describes(Description);

    private static async Task<IResult> ListAsync(DashScopeAccounts accounts, SharedDocuments shared, TimeProvider time, CancellationToken cancellationToken)
    {
        var views = new List<AccountView>();
        foreach (var account in accounts.All)
        {
            var quotas = new List<Quota>();
            foreach (var model in shared.Models.Where(account.Runs).Order(StringComparer.Ordinal))
                quotas.Add(await shared.Quota(account.Name, model).ReadAsync(cancellationToken));
            views.Add(AccountViews.Of(account, await shared.State(account.Name).ReadAsync(cancellationToken), quotas, time.GetUtcNow()));
        }

        return Results.Json(new AccountsView { Accounts = views });
    }
}
