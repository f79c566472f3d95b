namespace Wan.Poller.Looks;

/// <summary>What may be spent on looks just now.</summary>
/// <param name="Price">What a query costs, in seconds of waiting.</param>
/// <param name="Queries">Looks at most, 0 or less for none.</param>
/// <param name="Pages">Pages of lists at most; a list is made whole or not at all, but one may always be.</param>
/// <param name="Silent">How many may be for tasks of which nothing was heard for too long.</param>
internal sealed record Allowance(double Price, int Queries, int Pages, int Silent);
