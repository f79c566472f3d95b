using Wan.Storage;
using Wan.Submitter.Line;

namespace Wan.Submitter.Quotas;

/// <summary>
/// What one account may still do with one model, for all replicas together. Its id is <c>account/model</c>.
/// <see cref="QuotaRules"/> says how it is spent.
/// </summary>
internal sealed class Quota : Pausable, ISharedDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public string? WrittenBy { get; set; }

    public required string Account { get; init; }

    public required string Model { get; init; }

    /// <summary>Who runs, or may be running: by generation id.</summary>
    public Dictionary<string, Slot> Slots { get; init; } = [];

    /// <summary>The earliest that the next POST may be sent (the theoretical arrival time of GCRA).</summary>
    public DateTimeOffset NextSubmitAt { get; set; }

    /// <summary>How many times wider than usual the next POSTs are spaced; halves with each. 1 is usual.</summary>
    public double Slowness { get; set; } = 1;

    /// <summary>No POST before this, since the vendor said no or could not be reached.</summary>
    public DateTimeOffset? BlockedUntil { get; set; }

    /// <summary>How often in a row it was blocked.</summary>
    public int Setbacks { get; set; }

    /// <summary>For each priority the highest tag that has started: the virtual time of <see cref="FairTags"/>.</summary>
    public long[] Served { get; init; } = new long[Priorities.Count];

    /// <summary>How many slots were ever taken.</summary>
    public long Starts { get; set; }

    /// <summary>How often the vendor has said that it was asked too much at once.</summary>
    public long Throttles { get; set; }

    /// <summary>How long a slot is taken, lately (a moving average).</summary>
    public double? SlotSeconds { get; set; }

    public static string IdFor(string account, string model) => $"{account}/{model}";
}
