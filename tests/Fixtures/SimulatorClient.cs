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

    /// <summary>Replaces what goes wrong by this list of faults, as the simulator's README describes them; none: nothing goes wrong any more.</summary>
    public async Task SetFaultsAsync(params object[] faults)
    {
        using var response = await http.PutAsJsonAsync(new Uri("/simulator/faults", UriKind.Relative), faults);
        if (!response.IsSuccessStatusCode)
        {
            throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();
}
