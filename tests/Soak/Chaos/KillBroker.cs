namespace Wan.Soak.Chaos;

/// <summary>The broker is killed, and started again on the same data and port.</summary>
internal sealed record KillBroker(TimeSpan DownFor) : IChaos
{
    public string Name => $"kill the broker, for {DownFor.TotalSeconds:0.0} s";

    public async Task RunAsync(Site site)
    {
        using var hold = await site.TakeBrokerAsync();
        await site.Broker.KillAsync();
        site.Figures.Count(Figure.BrokerKills);
        await site.WaitAsync(DownFor);
        await site.Broker.StartAsync();
    }
}
