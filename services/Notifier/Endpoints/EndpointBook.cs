using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Wan.Notifier.Doors;
using Wan.Storage;

namespace Wan.Notifier.Endpoints;

/// <summary>The endpoints, and what is known of them for a second.</summary>
internal sealed class EndpointBook(IDocuments<WebhookEndpoint> endpoints, IOptions<NotifierOptions> options, TimeProvider time) : IDisposable
{
    /// <summary>Most of a tenant's that are read.</summary>
    public const int Most = 1_000;

    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromSeconds(1);

    // By tenant. Names that are made up take no more room than that.
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    /// <summary>All of a tenant, as they were a second ago at most.</summary>
    public async ValueTask<IReadOnlyList<WebhookEndpoint>> OfAsync(string tenant, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(tenant, out Sighting? sighting) && time.GetElapsedTime(sighting!.At) < LookAgainAfter)
            return sighting.Endpoints;
        var now = time.GetTimestamp();
        var found = (await endpoints.PageAsync(new PageQuery { Limit = Most, Tenant = tenant }, cancellationToken)).Items;
        known.Set(tenant, new Sighting(found, now), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = LookAgainAfter });
        return found;
    }

    /// <summary>A page of them, the newest first.</summary>
    /// <exception cref="ArgumentException">The cursor is none.</exception>
    public Task<DocumentPage<WebhookEndpoint>> PageAsync(PageQuery query, CancellationToken cancellationToken) => endpoints.PageAsync(query, cancellationToken);

    /// <summary>The one with this id, or null.</summary>
    public Task<WebhookEndpoint?> FindAsync(string id, CancellationToken cancellationToken) => endpoints.FindAsync(id, cancellationToken);

    /// <summary>What a tenant's callbacks have in common; made where it is not there yet.</summary>
    public Task<WebhookEndpoint> CallbacksAsync(string tenant, CancellationToken cancellationToken) => endpoints.ChangeOrCreateAsync(
        WebhookEndpoint.CallbacksOf(tenant), () => New(WebhookEndpoint.CallbacksOf(tenant), tenant), endpoint => endpoint.Version == 0, cancellationToken);

    /// <summary>Makes one that <see cref="EndpointRules.Check(NewWebhook, WebhookAddresses)"/> finds nothing wrong with.</summary>
    /// <returns>Null if the tenant has too many.</returns>
    public async Task<WebhookEndpoint?> AddAsync(string tenant, NewWebhook wanted, CancellationToken cancellationToken)
    {
        var most = options.Value.MaxEndpoints;
        if ((await endpoints.PageAsync(new PageQuery { Limit = most, Tenant = tenant }, cancellationToken)).Items.Count >= most)
            return null;
        while (true)
        {
            var endpoint = New(EndpointRules.NewId(), tenant);
            (endpoint.Url, endpoint.Events, endpoint.Description) = (wanted.Url, wanted.Events, wanted.Description);
            if (!await endpoints.InsertAsync(endpoint, cancellationToken))
                continue;
            known.Remove(tenant);
            return endpoint;
        }
    }

    /// <summary>Changes one.</summary>
    /// <returns>It, or null if there is none.</returns>
    public async Task<WebhookEndpoint?> ChangeAsync(WebhookEndpoint endpoint, Func<WebhookEndpoint, bool> change, CancellationToken cancellationToken)
    {
        var changed = await endpoints.ChangeAsync(endpoint, change, cancellationToken);
        known.Remove(endpoint.Tenant);
        return changed;
    }

    /// <summary>Deletes one.</summary>
    public async Task DeleteAsync(WebhookEndpoint? endpoint, CancellationToken cancellationToken)
    {
        while (endpoint is not null && !await endpoints.DeleteAsync(endpoint, cancellationToken))
            endpoint = await endpoints.FindAsync(endpoint.Id, cancellationToken);
        if (endpoint is not null)
            known.Remove(endpoint.Tenant);
    }

    public void Dispose() => known.Dispose();

    private WebhookEndpoint New(string id, string tenant) =>
        new() { Id = id, Tenant = tenant, CreatedAt = time.GetUtcNow(), UpdatedAt = time.GetUtcNow(), Secret = WebhookSecret.Create() };

    private sealed record Sighting(IReadOnlyList<WebhookEndpoint> Endpoints, long At);
}
