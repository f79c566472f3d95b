using System.Text.Json.Serialization;

namespace Wan.Storage.Tests;

/// <summary>The document that these tests store.</summary>
public sealed class Letter : IDocument
{
    private const DocumentQueries AllQueries = (DocumentQueries)((1 << 11) - 1);

    /// <summary>A collection that is asked everything.</summary>
    public static readonly Collection<Letter> Letters = new("post", "letters", LetterJson.Default.Letter)
    {
        Queries = AllQueries,
        Retention = Retention.KeepFinishedFor,
    };

    public static readonly Collection<Letter> Parcels = new("post", "parcels", LetterJson.Default.Letter) { Queries = AllQueries };

    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public string? UniqueKey { get; set; }

    public string? Group { get; set; }

    public long Rank { get; set; }

    public string? Status { get; set; }

    public string? Tenant { get; set; }

    public string? LookupKey { get; set; }

    public DateTimeOffset? ChangedAt { get; set; }

    public string Text { get; set; } = "";

    public int Readers { get; set; }
}

[JsonSerializable(typeof(Letter))]
internal sealed partial class LetterJson : JsonSerializerContext;
