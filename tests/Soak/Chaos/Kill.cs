namespace Wan.Soak.Chaos;

/// <summary>A process is killed, now or at a checkpoint, and started again.</summary>
internal sealed record Kill(string Target, string? Checkpoint, TimeSpan DownFor) : IChaos
{
    // A checkpoint that nobody comes by is not waited for any longer; a busy machine takes long to start a process.
    internal static readonly TimeSpan CheckpointPatience = TimeSpan.FromSeconds(40);

    public string Name => $"kill {Target} {(Checkpoint is null ? "now" : $"at {Checkpoint}")}, for {DownFor.TotalSeconds:0.0} s";

    public async Task RunAsync(Site site)
    {
        var replica = site[Target];
        using var hold = await replica.TakeAsync(site.Stop);
        await KillAsync(site, replica);
        if (Checkpoint is not null)
        {
            replica.Start(new CheckpointSignal(Checkpoint));
            if (await site.WaitUntilAsync(() => !replica.Process.IsRunning, CheckpointPatience))
                site.Figures.Count(Figure.Kills);
            else
                site.Say($"{Target} did not come by {Checkpoint}");
            await replica.Process.KillAsync();
        }

        await site.WaitAsync(DownFor);
        replica.Start();
    }

    /// <summary>Kills what should be running.</summary>
    internal static async Task KillAsync(Site site, Replica replica)
    {
        if (!replica.Process.IsRunning)
            site.Note(Figure.Ended, $"{replica.Name} had ended by itself:{replica.Process.Tail()}");
        else
            site.Figures.Count(Figure.Kills);
        await replica.Process.KillAsync();
    }
}
