namespace Wan.DashScope.Uploads;

/// <summary>
/// Whether a requester's file may be sent to where the vendor's answer says. Pure. Only over TLS, whose certificate shows that the name is the host's; without it
/// only where the account's own address has none, as the simulator's, and then to the same host.
/// </summary>
internal static class UploadHost
{
    /// <summary>The address to POST to; null if it may not be.</summary>
    public static Uri? Of(string? host, Uri account) =>
        Uri.TryCreate(host, UriKind.Absolute, out var address) && address.UserInfo.Length == 0 && address.Query.Length == 0 && address.Fragment.Length == 0
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && account.Scheme == Uri.UriSchemeHttp && IsSame(address, account)))
            ? address
            : null;

    private static bool IsSame(Uri a, Uri b) => a.Host.Equals(b.Host, StringComparison.OrdinalIgnoreCase) || (a.IsLoopback && b.IsLoopback);
}
