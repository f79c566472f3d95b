namespace Wan.Soak.Chaos;

/// <summary>The archive's disk is full for a while.</summary>
internal sealed record FillDisk(TimeSpan For) : IChaos
{
    public string Name => $"the archive's disk is full, for {For.TotalSeconds:0.0} s";

    public async Task RunAsync(Site site)
    {
        if (site.Disk is not { } disk)
        {
            site.Say("left out: there is no right to mount a small disk");
            return;
        }

        disk.Fill();
        site.Figures.Count(Figure.FullDisks);
        await site.WaitAsync(For);
        disk.Free();
    }
}
