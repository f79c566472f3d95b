using System.Collections.Concurrent;

namespace Wan.Intake.Events;

/// <summary>Who listens to a feed, and who comes to.</summary>
internal sealed class EventListeners
{
    private readonly ConcurrentDictionary<IEventListener, bool> present = [];
    private readonly ConcurrentQueue<Joining> coming = [];

    /// <summary>Whether somebody waits to be let in.</summary>
    public bool AreComing => !coming.IsEmpty;

    public void Add(IEventListener listener) => present.TryAdd(listener, true);

    public void Remove(IEventListener listener) => present.TryRemove(listener, out _);

    /// <summary>Waits to be let in.</summary>
    public Joining Join(IEventListener listener)
    {
        var joining = new Joining(listener, new(TaskCreationOptions.RunContinuationsAsynchronously));
        coming.Enqueue(joining);
        return joining;
    }

    /// <summary>Those who came before a look that begins now.</summary>
    public List<Joining> Coming()
    {
        var those = new List<Joining>();
        while (coming.TryDequeue(out var joining))
            those.Add(joining);
        return those;
    }

    /// <summary>Lets them in, at what was sent until now.</summary>
    public void LetIn(List<Joining> those, SentChanges sent)
    {
        var shared = sent.Copy(); // Nobody changes it.
        foreach (var joining in those)
        {
            Add(joining.Listener);
            if (!joining.Joined.TrySetResult(shared))
                Remove(joining.Listener);
        }
    }

    /// <summary>Tells them why they were not let in.</summary>
    public static void Refuse(List<Joining> those, Exception exception)
    {
        foreach (var joining in those)
            joining.Joined.TrySetException(exception);
    }

    /// <summary>Shows all who are there an event.</summary>
    public void Offer(EventFrame frame)
    {
        foreach (var (listener, _) in present)
            listener.Offer(frame);
    }

    /// <summary>Whether anybody is there.</summary>
    public bool AreThere => !present.IsEmpty;

    public void EndAll()
    {
        foreach (var (listener, _) in present)
            listener.End();
    }

    /// <summary>One who comes.</summary>
    internal sealed record Joining(IEventListener Listener, TaskCompletionSource<SentChanges> Joined);
}
