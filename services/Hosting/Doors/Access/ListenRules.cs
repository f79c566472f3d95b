using Microsoft.Extensions.Configuration;

namespace Wan.Hosting.Doors.Access;

/// <summary>Who reaches a process where it will listen.</summary>
internal static class ListenRules
{
    /// <summary>The first address that other machines reach, or null.</summary>
    public static string? ReachedFromElsewhere(IConfiguration configuration) => ListenAddresses.Of(configuration).FirstOrDefault(address => !NearbyRules.IsLoopback(address));
}
