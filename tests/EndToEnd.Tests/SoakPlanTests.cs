using Wan.Soak;

namespace Wan.EndToEnd.Tests;

public sealed class SoakPlanTests
{
    [Fact]
    public void The_same_seed_does_the_same_things()
    {
        Describe(seed: 7).ShouldBe(Describe(seed: 7));
        Describe(seed: 7).ShouldNotBe(Describe(seed: 8));
    }

    [Fact]
    public void A_kind_that_is_left_out_changes_nothing_in_the_others()
    {
        var all = Describe(seed: 7);

        Describe(seed: 7, ChaosKinds.All & ~ChaosKinds.Disk).ShouldBeSubsetOf(all);
        Describe(seed: 7, ChaosKinds.All & ~ChaosKinds.Disk).Count.ShouldBeLessThan(all.Count);
    }

    [Fact]
    public void Every_fault_of_the_vendor_gets_its_turn()
    {
        var kinds = Describe(seed: 7, ChaosKinds.VendorFaults, steps: 100).SelectMany(step => FaultKinds.Where(kind => step.Contains(kind, StringComparison.Ordinal)));

        kinds.Distinct().ShouldBe(FaultKinds, ignoreOrder: true);
    }

    // As the simulator's own page lists them, but for those of its door for files, which a soak does not use.
    private static IReadOnlyList<string> FaultKinds { get; } =
    [
        .. File.ReadLines(Fixtures.Repository.File("services", "Simulator", "README.md"))
            .SkipWhile(line => line != "| kind | takes | |")
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .SelectMany(line => line.Split('|')[1].Split(','))
            .Select(kind => kind.Trim().Trim('`'))
            .Where(kind => !kind.StartsWith("upload_", StringComparison.Ordinal)),
    ];

    private static List<string> Describe(int seed, ChaosKinds kinds = ChaosKinds.All, int steps = 20) =>
    [
        .. SoakPlan.Of(new SoakOptions { Seed = seed, Kinds = kinds })
            .SelectMany(lane => lane.Steps.Take(steps).Select(step => $"{lane.Name} {step.Pause} {step.Chaos.Name}")),
    ];
}
