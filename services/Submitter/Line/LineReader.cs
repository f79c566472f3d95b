using Microsoft.Extensions.Options;
using Wan.Submitter.Quotas;

namespace Wan.Submitter.Line;

/// <summary>Reads what those who wait for a model wait for.</summary>
internal sealed class LineReader(SharedDocuments shared, ArchiveRooms rooms, IOptions<SubmitterOptions> options, TimeProvider time)
{
    public async Task<LineView> ReadAsync(string model, CancellationToken cancellationToken)
    {
        var accounts = new List<AccountSupply>();
        foreach (var account in shared.AccountsFor(model))
        {
            accounts.Add(new AccountSupply(
                account,
                QuotaLimits.Of(account, options.Value),
                await shared.State(account.Name).ReadAsync(cancellationToken),
                await shared.Quota(account.Name, model).ReadAsync(cancellationToken)));
        }

        return new LineView(model, await rooms.ReadAsync(cancellationToken), accounts, time.GetUtcNow());
    }
}
