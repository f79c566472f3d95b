using System.Globalization;

namespace Wan.Soak.Chaos;

/// <summary>A process is started again with a wrong clock, and after a while with the right one. It need not become ready with a wrong one.</summary>
internal sealed record SetClock(string Target, TimeSpan Offset, TimeSpan For) : IChaos
{
    public string Name => string.Create(CultureInfo.InvariantCulture, $"the clock of {Target} is off by {Offset.TotalSeconds:+0.0;-0.0} s, for {For.TotalSeconds:0.0} s");

    public async Task RunAsync(Site site)
    {
        if (!WrongClock.IsPossible)
        {
            site.Say("left out: libfaketime is not installed");
            return;
        }

        var replica = site[Target];
        using var hold = await replica.TakeAsync(site.Stop);
        await Kill.KillAsync(site, replica);
        replica.Start(clockOffset: Offset);
        site.Figures.Count(Figure.WrongClocks);
        await site.WaitAsync(For);
        await replica.Process.KillAsync();
        replica.Start();
    }
}
