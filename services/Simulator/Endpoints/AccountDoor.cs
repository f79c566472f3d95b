using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>What every call to the vendor passes: whose key it is, and for all but submits the shared limit of queries.</summary>
internal sealed class AccountDoor(Vendor vendor)
{
    private const string Scheme = "Bearer ";

    /// <summary>The account of the request's key, or why it is not let in.</summary>
    public (SimulatedAccount? Account, VendorError? Refusal) Enter(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.AsSpan(Scheme.Length).Trim().IsEmpty)
            return (null, VendorError.NoKey);

        var account = vendor.AccountOf(header[Scheme.Length..].Trim());
        return account is null ? (null, VendorError.WrongKey) : (account, null);
    }

    /// <summary>Answers a query, list or cancel.</summary>
    /// <param name="context">The request.</param>
    /// <param name="count">Counts it.</param>
    /// <param name="answer">Makes the answer, under the account's gate.</param>
    public Task AskAsync(HttpContext context, Action<AccountCounters> count, Func<SimulatedAccount, DateTimeOffset, Answer> answer)
    {
        var (account, refusal) = Enter(context.Request);
        return (account is null ? refusal! : Ask(account, count, answer)).WriteAsync(context);
    }

    private Answer Ask(SimulatedAccount account, Action<AccountCounters> count, Func<SimulatedAccount, DateTimeOffset, Answer> answer)
    {
        lock (account.Gate)
        {
            var now = vendor.Now;
            count(account.Counters);
            return account.ThrottleQuery(now) is { } throttled ? throttled : answer(account, now);
        }
    }
}
