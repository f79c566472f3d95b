using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Tests;

/// <summary>The families' files hold together.</summary>
public sealed class CatalogueTests
{
    private static readonly ModelCatalogue Catalogue = new();

    public static TheoryData<string> Families => [.. Catalogue.Families.Select(family => family.Name)];

    [Fact]
    public void The_three_models_are_there() => Catalogue.Models.ShouldBe(["wan2.6-r2v", "wan2.6-r2v-flash", "wan2.7-r2v"]);

    [Theory]
    [InlineData("wan2.7-r2v", "wan2.7-r2v")]
    [InlineData("wan2.7-r2v-2026-06-12", "wan2.7-r2v")]
    [InlineData("wan2.6-r2v-2026-06-12", "wan2.6-r2v")]
    [InlineData("wan2.6-r2v-flash", "wan2.6-r2v-flash")]
    [InlineData("wan2.6-r2v-flash-2026-06-12", "wan2.6-r2v-flash")]
    [InlineData("wan2.6-r2v-flashy", null)]
    [InlineData("wan2.7-t2v", null)]
    [InlineData("", null)]
    public void A_model_belongs_to_the_family_with_the_longest_name_it_begins_with(string model, string? family) =>
        (Catalogue.Find(model)?.Name).ShouldBe(family);

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_choice_of_picture_makes_exactly_one_picture(string name)
    {
        var family = Catalogue.Families.Single(family => family.Name == name);
        var choices = family.Parameters.Where(rule => family.Frames.Any(frame => frame[rule.Name] is not null)).ToList();

        choices.Aggregate(1, (product, rule) => product * rule.Values.Count).ShouldBe(family.Frames.Count);
        family.Frames.Select(frame => string.Join(' ', choices.Select(rule => frame[rule.Name]))).ShouldBeUnique();
        choices.ShouldAllBe(rule => rule.Values.Contains(rule.Default!));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Every_number_of_references_has_a_billing_cap(string name)
    {
        var family = Catalogue.Families.Single(family => family.Name == name);

        family.Billing.InputCaps.Count.ShouldBe(family.Input.MaxReferences);
        family.Billing.InputCaps.Select((cap, index) => cap * (index + 1)).ShouldAllBe(total => total <= 5);
    }
}
