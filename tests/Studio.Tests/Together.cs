namespace Wan.Studio.Tests;

/// <summary>All tests with a browser: one after another, since one page keeps a processor busy.</summary>
[CollectionDefinition(Name)]
public sealed class Together : ICollectionFixture<SharedBrowser>
{
    /// <summary>Its name.</summary>
    public const string Name = "browser";
}
