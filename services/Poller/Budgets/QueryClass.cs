namespace Wan.Poller.Budgets;

/// <summary>What a query is for, the most urgent first.</summary>
internal enum QueryClass
{
    /// <summary>Cancels a task: in a moment it may be too late.</summary>
    Cancel,

    /// <summary>Fetches the result of a task that has probably ended.</summary>
    Finish,

    /// <summary>Lists many tasks.</summary>
    List,

    /// <summary>Looks whether one task has ended.</summary>
    Rest,
}
