namespace Wan.Planning;

/// <summary>The generations of a day, in the order in which they are asked for.</summary>
/// <param name="At">When each is asked for, since the beginning of the day.</param>
/// <param name="Rendering">How long its task runs at the vendor.</param>
/// <param name="Priority">As Submitter counts: 0 is high, 1 normal, 2 low.</param>
internal sealed record Load(TimeSpan[] At, TimeSpan[] Rendering, byte[] Priority)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Of the load by day and night: 1 +/- this, so that noon has 9 times as many as midnight.
    private const double Swing = 0.8;

    /// <summary>How many there are.</summary>
    public int Count => At.Length;

    /// <summary>Draws the day of an input; the same for the same seed.</summary>
    public static Load Of(PlanInput input)
    {
        var random = new Random(input.Seed);
        TimeSpan[] at = [.. Enumerable.Range(0, input.PerDay).Select(_ => Draw(input.Shape, random)).Order()];
        TimeSpan[] rendering = [.. at.Select(_ => input.Rendering.Draw(random))];
        byte[] priority = [.. at.Select(_ => random.NextDouble() is var draw && draw < input.High ? (byte)0 : draw < input.High + input.Low ? (byte)2 : (byte)1)];
        return new Load(at, rendering, priority);
    }

    /// <summary>
    /// The earliest end that any order on so many slots allows, since the beginning: what comes at a time or later can't be begun before it, and all slots
    /// together do no more than one second of each in a second; nor does a task end before it has run.
    /// </summary>
    /// <param name="slots">Tasks at once, on all accounts.</param>
    /// <param name="submitsPerSecond">Submits a second, on all accounts.</param>
    public TimeSpan Bound(int slots, double submitsPerSecond)
    {
        var (bound, work) = (TimeSpan.Zero, TimeSpan.Zero);
        for (var index = Count - 1; index >= 0; index--)
        {
            work += Rendering[index];
            var submits = TimeSpan.FromSeconds((Count - 1 - index) / submitsPerSecond);
            var rest = new[] { work / slots, Rendering[index], submits }.Max();
            bound = At[index] + rest > bound ? At[index] + rest : bound;
        }

        return bound;
    }

    private static TimeSpan Draw(LoadShape shape, Random random)
    {
        if (shape == LoadShape.Once)
            return TimeSpan.Zero;
        while (true)
        {
            var part = random.NextDouble();
            if (shape == LoadShape.Flat || random.NextDouble() * (1 + Swing) < 1 - (Swing * Math.Cos(2 * Math.PI * part)))
                return Day * part;
        }
    }
}
