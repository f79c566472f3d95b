namespace Wan.Storage;

/// <summary>What a store's own clock showed.</summary>
/// <param name="Name">Whose clock it is, as an operator would look for it.</param>
/// <param name="Time">Its time (UTC).</param>
/// <param name="Grain">How coarse it is: it was that or up to so much later.</param>
public sealed record StoreClock(string Name, DateTimeOffset Time, TimeSpan Grain);
