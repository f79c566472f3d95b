using Wan.Simulator.Faults;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>What every call to the vendor passes: whose key it is, and for all but submits the shared limit of queries.</summary>
internal sealed class AccountDoor(Vendor vendor, FaultList faults)
{
    private const string Scheme = "Bearer ";

    /// <summary>The account of the request's key, or why it is not let in.</summary>
    public (SimulatedAccount? Account, VendorError? Refusal) Enter(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) || header.AsSpan(Scheme.Length).Trim().IsEmpty)
            return (null, VendorError.NoKey);

        var account = vendor.AccountOf(header[Scheme.Length..].Trim());
        return account is null || faults.Fire(FaultKind.Unauthorized, new FaultSubject(account.Name)) is not null
            ? (null, VendorError.WrongKey)
            : (account, null);
    }

    /// <summary>How wrong the clock is that this answer tells the time by.</summary>
    public TimeSpan Skew(SimulatedAccount account) =>
        faults.Fire(FaultKind.ClockSkew, new FaultSubject(account.Name)) is { } fault ? TimeSpan.FromSeconds(fault.Seconds ?? 300) : TimeSpan.Zero;

    /// <summary>Answers a query, list or cancel.</summary>
    /// <param name="context">The request.</param>
    /// <param name="count">Counts it.</param>
    /// <param name="answer">Makes the answer, under the account's gate.</param>
    public Task AskAsync(HttpContext context, Action<AccountCounters> count, Func<Visit, Answer> answer)
    {
        var (account, refusal) = Enter(context.Request);
        return (account is null ? refusal! : Ask(account, count, answer)).WriteAsync(context);
    }

    private Answer Ask(SimulatedAccount account, Action<AccountCounters> count, Func<Visit, Answer> answer)
    {
        lock (account.Gate)
        {
            var now = vendor.Now;
            count(account.Counters);
            if (account.ThrottleQuery(now) is { } throttled)
                return throttled;

            var visit = new Visit(account, now, Skew(account));
            return answer(visit) with { Skew = visit.Skew };
        }
    }
}

/// <summary>A call that was let in.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Now">The true time.</param>
/// <param name="Skew">To be added to every time that is told, and to be taken from every time that is given.</param>
internal sealed record Visit(SimulatedAccount Account, DateTimeOffset Now, TimeSpan Skew);
