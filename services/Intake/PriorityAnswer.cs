namespace Wan.Intake;

/// <summary>What Submitter says of another priority for one that waits.</summary>
internal enum PriorityAnswer
{
    /// <summary>It can't be asked, or has not answered in time.</summary>
    Unknown,

    /// <summary>It has it.</summary>
    Changed,

    /// <summary>It waits no longer, or its turn is now.</summary>
    Gone,

    /// <summary>It has not come into the line yet.</summary>
    NotThere,
}
