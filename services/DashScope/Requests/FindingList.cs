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

    public void Error(string code, in Place place, string message)
    {
        HasErrors = true;
        Add("error", code, place, message);
    }

    public void Warning(string code, in Place place, string message) => Add("warning", code, place, message);

    /// <summary>Whether nothing that was said refuses the request.</summary>
    public bool Accepts(bool strict) => !HasErrors && !(strict && findings is not null);

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
                Severity = HasErrors ? "error" : "warning",
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
