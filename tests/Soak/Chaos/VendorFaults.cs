namespace Wan.Soak.Chaos;

/// <summary>The vendor does something wrong for a while.</summary>
internal sealed record VendorFaults(IReadOnlyList<VendorFault> Faults, TimeSpan For) : IChaos
{
    public string Name => $"the vendor: {string.Join(", ", Faults.Select(fault => fault.Kind))}, for {For.TotalSeconds:0.0} s";

    public async Task RunAsync(Site site)
    {
        await site.Installation.Simulator.SetFaultsAsync([.. Faults.Select(fault => fault.Body)]);
        site.Figures[Figure.FaultsSet] += Faults.Count;
        await site.WaitAsync(For);
        await site.Installation.Simulator.SetFaultsAsync();
    }
}

/// <summary>One of its faults, as the simulator's README describes them.</summary>
internal sealed record VendorFault(string Kind, object Body);
