using Wan.DashScope.Client;
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

    /// <summary>List the tasks of one status that were submitted in a window of time.</summary>
    /// <param name="Status">
    /// <c>RUNNING</c> shows of each member that it still runs or does not; <c>SUCCEEDED</c> that it has ended or has not, and is the shorter list of young ones.
    /// </param>
    /// <param name="Members">Our tasks of that window.</param>
    /// <param name="Pages">How long the list will be.</param>
    /// <param name="Expected">How many tasks it will show.</param>
    public sealed record List(DashScopeTaskStatus Status, IReadOnlyList<HeldWatch> Members, int Pages, double Expected) : Look(QueryClass.List);
}
