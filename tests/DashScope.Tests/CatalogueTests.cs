using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Tests;

/// <summary>The families' files hold together.</summary>
public sealed class CatalogueTests
{
    private static readonly ModelCatalogue Catalogue = new();

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
}
