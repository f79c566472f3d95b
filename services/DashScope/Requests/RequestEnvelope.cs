namespace Wan.DashScope.Requests;

/// <summary>Our own fields beside the vendor's, as far as they could be read; they are never sent to the vendor.</summary>
public sealed record RequestEnvelope
{
    /// <summary>Names of the envelope's fields.</summary>
    internal const string ClientRequestIdField = "client_request_id", TenantField = "tenant", PriorityField = "priority", StrictField = "strict",
        CallbackUrlField = "callback_url", MetadataField = "metadata", StartByField = "start_by";

    internal static readonly RequestEnvelope Empty = new();

    /// <summary>The sender's own id of the request.</summary>
    public string? ClientRequestId { get; init; }

    /// <summary>On whose behalf; null if the request does not say.</summary>
    public string? Tenant { get; init; }

    /// <summary><c>high</c>, <c>normal</c> or <c>low</c>.</summary>
    public string Priority { get; init; } = "normal";

    /// <summary>The latest that the vendor may begin it, in UTC; null if it may wait for as long as it takes.</summary>
    public DateTimeOffset? StartBy { get; init; }

    /// <summary>Whether a warning refuses the request.</summary>
    public bool Strict { get; init; }

    /// <summary>Where the requester wants to be told of the end.</summary>
    public string? CallbackUrl { get; init; }

    /// <summary>The requester's own labels.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }
}
