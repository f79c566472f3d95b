using Wan.Contracts;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Client;

/// <summary>
/// What went wrong in a call, in the vendor's words where it answered. The message is fit for logs and messages: keys, user
/// information and the query part of URLs are taken out.
/// </summary>
public sealed record DashScopeError
{
    /// <summary><see cref="Code"/> of a call that got no complete answer: connection lost, reset, not made.</summary>
    public const string Network = "network";

    /// <summary><see cref="Code"/> of a call that was not answered in time.</summary>
    public const string TimedOut = "timeout";

    /// <summary><see cref="Code"/> of an answer that is not the documented JSON.</summary>
    public const string NotUnderstood = "not_understood";

    /// <summary><see cref="Code"/> of a submit that was not sent, since it is not known where the vendor takes its model.</summary>
    public const string UnknownModel = "unknown_model";

    /// <summary>HTTP status; null if there was no answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>The vendor's code, such as <c>InvalidParameter</c>, or one of the constants here.</summary>
    public required string Code { get; init; }

    /// <summary>The vendor's sentence, or ours; never empty.</summary>
    public required string Message { get; init; }

    /// <summary>The vendor's id of the call, for its support.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether the answer is not in the vendor's JSON, so that somebody else may have given it: a gateway, a proxy, another server.</summary>
    public bool IsForeign => HttpStatus is not null && (Code == NotUnderstood || RequestId is null);

    /// <summary>Whether the answer is a page for people (HTML).</summary>
    public bool IsPage { get; init; }

    internal static DashScopeError OfUnknownModel(string model, ModelCatalogue catalogue) => new()
    {
        Code = UnknownModel,
        Message = $"The model {model} belongs to no family that is known here, and families are submitted at different paths; "
            + $"set {CatalogueOptions.SectionName}:Models:{model} to one of {string.Join(", ", catalogue.Families.Select(family => family.Name))} for every service.",
    };

    /// <summary>As messages carry it, under one of our own stable codes such as <c>vendor_refused</c>.</summary>
    public GenerationError ToGenerationError(string code) => new()
    {
        Code = code,
        Message = Message,
        VendorCode = Code is Network or TimedOut or NotUnderstood or UnknownModel ? null : Code,
        VendorRequestId = RequestId,
    };
}
