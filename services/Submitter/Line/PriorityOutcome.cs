namespace Wan.Submitter.Line;

/// <summary>What became of another priority.</summary>
internal enum PriorityOutcome
{
    /// <summary>It has it.</summary>
    Changed,

    /// <summary>It waits no longer, or its turn is now.</summary>
    Gone,

    /// <summary>It has not come into the line, or is not known here any more.</summary>
    NotThere,
}
