using Wan.Poller.Budgets;

namespace Wan.Poller.Looks;

/// <summary>One query that is worth making.</summary>
internal abstract record Look(QueryClass Class)
{
    /// <summary>Cancel a waiting task.</summary>
    public sealed record Cancel(HeldWatch Held) : Look(QueryClass.Cancel);

    /// <summary>Ask for one task by its id.</summary>
    public sealed record Ask(HeldWatch Held, QueryClass Class) : Look(Class);

    /// <summary>List the running tasks that were submitted in a window of time.</summary>
    /// <param name="Members">Our tasks of that window.</param>
    public sealed record List(IReadOnlyList<HeldWatch> Members) : Look(QueryClass.List);
}
