using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wan.Storage;
using Wan.Storage.Bodies;

namespace Wan.Intake.Transfers;

/// <summary>Takes generations out of a store as they are stored, each with its request, and puts those that have ended into another.</summary>
public sealed class GenerationTransfer
{
    private const int AtOnce = 100;

    private readonly IDocuments<Generation> generations;
    private readonly IRequestBodies bodies;

    private GenerationTransfer(IDocuments<Generation> generations, IRequestBodies bodies) => (this.generations, this.bodies) = (generations, bodies);

    /// <summary>Adds it, where <see cref="StorageServiceCollectionExtensions.AddStorage"/> is added.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddGenerations();
        services.AddSingleton(provider => new GenerationTransfer(provider.GetRequiredService<IDocuments<Generation>>(), provider.GetRequiredService<IRequestBodies>()));
    }

    /// <summary>Reads them, the newest first.</summary>
    /// <param name="tenant">Only those of this one; null for all.</param>
    /// <param name="since">Only those that were accepted at this time or later; null for all.</param>
    /// <param name="before">Only those that were accepted before this time; null for all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<TakenGeneration> ReadAsync(
        string? tenant, DateTimeOffset? since, DateTimeOffset? before, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            var page = await generations.PageAsync(
                new PageQuery { Limit = AtOnce, Tenant = tenant, CreatedAfter = since, CreatedBefore = before, Cursor = cursor }, Take, cancellationToken);
            foreach (var taken in page.Items)
                yield return taken with { Request = await bodies.FindAsync(taken.Id, cancellationToken) };
            cursor = page.Next;
        }
        while (cursor is not null);
    }

    /// <summary>The id of one that was read.</summary>
    /// <exception cref="JsonException">It is no generation.</exception>
    public static string IdOf(JsonElement json) => Read(json).Id;

    /// <summary>Null if one is to be put in; else why not: it is there, or has not ended, and would be submitted in both places.</summary>
    /// <exception cref="JsonException">It is no generation.</exception>
    public async Task<PutGeneration?> IsWantedAsync(JsonElement json, CancellationToken cancellationToken)
    {
        var generation = Read(json);
        return !generation.HasEnded ? PutGeneration.NotEnded
            : await generations.FindAsync(generation.Id, cancellationToken) is not null ? PutGeneration.IsThere
            : generation.UniqueKey is { } key && await generations.FindByUniqueKeyAsync(key, cancellationToken) is not null ? PutGeneration.KeyTaken
            : null;
    }

    /// <summary>Puts one in that <see cref="IsWantedAsync"/>.</summary>
    /// <param name="json">As it was read.</param>
    /// <param name="request">As it was read.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="JsonException">It is no generation, or its request is not the one that it had.</exception>
    public async Task<PutGeneration> PutAsync(JsonElement json, string? request, CancellationToken cancellationToken)
    {
        var generation = Read(json);
        if (request is not null)
        {
            var bytes = Encoding.UTF8.GetBytes(request);
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != generation.RequestHash)
                throw new JsonException("Its request is not the one that was exported: the hashes differ.");
            await bodies.SaveAsync(generation.Id, bytes, cancellationToken);
        }

        (generation.Version, generation.LedgerPage) = (0, null); // What was used stands in the ledger of the other place.
        generation.DueAt = generation is { VideoDeletionAsked: not null, Video: not null } or { ErasureAsked: not null, IsErased: false } ? generation.UpdatedAt : null;
        return await generations.InsertAsync(generation, cancellationToken) ? PutGeneration.Put
            : await generations.FindAsync(generation.Id, cancellationToken) is null ? PutGeneration.KeyTaken
            : PutGeneration.IsThere;
    }

    private static Generation Read(JsonElement json) => json.Deserialize(IntakeJson.Default.Generation) ?? throw new JsonException("It is null.");

    private static TakenGeneration Take(ReadOnlyMemory<byte> json)
    {
        var generation = JsonSerializer.Deserialize(json.Span, IntakeJson.Default.Generation) ?? throw new JsonException("It is null.");
        return new TakenGeneration(generation.Id, generation.CreatedAt, json.ToArray(), null);
    }
}

/// <summary>A generation that was read.</summary>
/// <param name="Id">Its id.</param>
/// <param name="CreatedAt">When it was accepted.</param>
/// <param name="Json">Its document, in UTF-8.</param>
/// <param name="Request">Its request as JSON in UTF-8; null if it has none beside the document.</param>
public sealed record TakenGeneration(string Id, DateTimeOffset CreatedAt, ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte>? Request);

/// <summary>What became of a generation that was to be put in.</summary>
public enum PutGeneration
{
    /// <summary>It is there now.</summary>
    Put,

    /// <summary>It was there already, and is as it was.</summary>
    IsThere,

    /// <summary>It has not ended, and is not put in.</summary>
    NotEnded,

    /// <summary>Another generation of its tenant has its own id of the request, and it is not put in.</summary>
    KeyTaken,
}
