namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>Where the gateway answers otherwise than the vendor, and why.</summary>
/// <param name="Guide">Words of <c>docs/gateway.md</c> that say so.</param>
/// <param name="Exchanges">On which requests.</param>
/// <param name="Vendor">What only the vendor answers, as <see cref="AnswerShape"/> has it.</param>
/// <param name="Gateway">What only the gateway answers.</param>
internal sealed record Difference(string Guide, string[] Exchanges, string[] Vendor, string[] Gateway)
{
    /// <summary>What is wrong with two answers to one request; null if they differ as is known, or not at all.</summary>
    public static string? Check(string exchange, IReadOnlyList<string> vendor, IReadOnlyList<string> gateway, IReadOnlyList<Difference> differences)
    {
        string[] onlyVendor = [.. vendor.Except(gateway)], onlyGateway = [.. gateway.Except(vendor)];
        var known = differences.Where(difference => difference.Exchanges.Contains(exchange)).ToList();
        return onlyVendor.ToHashSet().SetEquals(known.SelectMany(difference => difference.Vendor)) && onlyGateway.ToHashSet().SetEquals(known.SelectMany(difference => difference.Gateway))
            ? null
            : $"{exchange}{(known.Count == 0 ? "" : ", known to differ otherwise")}\n  only the vendor: {string.Join("; ", onlyVendor)}\n  only the gateway: {string.Join("; ", onlyGateway)}";
    }
}

internal static class Differences
{
    private const string Accepted = "output.task_id text", Pending = "output.task_status \"PENDING\"", Invalid = "code \"InvalidParameter\"";

    public static IReadOnlyList<Difference> All { get; } =
    [
        new("What breaks a rule is refused at once", ["submit without a prompt", "submit what is too long", "submit as plain text"], [Accepted, Pending, "status 200"], [Invalid, "message text", "status 400"]),
        new("What breaks a rule is refused at once", ["submit with input that is no object"], ["code \"BadRequest.EmptyInput\""], [Invalid]),
        new("Other addresses of the vendor's are answered with the ones that there are", ["an address that there is not"], ["code \"NotFound\"", "status 404"], [Invalid, "status 400"]),
    ];

    /// <summary>Where a form is answered otherwise: in JSON, and with a code of its own where there is nothing in the file.</summary>
    public static IReadOnlyList<Difference> OfForms { get; } =
    [
        new("The form of an upload is refused in JSON", ["by another signature", "by another policy"], ["code SignatureDoesNotMatch", "type application/xml"], ["code \"SignatureDoesNotMatch\"", "message text", "request_id text", "type application/json"]),
        new("The form of an upload is refused in JSON", ["into another folder"], ["code AccessDenied", "type application/xml"], ["code \"AccessDenied\"", "message text", "request_id text", "type application/json"]),
        new("The form of an upload is refused in JSON", ["without a file"], ["code InvalidArgument", "type application/xml"], ["code \"InvalidArgument\"", "message text", "request_id text", "type application/json"]),
        new("The form of an upload is refused in JSON", ["empty"], ["code InvalidArgument", "type application/xml"], [Invalid, "message text", "request_id text", "type application/json"]),
    ];
}
