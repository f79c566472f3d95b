using System.Collections.Concurrent;
using Shouldly;

namespace Wan.Soak;

/// <summary>Who places the orders, and knows which generation each became.</summary>
internal sealed class Customer(Door door)
{
    private readonly ConcurrentQueue<(Order Order, Task<string> Placing)> placed = new();

    /// <summary>Places an order, and does not wait: the door may be closed for a while.</summary>
    public void Place(Order order) => placed.Enqueue((order, door.PlaceAsync(order)));

    /// <summary>Waits until every order was taken.</summary>
    /// <returns>Each with its generation's id, and those that were never taken with why.</returns>
    public async Task<(IReadOnlyList<(Order Order, string Id)> Taken, IReadOnlyList<(Order Order, string Why)> Refused)> WaitAsync()
    {
        List<(Order, string)> taken = [], refused = [];
        foreach (var (order, placing) in placed)
        {
            try
            {
                taken.Add((order, await placing));
            }
            catch (Exception exception) when (exception is TimeoutException or ShouldAssertException)
            {
                refused.Add((order, exception.Message));
            }
        }

        return (taken, refused);
    }
}
