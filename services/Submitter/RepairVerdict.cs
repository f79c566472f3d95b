using Wan.DashScope;

namespace Wan.Submitter;

/// <summary>What a look at the vendor's list says of an uncertain submission.</summary>
internal abstract record RepairVerdict
{
    private RepairVerdict()
    {
    }

    /// <summary>This is its task.</summary>
    public sealed record Found(TaskListItem Item) : RepairVerdict;

    /// <summary>There is none.</summary>
    public sealed record Absent : RepairVerdict;

    /// <summary>Not clear yet.</summary>
    public sealed record LookAgain : RepairVerdict;

    /// <summary>It won't become clear.</summary>
    public sealed record Undecidable : RepairVerdict;
}
