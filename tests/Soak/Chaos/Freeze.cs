namespace Wan.Soak.Chaos;

/// <summary>A process stands still for longer than others believe in it, now or at a checkpoint, and goes on as if nothing had happened.</summary>
internal sealed record Freeze(string Target, string? Checkpoint, TimeSpan For) : IChaos
{
    public string Name => $"freeze {Target} {(Checkpoint is null ? "now" : $"at {Checkpoint}")}, for {For.TotalSeconds:0.0} s";

    public async Task RunAsync(Site site)
    {
        var replica = site[Target];
        using var hold = await replica.TakeAsync(site.Stop);
        if (Checkpoint is null ? !replica.Process.IsRunning : !await ComesByAsync(site, replica))
            return;
        if (Checkpoint is null)
            replica.Process.Freeze();
        site.Figures.Count(Figure.Freezes);
        await Task.Delay(For, site.Stop); // Half the time would be no freeze.
        replica.Process.Thaw();
    }

    private async Task<bool> ComesByAsync(Site site, Replica replica)
    {
        await Kill.KillAsync(site, replica);
        replica.Start(new CheckpointSignal(Checkpoint!, Freezes: true));
        if (await site.WaitUntilAsync(() => replica.Process.IsFrozen, Kill.CheckpointPatience))
            return true;

        site.Say($"{Target} did not come by {Checkpoint}");
        await replica.Process.KillAsync(); // It must not freeze later, when nobody thaws it.
        replica.Start();
        return false;
    }
}
