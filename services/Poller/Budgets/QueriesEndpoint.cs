using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wan.DashScope.Accounts;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Storage;

namespace Wan.Poller.Budgets;

/// <summary><c>/v1/accounts/{name}/queries</c>: an account's budget of queries, and how it was used.</summary>
public static class QueriesEndpoint
{
    private static readonly DoorDescription Queries = new("getAccountQueries", DoorGroups.Usage, "Shows an account's budget of queries, and how it was used in the last day")
    {
        Detail = "Queries are how it is learned that a task has ended, and where its video is; the vendor allows an account so many in a second.",
        Answers = [new(200, "The budget, and a sample a minute.", typeof(AccountQueriesView))],
        Refusals = [new(404, "No account has this name.", "account.not_found"), new(503, "Poller, which knows it, has not answered in time.")],
    };

    /// <summary>Maps it.</summary>
    public static void MapAccountQueries(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/v1/accounts/{name}/queries", ShowAsync).Needs(Scopes.Operate).Describes(Queries);

    private static async Task<IResult> ShowAsync(
        string name, DashScopeAccounts accounts, IDocuments<Budget> budgets, QuerySamples samples, TimeProvider time, CancellationToken cancellationToken)
    {
        if (accounts.All.FirstOrDefault(account => account.Name == name) is not { } account)
        {
            return DoorProblems.Of(404, "There is no such account.", $"No account has the name '{name}': GET /v1/accounts lists them.",
                [DoorProblems.Error("account.not_found", "/name", $"No account has the name '{name}'.")]);
        }

        return Results.Json(AccountQueriesView.Of(account, await budgets.FindAsync(name, cancellationToken), samples.Of(name), time.GetUtcNow()));
    }
}
