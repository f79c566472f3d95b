using System.Security.Cryptography;
using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Notifier.Doors;

namespace Wan.Notifier.Endpoints;

/// <summary>What an endpoint must be, and what becomes of its secrets. Pure but for its random ids.</summary>
internal static class EndpointRules
{
    public const int MaxDescription = 256;

    /// <summary>Secrets that sign at once beside the newest.</summary>
    public const int MaxEarlier = 3;

    private const string IdLetters = "abcdefghijklmnopqrstuvwxyz234567";
    private const int IdLength = 16;

    /// <summary>An id of its own.</summary>
    public static string NewId() => $"wh_{RandomNumberGenerator.GetString(IdLetters, IdLength)}";

    /// <summary>What is wrong with an endpoint that is wanted.</summary>
    public static IReadOnlyList<Finding> Check(NewWebhook wanted, WebhookAddresses addresses)
    {
        var findings = new List<Finding>();
        if (wanted.Url is null)
            findings.Add(Problems.Error("webhook.url", "/url", "url is missing: the address that webhooks are sent to."));
        CheckParts(wanted.Url, wanted.Events, wanted.Description, addresses, findings);
        if (wanted.Tenant is { } tenant && !TenantName.IsOne(tenant))
            findings.Add(Problems.Error("webhook.tenant", "/tenant", $"tenant must be {TenantName.Rule}."));
        return findings;
    }

    /// <summary>What is wrong with a change.</summary>
    public static IReadOnlyList<Finding> Check(WebhookChange wanted, WebhookAddresses addresses)
    {
        var findings = new List<Finding>();
        CheckParts(wanted.Url, wanted.Events, wanted.Description, addresses, findings);
        return findings;
    }

    /// <summary>The secrets that sign now, the newest first.</summary>
    public static IEnumerable<string> SecretsOf(WebhookEndpoint endpoint, DateTimeOffset now) =>
        [endpoint.Secret, .. endpoint.Earlier.Where(earlier => earlier.Until > now).Select(earlier => earlier.Secret)];

    /// <summary>Gives it a new secret; the one before signs too for a while.</summary>
    /// <returns>False if there are too many that still sign: nothing is changed.</returns>
    public static bool Rotate(WebhookEndpoint endpoint, string secret, DateTimeOffset now, TimeSpan overlap)
    {
        endpoint.Earlier.RemoveAll(earlier => earlier.Until <= now);
        if (endpoint.Earlier.Count >= MaxEarlier)
            return false;
        if (overlap > TimeSpan.Zero)
            endpoint.Earlier.Insert(0, new EarlierSecret(endpoint.Secret, now + overlap));
        (endpoint.Secret, endpoint.UpdatedAt) = (secret, now);
        return true;
    }

    /// <summary>Nothing is sent there from now on.</summary>
    /// <returns>False if that was so before.</returns>
    public static bool Disable(WebhookEndpoint endpoint, string reason, DateTimeOffset now)
    {
        if (endpoint.DisabledAt is not null)
            return false;
        (endpoint.DisabledAt, endpoint.DisabledReason, endpoint.UpdatedAt) = (now, reason, now);
        return true;
    }

    private static void CheckParts(string? url, IReadOnlyList<string>? events, string? description, WebhookAddresses addresses, List<Finding> findings)
    {
        if (url is not null && addresses.WhyNot(url) is { } why)
            findings.Add(Problems.Error("webhook.url", "/url", why));
        if (events is not null && (events.Count == 0 || events.Distinct().Count() != events.Count || !events.All(WebhookTypes.All.Contains)))
            findings.Add(Problems.Error("webhook.events", "/events", $"events must be one or more of {string.Join(", ", WebhookTypes.All)}, each once; without it the endpoint hears all."));
        if (description is { Length: > MaxDescription } || description?.Any(char.IsControl) == true)
            findings.Add(Problems.Error("webhook.description", "/description", $"description must have {MaxDescription} characters at most, without control characters."));
    }
}
