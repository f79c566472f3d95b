using System.Net.Http.Json;

namespace Wan.Fixtures;

/// <summary>Asks a running simulator what happened.</summary>
public sealed class SimulatorClient(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };

    /// <summary>Everything that happened.</summary>
    public Task<Ledger> GetLedgerAsync() => ReadAsync("/simulator/ledger");

    /// <summary>One of the totals, such as <c>tasks</c>.</summary>
    public async Task<long> CountAsync(string counter) => (await ReadAsync("/simulator/ledger?tasks=false")).Counters[counter];

    /// <summary>Replaces what goes wrong by this list of faults, as the simulator's README describes them; none: nothing goes wrong any more.</summary>
    public Task SetFaultsAsync(params object[] faults) => Eventually.UntilAsync(
        async () =>
        {
            try
            {
                using var response = await http.PutAsJsonAsync(new Uri("/simulator/faults", UriKind.Relative), faults);
                return response.IsSuccessStatusCode ? true : throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
            }
            catch (HttpRequestException)
            {
                return false; // One of the faults is that it can't be reached for a moment.
            }
        },
        $"the faults at {http.BaseAddress}");

    /// <summary>Does something while these go wrong.</summary>
    public async Task<T> WithFaultsAsync<T>(object[] faults, Func<Task<T>> something)
    {
        await SetFaultsAsync(faults);
        try
        {
            return await something();
        }
        finally
        {
            await SetFaultsAsync();
        }
    }

    /// <summary>Every account without its tasks.</summary>
    public async Task<IReadOnlyList<LedgerAccount>> GetAccountsAsync() =>
        (await http.GetFromJsonAsync<Ledger>(new Uri("/simulator/ledger?tasks=false", UriKind.Relative)))!.Accounts;

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // One of the faults is that it can't be reached for a moment.
    private Task<Ledger> ReadAsync(string path) => Eventually.FindAsync(
        async () =>
        {
            try
            {
                return await http.GetFromJsonAsync<Ledger>(new Uri(path, UriKind.Relative));
            }
            catch (HttpRequestException)
            {
                return null;
            }
        },
        $"the ledger at {http.BaseAddress}");
}
