using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization.Metadata;

namespace Wan.Storage;

/// <summary>One kind of documents of one owner, and what is asked of them.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is what both stores call it, and declares one.")]
public sealed record Collection<T> where T : class, IDocument
{
    /// <summary>Declares it.</summary>
    /// <param name="owner">The service that owns the documents, such as <c>submitter</c>: one SQLite file, or the first part of a MongoDB collection's name.</param>
    /// <param name="name">The collection's name, such as <c>submissions</c>.</param>
    /// <param name="json">How a document is written as JSON.</param>
    /// <exception cref="ArgumentException">A name is not made of 1 to 60 lower-case letters, digits and underscores.</exception>
    public Collection(string owner, string name, JsonTypeInfo<T> json)
    {
        CollectionName.Check(owner);
        CollectionName.Check(name);
        (Owner, Name, Json) = (owner, name, json);
    }

    /// <summary>The service that owns the documents.</summary>
    public string Owner { get; }

    /// <summary>The collection's name within its owner's.</summary>
    public string Name { get; }

    /// <summary>How a document is written as JSON.</summary>
    public JsonTypeInfo<T> Json { get; }

    /// <summary>What it is asked beside single documents by their id. A call that is not declared here is refused.</summary>
    public DocumentQueries Queries { get; init; }

    /// <summary>How long finished documents are kept.</summary>
    public Retention Retention { get; init; }

    /// <summary>
    /// Which form its JSON has; stands in each document. Raised when an earlier release could not read the new form any more: that one then says so
    /// and leaves the document alone.
    /// </summary>
    public int SchemaVersion { get; init; } = 1;

    /// <summary>Owner and name with a dot between them.</summary>
    public override string ToString() => $"{Owner}.{Name}";

    /// <summary>For implementations: refuses a call whose index was not declared.</summary>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    internal void Need(DocumentQueries query)
    {
        if ((Queries & query) != query)
            throw new InvalidOperationException($"{this} does not declare the query {query}: it has no index for it. Declare it where the collection is added.");
    }
}
