using System.Diagnostics;

namespace Wan.Bench.Scale;

/// <summary>Calls of two sets in turns: each call on the one and at once on the other, some times, then the next call; every second time the other set first.</summary>
internal sealed class ScaleRounds(ScaleSet none, ScaleSet many)
{
    private const int WarmUps = 3;

    private readonly (ScaleFigures Figures, Func<ScaleSet, int, Task> Call, int Times)[] calls =
    [
        (new ScaleFigures("get"), (set, number) => set.GetAsync(number), 30),
        (new ScaleFigures("list_first"), (set, number) => set.FirstPageAsync(number), 10),
        (new ScaleFigures("list_tenant"), (set, number) => set.TenantPageAsync(number), 10),
        (new ScaleFigures("list_status"), (set, number) => set.StatusPageAsync(number), 10),
        (new ScaleFigures("list_deep"), (set, number) => set.DeepPageAsync(number), 10),
        (new ScaleFigures("claim"), (set, number) => set.ClaimAsync(number), 10),
        (new ScaleFigures("claim_line"), (set, number) => set.ClaimOfLineAsync(number), 10),
        (new ScaleFigures("accept"), (set, number) => set.AcceptAsync(number), 20),
    ];

    public async Task<IReadOnlyList<ScaleFigures>> RunAsync(int rounds)
    {
        for (var round = -WarmUps; round < rounds; round++)
        {
            foreach (var (figures, call, times) in calls)
            {
                var (ofNone, ofMany) = (new double[times], new double[times]);
                for (var turn = 0; turn < times; turn++)
                {
                    var number = ((round + WarmUps) * times) + turn;
                    if (number % 2 == 0)
                        ofNone[turn] = await TimeAsync(none, call, number);
                    ofMany[turn] = await TimeAsync(many, call, number);
                    if (number % 2 == 1)
                        ofNone[turn] = await TimeAsync(none, call, number);
                }

                if (round >= 0)
                    figures.Add(ofNone, ofMany);
            }

            await none.SettleAsync();
            await many.SettleAsync();
        }

        return [.. calls.Select(call => call.Figures)];
    }

    private static async Task<double> TimeAsync(ScaleSet set, Func<ScaleSet, int, Task> call, int number)
    {
        var begun = Stopwatch.GetTimestamp();
        await call(set, number);
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }
}
