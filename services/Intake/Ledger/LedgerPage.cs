using System.Text.Json.Serialization;
using Wan.Storage;

namespace Wan.Intake.Ledger;

/// <summary>
/// A page of a tenant's ledger: entries of one day, in the order in which they came. The last page alone takes entries; one that is full or closed never
/// does again, and the next one is not opened before. So whoever has changed the last page knows of every entry that there is.
/// </summary>
internal sealed class LedgerPage : IDocument
{
    /// <summary>Entries of a full page.</summary>
    public const int Capacity = 64;

    [JsonIgnore]
    public string Id => IdOf(Tenant, Number);

    [JsonIgnore]
    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the sweep has to look at it: because of an entry that is held, or once more for all of them after the last has ended.</summary>
    [JsonIgnore]
    public DateTimeOffset? DueAt { get; set; }

    public required string Tenant { get; init; }

    /// <summary>Counted from 0 for each tenant.</summary>
    public required int Number { get; init; }

    /// <summary>The day (UTC) that its entries count for.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>It was followed by another before it was full, since its day was over.</summary>
    public bool IsClosed { get; set; }

    /// <summary>How often the sweep found one of its generations still under way.</summary>
    public int Looks { get; set; }

    /// <summary>When all its entries are looked at once more; null while one is held, and after that.</summary>
    public DateTimeOffset? LastLookAt { get; set; }

    public List<LedgerEntry> Entries { get; init; } = [];

    [JsonIgnore]
    public string Status => IsSettled ? "settled" : "open";

    [JsonIgnore]
    public bool IsSettled => !Entries.Exists(entry => entry.IsHeld);

    [JsonIgnore]
    public bool TakesMore => !IsClosed && Entries.Count < Capacity;

    public static string IdOf(string tenant, int number) => $"{tenant}/{number}";

    /// <summary>A copy that can be changed while this one stays as it is.</summary>
    public LedgerPage Copy() => new()
    {
        Version = Version, CreatedAt = CreatedAt, DueAt = DueAt, Tenant = Tenant, Number = Number, Day = Day, IsClosed = IsClosed, Looks = Looks,
        LastLookAt = LastLookAt, Entries = [.. Entries],
    };
}
