using System.Collections.Concurrent;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Notifier.Lanes;

/// <summary>Makes lanes due when something is put into them, and knows those that this process works on.</summary>
internal sealed class LaneQueue(IDocuments<Lane> lanes, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Turn> turns = new(StringComparer.Ordinal);
    private readonly Signal signal = new();

    /// <summary>How many lanes this process works on, and how many of them fail.</summary>
    public (int All, int Failing) Working => (turns.Count, turns.Count(turn => turn.Value.IsFailing));

    /// <summary>Something was put into a lane.</summary>
    public async Task NudgeAsync(string laneId, string endpointId, CancellationToken cancellationToken)
    {
        if (turns.TryGetValue(laneId, out var turn))
        {
            turn.Again = true;
            if (turns.ContainsKey(laneId))
                return; // Whoever ends the turn sees it, since that looks after it has left.
        }

        await lanes.ChangeOrCreateAsync(
            laneId,
            () => new Lane { Id = laneId, EndpointId = endpointId, CreatedAt = time.GetUtcNow() },
            lane =>
            {
                var now = time.GetUtcNow();
                if (lane.DueAt <= now)
                    return false;
                var due = lane.PausedUntil > now ? lane.PausedUntil.Value : now;
                if (lane.DueAt <= due)
                    return false;
                lane.DueAt = due;
                return true;
            },
            cancellationToken);
        signal.Raise();
    }

    /// <summary>This process has claimed it.</summary>
    /// <returns>Null if it works on it already.</returns>
    public Turn? Begin(Lane lane)
    {
        var turn = new Turn { IsFailing = lane.Failures > 0 };
        return turns.TryAdd(lane.Id, turn) ? turn : null;
    }

    /// <summary>The turn is over, and the lane saved.</summary>
    public async Task EndAsync(Lane lane, Turn turn)
    {
        turns.TryRemove(lane.Id, out _);
        if (turn.Again)
            await NudgeAsync(lane.Id, lane.EndpointId, CancellationToken.None);
        else
            signal.Raise(); // There is room for another.
    }

    /// <summary>Waits until something is due.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => signal.WaitAsync(atMost, cancellationToken);

    public void Dispose() => signal.Dispose();

    /// <summary>What a process does for a lane.</summary>
    internal sealed class Turn
    {
        private volatile bool again;
        private volatile bool isFailing;

        /// <summary>Something was put into it meanwhile.</summary>
        public bool Again { get => again; set => again = value; }

        /// <summary>Its receiver fails.</summary>
        public bool IsFailing { get => isFailing; set => isFailing = value; }
    }
}
