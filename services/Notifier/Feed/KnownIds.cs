namespace Wan.Notifier.Feed;

/// <summary>Ids of what is stored, so that what is read again and again is not tried to be stored again. It forgets the oldest; nothing depends on it.</summary>
internal sealed class KnownIds
{
    private const int Most = 50_000;

    private readonly Lock gate = new();
    private HashSet<string> young = new(StringComparer.Ordinal);
    private HashSet<string> old = new(StringComparer.Ordinal);

    /// <summary>Whether it is known.</summary>
    public bool Contains(string id)
    {
        lock (gate)
            return young.Contains(id) || old.Contains(id);
    }

    /// <summary>It is stored.</summary>
    public void Add(string id)
    {
        lock (gate)
        {
            if (young.Count >= Most)
                (old, young) = (young, new HashSet<string>(StringComparer.Ordinal));
            young.Add(id);
        }
    }
}
