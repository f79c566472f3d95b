namespace Wan.Submitter.Line;

/// <summary>What those who wait for a model wait for.</summary>
/// <param name="Model">The model.</param>
/// <param name="Room">Why no video could be kept; null if one could.</param>
/// <param name="Accounts">Those that may run it.</param>
/// <param name="Now">When that was so.</param>
internal sealed record LineView(string Model, string? Room, IReadOnlyList<AccountSupply> Accounts, DateTimeOffset Now)
{
    /// <summary>Those of them that nothing stands in the way of.</summary>
    public IEnumerable<AccountSupply> Usable => Accounts.Where(account => account.Obstacle is null);
}
