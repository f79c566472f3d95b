using System.Net.Http.Json;

namespace Wan.Fixtures;

/// <summary>Asks a running simulator what happened.</summary>
public sealed class SimulatorClient(Uri address) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = address };

    /// <summary>Everything that happened.</summary>
    public async Task<Ledger> GetLedgerAsync() =>
        await http.GetFromJsonAsync<Ledger>(new Uri("/simulator/ledger", UriKind.Relative)) ?? throw new InvalidDataException("The ledger is empty.");

    /// <summary>One of the totals, such as <c>tasks</c>.</summary>
    public async Task<long> CountAsync(string counter)
    {
        var ledger = await http.GetFromJsonAsync<Ledger>(new Uri("/simulator/ledger?tasks=false", UriKind.Relative));
        return ledger!.Counters[counter];
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
