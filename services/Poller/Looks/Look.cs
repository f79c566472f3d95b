using Wan.Poller.Budgets;

namespace Wan.Poller.Looks;

/// <summary>One query that is worth making.</summary>
internal abstract record Look(QueryClass Class)
{
    /// <summary>Cancel a waiting task.</summary>
    public sealed record Cancel(HeldWatch Held) : Look(QueryClass.Cancel);

    /// <summary>Ask for one task by its id.</summary>
    /// <param name="BecauseOfSilence">Nothing was heard of it for too long.</param>
    public sealed record Ask(HeldWatch Held, QueryClass Class, bool BecauseOfSilence = false) : Look(Class);

    /// <summary>List the running tasks that were submitted in a window of time.</summary>
    /// <param name="Members">Our tasks of that window.</param>
    /// <param name="Pages">How long the list will be.</param>
    public sealed record List(IReadOnlyList<HeldWatch> Members, int Pages) : Look(QueryClass.List);
}
