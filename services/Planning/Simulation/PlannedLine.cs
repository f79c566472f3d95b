using System.Globalization;
using Wan.Storage;
using Wan.Submitter;

namespace Wan.Planning.Simulation;

/// <summary>Those who wait for the model, in memory: gives out what is claimed in the same orders as a store does.</summary>
internal sealed class PlannedLine(string model)
{
    private readonly PriorityQueue<Place, (long Rank, int Index)> byRank = new();
    private readonly Queue<Place> byAge = new();
    private readonly HashSet<int> waiting = [];

    /// <summary>How many wait.</summary>
    public int Count => waiting.Count;

    /// <summary>One more, the youngest of all.</summary>
    /// <param name="index">Its place in the load.</param>
    /// <param name="rank">Its rank.</param>
    /// <param name="now">Since when it waits.</param>
    public void Add(int index, long rank, DateTimeOffset now)
    {
        var place = new Place(index, rank, now);
        waiting.Add(index);
        byRank.Enqueue(place, (rank, index));
        byAge.Enqueue(place);
    }

    /// <summary>Takes out those that a claim asks for.</summary>
    public List<Submission> Claim(DueClaim claim)
    {
        var claimed = new List<Submission>();
        while (claimed.Count < claim.Limit && (claim.Order == ClaimOrder.OldestDue ? Oldest(claim.Now) : First()) is { } place)
            claimed.Add(SubmissionOf(place));
        return claimed;
    }

    /// <summary>The place in the load of one that was claimed.</summary>
    public static int IndexOf(Submission submission) => int.Parse(submission.Id, CultureInfo.InvariantCulture);

    private Place? First()
    {
        while (byRank.TryDequeue(out var place, out _))
        {
            if (waiting.Remove(place.Index))
                return place;
        }

        return null;
    }

    private Place? Oldest(DateTimeOffset dueBy)
    {
        while (byAge.TryPeek(out var place) && (place.Since <= dueBy || !waiting.Contains(place.Index)))
        {
            byAge.Dequeue();
            if (waiting.Remove(place.Index))
                return place;
        }

        return null;
    }

    private Submission SubmissionOf(Place place) => new()
    {
        Id = place.Index.ToString(CultureInfo.InvariantCulture),
        CreatedAt = place.Since,
        DueAt = place.Since,
        Model = model,
        RequestHash = "",
        Tenant = "",
        Rank = place.Rank,
    };

    private readonly record struct Place(int Index, long Rank, DateTimeOffset Since);
}
