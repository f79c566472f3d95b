using Wan.DashScope.Accounts;

namespace Wan.Submitter.Quotas;

/// <summary>Reads what is known of an account, and has it tried again.</summary>
internal sealed class AccountReader(SharedDocuments shared, TimeProvider time)
{
    /// <summary>The account as it is now.</summary>
    public async Task<AccountView> ReadAsync(DashScopeAccount account, CancellationToken cancellationToken) => AccountViews.Of(
        account, await shared.State(account.Name).ReadAsync(cancellationToken), await QuotasAsync(account, cancellationToken), time.GetUtcNow());

    /// <summary>What it may still do with each model that a generation was ever asked for.</summary>
    public async Task<IReadOnlyList<Quota>> QuotasAsync(DashScopeAccount account, CancellationToken cancellationToken)
    {
        var quotas = new List<Quota>();
        foreach (var model in shared.Models.Where(account.Runs).Order(StringComparer.Ordinal))
            quotas.Add(await shared.Quota(account.Name, model).ReadAsync(cancellationToken));
        return quotas;
    }

    /// <summary>Lets one generation try at once what is paused of it: the account, and each of its models.</summary>
    public async Task TryNowAsync(DashScopeAccount account)
    {
        await shared.State(account.Name).ChangeAsync(state => state.TryNow(time.GetUtcNow()));
        foreach (var model in shared.Models.Where(account.Runs))
            await shared.Quota(account.Name, model).ChangeAsync(quota => quota.TryNow(time.GetUtcNow()));
    }
}
