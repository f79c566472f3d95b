using System.Globalization;

namespace Wan.Hosting.Clocks;

/// <summary>Whether our clock can be trusted, from what was heard of others. Pure.</summary>
internal static class ClockRules
{
    /// <summary>Why our clock can't be trusted; null if it can, or nothing is known.</summary>
    /// <param name="heard">What was heard lately.</param>
    /// <param name="allowed">How far off it may be.</param>
    /// <param name="ours">Our process.</param>
    /// <param name="now">What our clock shows.</param>
    public static string? WhyNot(IReadOnlyCollection<HeardClock> heard, TimeSpan allowed, string ours, DateTimeOffset now)
    {
        foreach (var referee in new[] { ClockSource.Vendor, ClockSource.Store })
        {
            var clocks = heard.Where(clock => clock.Source == referee).ToList();
            if (clocks.Count > 0)
                return clocks.TrueForAll(clock => clock.Contradicts(allowed)) ? Wrong(clocks[0], ours, now) : null;
        }

        // Without a referee the majority is right; where there is none, nobody can know.
        var against = heard.Where(clock => clock.Contradicts(allowed)).ToList();
        var with = heard.Count - against.Count + 1;
        return with > against.Count ? null
            : against.Count > with ? Wrong(against[0], ours, now)
            : $"{Compare(against[0], ours, now)}, and which of the two is wrong is not known, since the vendor has not answered: check the time synchronisation of both hosts.";
    }

    /// <summary>A sentence for each clock that contradicts ours although ours can be trusted.</summary>
    public static IEnumerable<string> OthersThatAreWrong(IEnumerable<HeardClock> heard, TimeSpan allowed, string ours, DateTimeOffset now) =>
        heard.Where(clock => clock.Contradicts(allowed)).Select(clock => $"{Compare(clock, ours, now)}; ours is right.");

    private static string Wrong(HeardClock clock, string ours, DateTimeOffset now) =>
        $"{Compare(clock, ours, now)}: put this host's clock right (time synchronisation, NTP); until then nothing is begun here.";

    private static string Compare(HeardClock clock, string ours, DateTimeOffset now)
    {
        var offset = clock.Latest.Middle;
        var other = clock.Source switch
        {
            ClockSource.Vendor => $"the vendor's ({clock.Name})",
            ClockSource.Store => $"the store's ({clock.Name})",
            _ => $"that of process {clock.Name}",
        };
        var word = offset > TimeSpan.Zero ? "ahead" : "behind";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The clock of this process ({ours}) shows {now:u} and {other} {now - offset:u}: ours is {offset.Duration().TotalSeconds:0} s {word}");
    }
}
