namespace Wan.Soak.Chaos;

/// <summary>Somebody else has tasks made on the same account.</summary>
internal sealed record PostForeignTasks(IReadOnlyList<Order> Orders) : IChaos
{
    public string Name => $"{Orders.Count} tasks of somebody else";

    public Task RunAsync(Site site) => Task.WhenAll(Orders.Select(site.Foreign.PostAsync));
}
