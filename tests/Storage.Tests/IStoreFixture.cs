namespace Wan.Storage.Tests;

/// <summary>A fresh database for one test. Every store that it opens stands for a process of its own.</summary>
public interface IStoreFixture : IAsyncDisposable
{
    /// <summary>Opens the database once more.</summary>
    IDocumentStore Open();
}
