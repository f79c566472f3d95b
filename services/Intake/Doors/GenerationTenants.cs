using Microsoft.Extensions.Caching.Memory;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Doors;

/// <summary>Whose a generation is. That never changes, so that it is asked of the store once, mostly.</summary>
internal sealed class GenerationTenants(IDocuments<Generation> generations) : IGenerationTenants, IDisposable
{
    private readonly MemoryCache known = new(new MemoryCacheOptions { SizeLimit = 10_000 });

    public async ValueTask<string?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (known.TryGetValue(id, out string? tenant))
            return tenant;
        if (await generations.FindAsync(id, cancellationToken) is not { } generation)
            return null;
        known.Set(id, generation.Tenant, new MemoryCacheEntryOptions { Size = 1 });
        return generation.Tenant;
    }

    public void Dispose() => known.Dispose();
}
