using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;

namespace Wan.Submitter.Uploads;

/// <summary>The places for uploads that this process has: so many for each account, so that a storage that hangs holds up nobody who goes to another.</summary>
internal sealed class UploadPlaces(UploadSignal signal, IOptions<SubmitterOptions> options)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, int> taken = [];

    /// <summary>Whether one is free.</summary>
    /// <param name="account">The name of the account that is uploaded to.</param>
    public bool IsFree(string account)
    {
        lock (gate)
            return taken.GetValueOrDefault(account) < options.Value.Uploads.MaxConcurrent;
    }

    /// <summary>Takes one.</summary>
    /// <param name="account">The name of the account that is uploaded to.</param>
    /// <returns>Disposed, it is free again; null if none is.</returns>
    public IDisposable? TryTake(string account)
    {
        lock (gate)
        {
            if (taken.GetValueOrDefault(account) >= options.Value.Uploads.MaxConcurrent)
                return null;
            taken[account] = taken.GetValueOrDefault(account) + 1;
            return new Place(() => GiveBack(account));
        }
    }

    private void GiveBack(string account)
    {
        lock (gate)
            taken[account]--;
        signal.Raise();
    }

    private sealed class Place(Action giveBack) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0)
                giveBack();
        }
    }
}

/// <summary>An account that files are wanted at.</summary>
/// <param name="Account">The account.</param>
/// <param name="Place">The right to upload there, which whoever has it gives back; null: none was free.</param>
internal sealed record PlaceAt(DashScopeAccount Account, IDisposable? Place);
