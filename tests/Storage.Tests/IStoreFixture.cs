namespace Wan.Storage.Tests;

/// <summary>A fresh database for one test. Every store that it opens stands for a process of its own.</summary>
public interface IStoreFixture : IAsyncDisposable
{
    /// <summary>Opens the database once more.</summary>
    IDocumentStore Open();

    /// <summary>Makes a letter one that nobody can read.</summary>
    Task SpoilAsync(string id);

    /// <summary>A letter's JSON as it is stored.</summary>
    Task<string> BodyAsync(string id);

    /// <summary>Asks the database how it would run each kind of call on the letters.</summary>
    Task<IReadOnlyList<QueryPlan>> ExplainAsync();
}

/// <summary>How the database runs one kind of call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Text">What the database says that it would read.</param>
/// <param name="IsQuick">Reads no more than it gives, by an index, and sorts nothing.</param>
public sealed record QueryPlan(string Call, string Text, bool IsQuick);
