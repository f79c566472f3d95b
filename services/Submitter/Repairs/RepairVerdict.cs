using Wan.Contracts;
using Wan.DashScope.Client;

namespace Wan.Submitter.Repairs;

/// <summary>What a look at the vendor's list says of an uncertain submission.</summary>
internal abstract record RepairVerdict
{
    private RepairVerdict()
    {
    }

    /// <summary>Tasks that may be its own.</summary>
    public IReadOnlyList<TaskCandidate> Candidates { get; init; } = [];

    /// <summary>Whether the list showed a later task of ours, and nothing that may be its own.</summary>
    public bool Empty { get; init; }

    /// <summary>This is its task.</summary>
    /// <param name="Item">As listed.</param>
    /// <param name="By">The proof, as in <see cref="VendorTask.FoundBy"/>.</param>
    public sealed record Found(TaskListItem Item, string By) : RepairVerdict;

    /// <summary>There is none.</summary>
    public sealed record Absent : RepairVerdict;

    /// <summary>Not clear yet.</summary>
    public sealed record LookAgain : RepairVerdict;

    /// <summary>It won't become clear by itself, as far as can be told now.</summary>
    /// <param name="Reason">Why, a sentence.</param>
    public sealed record Undecidable(string Reason) : RepairVerdict;
}
