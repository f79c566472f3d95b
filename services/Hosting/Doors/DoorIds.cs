namespace Wan.Hosting.Doors;

/// <summary>Ids in addresses. They are UUIDs, which requesters may write in capitals (RFC 9562, 4).</summary>
public static class DoorIds
{
    /// <summary>The id as documents have it; null if it is none.</summary>
    public static string? Read(string id) => Guid.TryParse(id, out var guid) ? guid.ToString() : null;
}
