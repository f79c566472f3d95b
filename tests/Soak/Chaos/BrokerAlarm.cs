namespace Wan.Soak.Chaos;

/// <summary>The broker lacks memory or disk for a while, and blocks whoever publishes.</summary>
internal sealed record BrokerAlarm(bool Disk, TimeSpan For) : IChaos
{
    public string Name => $"the broker lacks {(Disk ? "disk" : "memory")}, for {For.TotalSeconds:0.0} s";

    public async Task RunAsync(Site site)
    {
        using var hold = await site.TakeBrokerAsync();
        if (site.IsOver)
            return;
        await SetAsync(site, true);
        site.Figures.Count(Figure.BrokerAlarms);
        await site.WaitAsync(For);
        await SetAsync(site, false);
    }

    private Task SetAsync(Site site, bool on) => Disk ? site.Broker.SetDiskAlarmAsync(on) : site.Broker.SetMemoryAlarmAsync(on);
}
