using System.Security.Cryptography;
using System.Text;
using Wan.Storage;

namespace Wan.Notifier.Lanes;

/// <summary>
/// One receiver's queue: an endpoint's, or that of a tenant's callbacks to some hosts. Lanes are what is claimed, so that a receiver with a thousand webhooks waiting counts as much as one with one; what is in
/// a lane are the deliveries that name it.
/// </summary>
internal sealed class Lane : IDocument
{
    /// <summary>Groups in which lanes are claimed: those whose last attempt succeeded, or that had none, and the others, which may hang.</summary>
    public const string Well = "well", Failing = "failing";

    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    /// <summary>Its endpoint, or that of the callbacks.</summary>
    public required string EndpointId { get; init; }

    /// <summary>Attempts that failed since the last that did not.</summary>
    public int Failures { get; set; }

    /// <summary>Since when.</summary>
    public DateTimeOffset? FailingSince { get; set; }

    /// <summary>Until when the receiver is left alone.</summary>
    public DateTimeOffset? PausedUntil { get; set; }

    public string? Group => Failures == 0 ? Well : Failing;

    /// <summary>
    /// The lane of a callback: its tenant's for the host that it goes to. Of as many hosts as a tenant likes, some share one, so that it has as many as it may have endpoints, about.
    /// </summary>
    public static string OfCallback(string callbacks, string url)
    {
        var host = Uri.TryCreate(url, UriKind.Absolute, out var address) ? address.Authority : "";
        return $"{callbacks}.{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(host)))[..2]}";
    }
}
