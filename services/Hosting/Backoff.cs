namespace Wan.Hosting;

/// <summary>Waiting longer each time: the first time this long, then twice that, then four times, up to a longest wait.</summary>
public static class Backoff
{
    /// <summary>How long to wait.</summary>
    /// <param name="before">How many waits in a row there were before this one; 0 for the first.</param>
    /// <param name="first">The first wait.</param>
    /// <param name="longest">No wait is longer.</param>
    public static TimeSpan Wait(int before, TimeSpan first, TimeSpan longest)
    {
        var wait = first.TotalSeconds * Math.Pow(2, Math.Max(0, before)); // No int and no TimeSpan that could overflow.
        return wait < longest.TotalSeconds ? TimeSpan.FromSeconds(wait) : longest;
    }
}
