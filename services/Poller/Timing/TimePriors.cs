using Wan.Contracts;
using Wan.DashScope.Catalogue;

namespace Wan.Poller.Timing;

/// <summary>
/// What is taken to be known of a kind of task before one was seen: render times by <see cref="ModelFamily.RenderSeconds"/>. The vendor says "usually
/// 1 to 5 minutes"; its own samples ran 7:09 (wan2.7, 10 s, 720P, after 11 s in the queue), 14.5 and 16.7 minutes (wan2.7) and 4.6 minutes (wan2.6, 5 s).
/// </summary>
internal static class TimePriors
{
    // A guess is worth as much as this many observations.
    private const double Weight = 4;

    // Of a video whose length is left to the vendor.
    private const int UnknownSeconds = 10;

    /// <summary>Queue times.</summary>
    public static LifeTable Queue { get; } = LifeTable.OfWhole(DurationHistogram.LogNormal(median: 11, spread: 1.2, Weight));

    /// <summary>Render times. A model that is not known any more is taken for as slow as the slowest family, until some of its tasks were seen.</summary>
    public static LifeTable Render(ModelCatalogue catalogue, string model, ExpectedVideo expected) =>
        Render(catalogue.Find(model)?.RenderSeconds ?? catalogue.Families.Max(family => family.RenderSeconds), expected);

    /// <summary>Render times.</summary>
    /// <param name="fiveSeconds">Seconds for which a video of 5 seconds below 1080 is guessed to run.</param>
    /// <param name="expected">The video.</param>
    public static LifeTable Render(double fiveSeconds, ExpectedVideo expected)
    {
        var length = 0.5 + (expected.Duration ?? UnknownSeconds) / 10.0;
        var pixels = expected.Resolution >= 1080 ? 1.5 : 1;
        return LifeTable.OfWhole(DurationHistogram.LogNormal(fiveSeconds * length * pixels, spread: 0.6, Weight));
    }
}
