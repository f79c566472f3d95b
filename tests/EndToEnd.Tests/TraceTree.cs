using System.Text;

namespace Wan.EndToEnd.Tests;

/// <summary>The spans of one trace, each below its parent.</summary>
internal sealed class TraceTree
{
    private readonly ILookup<string, OtlpSpan> children;

    public TraceTree(string traceId, IEnumerable<OtlpSpan> all)
    {
        Spans = [.. all.Where(span => span.TraceId == traceId).OrderBy(span => span.Start)];
        var ids = Spans.Select(span => span.Id).ToHashSet();
        children = Spans.ToLookup(span => span.ParentId);
        Roots = [.. Spans.Where(span => !ids.Contains(span.ParentId))];
    }

    /// <summary>All of them, by when they began.</summary>
    public IReadOnlyList<OtlpSpan> Spans { get; }

    /// <summary>Those whose parent is not among them.</summary>
    public IReadOnlyList<OtlpSpan> Roots { get; }

    /// <summary>How many levels it has.</summary>
    public int Depth => Roots.Count == 0 ? 0 : Roots.Max(DepthOf);

    /// <summary>Those of a name.</summary>
    public IReadOnlyList<OtlpSpan> this[string name] => [.. Spans.Where(span => span.Name == name)];

    /// <summary>As a viewer shows it.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var root in Roots)
            Append(root, 0);
        return text.ToString();

        void Append(OtlpSpan span, int level)
        {
            text.Append(' ', 2 * level).Append(span.Name).Append(" [").Append(span.Service).Append("] ")
                .Append($"+{(span.Start - Spans[0].Start).TotalMilliseconds:0} ms, {(span.End - span.Start).TotalMilliseconds:0.0} ms").Append(span.IsError ? " ERROR " : " ")
                .AppendJoin(' ', span.Attributes.Where(pair => pair.Key.StartsWith("wan.", StringComparison.Ordinal) || pair.Key == "error.type").Select(pair => $"{pair.Key}={pair.Value}")).AppendLine();
            foreach (var child in children[span.Id])
                Append(child, level + 1);
        }
    }

    private int DepthOf(OtlpSpan span) => 1 + children[span.Id].Select(DepthOf).DefaultIfEmpty(0).Max();
}
