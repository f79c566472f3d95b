using System.Reflection;
using Wan.Contracts;
using Wan.DashScope.Catalogue;
using Wan.Poller.Timing;

namespace Wan.Poller.Tests.Timing;

/// <summary>What is guessed before a task was seen follows from the family's file.</summary>
public sealed class TimePriorsTests
{
    private static readonly ExpectedVideo FiveSeconds = new() { Resolution = 720, Fps = 30, Duration = 5, Audio = true };

    public static TheoryData<string> Families => [.. new ModelCatalogue().Families.Select(family => family.Name)];

    [Theory]
    [MemberData(nameof(Families))]
    public void The_middle_of_a_models_first_guess_is_what_its_family_says(string model) =>
        ShouldBeAbout(TimePriors.Render(new ModelCatalogue(), model + "-2026-06-12", FiveSeconds), new ModelCatalogue().Find(model)!.RenderSeconds);

    [Fact]
    public void A_new_family_brings_its_own()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("invented-r2v.json")!;
        var seconds = FamilyFile.Read("invented-r2v.json", stream).RenderSeconds;

        ShouldBeAbout(TimePriors.Render(seconds, FiveSeconds), 60);
        ShouldBeAbout(TimePriors.Render(seconds, FiveSeconds with { Duration = 10, Resolution = 1080 }), 60 * 1.5 * 1.5);
    }

    [Fact]
    public void A_model_of_no_known_family_is_taken_for_slow() =>
        ShouldBeAbout(TimePriors.Render(new ModelCatalogue(), "wan9-r2v", FiveSeconds), new ModelCatalogue().Families.Max(family => family.RenderSeconds));

    [Fact]
    public void A_name_of_ones_own_is_guessed_by_its_family() => ShouldBeAbout(
        TimePriors.Render(new ModelCatalogue([KeyValuePair.Create("mine", "wan2.6-r2v-flash")]), "mine", FiveSeconds),
        new ModelCatalogue().Find("wan2.6-r2v-flash")!.RenderSeconds);

    // As wide as the histogram's buckets.
    private static void ShouldBeAbout(LifeTable guess, double seconds) => new DurationCurve(guess).Median.ShouldBe(seconds, tolerance: 0.2 * seconds);
}
