using Microsoft.AspNetCore.Http;
using Wan.Contracts;

namespace Wan.Hosting.Doors;

/// <summary>Refusals over HTTP that several services make: problem documents (RFC 9457) with the findings beside.</summary>
public static class DoorProblems
{
    /// <summary>It can't be read as what the door takes.</summary>
    public static IResult BadRequest(string detail, params Finding[] findings) => Of(400, "The request can't be read.", detail, findings);

    /// <summary>The same, where the finding says all.</summary>
    public static IResult BadRequest(Finding finding) => BadRequest(finding.Message, finding);

    /// <summary>The body is too long.</summary>
    public static IResult TooLarge(long limit) => Of(413, "The request is too large.",
        $"The body may have {limit:N0} bytes. Upload large images with POST /v1/files, and name them.",
        [TooLargeFinding(limit)]);

    /// <summary>That as a finding.</summary>
    public static Finding TooLargeFinding(long limit) => Error("body.too_large", "", $"The body has more than {limit:N0} bytes.");

    /// <summary>The body is of another type.</summary>
    public static IResult NotJson(string code, string message) => Of(415, "The request is not plain JSON.",
        $"{message} Send it in UTF-8 with the header 'Content-Type: application/json', and uncompressed.", [Error(code, "", message)]);

    /// <summary>It can be read, and breaks a rule.</summary>
    public static IResult Refused(IReadOnlyList<Finding> findings) => Of(422, "The request breaks a rule.",
        string.Join(" ", findings.Where(finding => finding.Severity == "error").Select(finding => finding.Message)), findings);

    /// <summary>A tenant was named that the requester is not.</summary>
    public static IResult OtherTenant(string own) => Of(403, "The key is of another tenant.", $"The key is of the tenant {own}. Leave tenant out, or name that one. Nothing was done.",
        [Error("auth.tenant", "/tenant", $"The key is of the tenant {own}.")]);

    /// <summary>A finding that is an error.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="pointer">Where; empty for the whole.</param>
    /// <param name="message">What is wrong, and what to do.</param>
    public static Finding Error(string code, string pointer, string message) =>
        new() { Severity = "error", Code = code, Pointer = pointer, Message = message };

    /// <summary>Any other.</summary>
    /// <param name="status">Of HTTP.</param>
    /// <param name="title">In a few words.</param>
    /// <param name="detail">What is wrong, and what to do.</param>
    /// <param name="findings">The findings; none is left out.</param>
    public static IResult Of(int status, string title, string detail, IReadOnlyList<Finding> findings) => Results.Problem(
        statusCode: status, title: title, detail: detail,
        extensions: findings.Count == 0 ? null : new Dictionary<string, object?> { [ProblemShapes.Findings] = findings });
}
