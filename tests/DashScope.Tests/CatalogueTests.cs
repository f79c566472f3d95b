using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Tests;

/// <summary>The families' files hold together.</summary>
public sealed class CatalogueTests
{
    private static readonly ModelCatalogue Catalogue = new();

    [Fact]
    public void All_models_of_the_endpoint_are_there() => Catalogue.Models.ShouldBe(
    [
        "happyhorse-1.0-i2v", "happyhorse-1.0-r2v", "happyhorse-1.0-t2v", "happyhorse-1.0-video-edit", "happyhorse-1.1-i2v", "happyhorse-1.1-r2v", "happyhorse-1.1-t2v",
        "wan2.5-i2v-preview", "wan2.5-t2v-preview", "wan2.6-i2v", "wan2.6-i2v-flash", "wan2.6-r2v", "wan2.6-r2v-flash", "wan2.6-t2v",
        "wan2.7-i2v", "wan2.7-r2v", "wan2.7-t2v", "wan2.7-videoedit", "wan3.0-video", "wan3.0-video-prime",
    ]);

    [Theory]
    [InlineData("wan2.7-r2v", "wan2.7-r2v")]
    [InlineData("wan2.7-r2v-2026-06-12", "wan2.7-r2v")]
    [InlineData("wan2.6-r2v-2026-06-12", "wan2.6-r2v")]
    [InlineData("wan2.6-r2v-flash", "wan2.6-r2v-flash")]
    [InlineData("wan2.6-r2v-flash-2026-06-12", "wan2.6-r2v-flash")]
    [InlineData("wan2.6-r2v-flashy", null)]
    [InlineData("wan2.7-t2v-2026-06-12", "wan2.7-t2v")]
    [InlineData("wan2.6-i2v-flash-2026-01-01", "wan2.6-i2v-flash")]
    [InlineData("wan3.0-video-prime", "wan3.0-video")]
    [InlineData("wan3.0-video-prime-2026-09-01", "wan3.0-video")]
    [InlineData("happyhorse-1.0-t2v", "happyhorse-1.1-t2v")]
    [InlineData("wan2.2-t2v-plus", null)]
    [InlineData("", null)]
    public void A_model_belongs_to_the_family_with_the_longest_name_it_begins_with(string model, string? family) =>
        (Catalogue.Find(model)?.Name).ShouldBe(family);
}
