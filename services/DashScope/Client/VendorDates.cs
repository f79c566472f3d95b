namespace Wan.DashScope.Client;

/// <summary>Tells what the vendor's clock showed, by the <c>Date</c> of every answer to a call of its API, whatever the answer.</summary>
public sealed class VendorDates
{
    /// <summary>An answer came: from which host, its time in whole seconds, and how long it took from the call to the head of the answer.</summary>
    public event Action<string, DateTimeOffset, TimeSpan>? Told;

    internal void Tell(string host, DateTimeOffset date, TimeSpan took) => Told?.Invoke(host, date, took);
}
