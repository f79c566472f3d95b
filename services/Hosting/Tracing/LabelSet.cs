using System.Collections.Concurrent;

namespace Wan.Hosting.Tracing;

/// <summary>Values of a label that outsiders choose, such as tenants: the first so many by name, all others as <c>other</c>, so that no metric grows without end.</summary>
/// <param name="limit">How many.</param>
public sealed class LabelSet(int limit)
{
    private readonly ConcurrentDictionary<string, bool> known = new(StringComparer.Ordinal);

    /// <summary>The label for a value.</summary>
    public string Of(string value) => known.ContainsKey(value) || (known.Count < limit && known.TryAdd(value, true)) ? value : "other";
}
