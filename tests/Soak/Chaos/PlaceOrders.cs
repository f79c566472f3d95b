namespace Wan.Soak.Chaos;

/// <summary>Somebody orders videos.</summary>
internal sealed record PlaceOrders(IReadOnlyList<Order> Orders) : IChaos
{
    public string Name => $"{Orders.Count} orders";

    public Task RunAsync(Site site)
    {
        foreach (var order in Orders)
            site.Customer.Place(order);
        return Task.CompletedTask;
    }
}
