using Wan.Contracts;

namespace Wan.DashScope.Requests;

/// <summary>Collects what is to be said about a request. There is no list until there is something to say.</summary>
internal sealed class FindingList
{
    private const int Most = 100;
    private List<Finding>? findings;
    private int left;

    /// <summary>Whether something refuses the request even where warnings don't.</summary>
    public bool HasErrors { get; private set; }

    /// <summary>Whether something refuses the request that only the time it comes at, or a setting, makes wrong.</summary>
    public bool IsUntimely { get; private set; }

    /// <summary>What refuses the request now: it can be read all the same, since the same one may have been accepted earlier.</summary>
    public void Untimely(string code, in Place place, string message)
    {
        IsUntimely = true;
        Add("error", code, place, message);
    }

    public void Error(string code, in Place place, string message)
    {
        HasErrors = true;
        Add("error", code, place, message);
    }

    public void Warning(string code, in Place place, string message) => Add("warning", code, place, message);

    /// <summary>Whether nothing that was said refuses the request.</summary>
    public bool Accepts(bool strict) => !HasErrors && !IsUntimely && !(strict && findings is not null);

    public IReadOnlyList<Finding> ToList(bool strict)
    {
        if (findings is null)
        {
            return [];
        }

        if (left > 0)
        {
            findings.Add(new Finding
            {
                Severity = HasErrors || IsUntimely ? "error" : "warning",
                Code = "findings.too_many",
                Pointer = "",
                Message = $"There are {left} more findings, which are not shown.",
            });
        }

        return strict ? [.. findings.Select(finding => finding with { Severity = "error" })] : findings;
    }

    private void Add(string severity, string code, in Place place, string message)
    {
        findings ??= [];
        if (findings.Count == Most)
        {
            left++;
            return;
        }

        findings.Add(new Finding { Severity = severity, Code = code, Pointer = place.ToString(), Message = message });
    }
}
