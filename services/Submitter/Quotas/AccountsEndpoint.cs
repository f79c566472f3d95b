using Wan.DashScope.Accounts;
using Wan.Hosting.Doors.Access;

namespace Wan.Submitter.Quotas;

/// <summary><c>GET /v1/accounts</c>: the accounts, without their keys, and what each may still do.</summary>
public static class AccountsEndpoint
{
    /// <summary>Maps it.</summary>
    public static void MapAccounts(this IEndpointRouteBuilder routes) => routes.MapGet("/v1/accounts", ListAsync).Needs(Scopes.Operate);

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
