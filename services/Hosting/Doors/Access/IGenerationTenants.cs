namespace Wan.Hosting.Doors.Access;

/// <summary>Knows whose a generation is, where requesters have tenants.</summary>
public interface IGenerationTenants
{
    /// <summary>The tenant of a generation, or null if there is none.</summary>
    /// <param name="id">As <see cref="DoorIds.Read"/> gives it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="Storage.StorageUnavailableException">That can't be said now.</exception>
    ValueTask<string?> FindAsync(string id, CancellationToken cancellationToken);
}
