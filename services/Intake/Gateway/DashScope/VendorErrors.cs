using Microsoft.AspNetCore.Mvc;
using Wan.Contracts;
using Wan.Hosting.Doors;
using Wan.Intake.Limits;

namespace Wan.Intake.Gateway.DashScope;

/// <summary>
/// Refusals in the vendor's form: <c>code</c>, <c>message</c>, <c>request_id</c>, with the codes of its own table where it has one for the case
/// (https://help.aliyun.com/zh/model-studio/error-code). Pure.
/// </summary>
internal static class VendorErrors
{
    public static VendorAnswer NotAsynchronous { get; } = VendorAnswer.Error(403, "AccessDenied",
        "current user api does not support synchronous calls. Send the header 'X-DashScope-Async: enable'; nothing was stored.");

    public static VendorAnswer NotCancelable { get; } =
        VendorAnswer.Error(400, "UnsupportedOperation", "Failed to cancel the task, please confirm if the task is in PENDING status.");

    public static VendorAnswer Invalid(string message) => VendorAnswer.Error(400, "InvalidParameter", message);

    /// <summary>A refusal of any door of ours.</summary>
    public static VendorAnswer Of(ProblemDetails problem)
    {
        var findings = problem.FindingsOf();
        var (status, code) = Of(problem.Status ?? StatusCodes.Status500InternalServerError, findings);
        return VendorAnswer.Error(status, code, Message(problem, findings));
    }

    // A budget that does not reach is Arrearage, the vendor's one code for money that nobody's client sends again: its Throttling.AllocationQuota is 429, which some do.
    private static (int Status, string Code) Of(int status, IReadOnlyList<Finding> findings) => status switch
    {
        401 => (status, "InvalidApiKey"),
        402 => (400, "Arrearage"),
        403 or 421 => (status, "AccessDenied"),
        404 => (status, "NotFound"),
        408 => (status, "RequestTimeOut"),
        409 => (status, "Conflict"),
        413 => (400, "BadRequest.TooLarge"),
        429 when findings.Have(LimitBreach.Rate) => (status, "Throttling.RateQuota"),
        429 when findings.Have("limit.files") => (status, "Throttling.AllocationQuota"),
        429 => (status, "Throttling"),
        503 => (status, "ModelUnavailable"),
        507 => (500, "InternalError.Upload"),
        >= 500 => (status, "InternalError"),
        _ when findings.Have("model.missing") => (400, "BadRequest.EmptyModel"),
        _ when findings.Have("input.missing") => (400, "BadRequest.EmptyInput"),
        _ => (400, "InvalidParameter"),
    };

    // Each finding with its code and its place, and what else there is to say.
    private static string Message(ProblemDetails problem, IReadOnlyList<Finding> findings)
    {
        if (findings.Count == 0)
            return $"{problem.Title ?? $"HTTP {problem.Status}"} {problem.Detail}".Trim();
        var rest = findings.Aggregate(problem.Detail ?? "", (text, finding) => text.Replace(finding.Message, "", StringComparison.Ordinal));
        var model = findings.Have("model.unknown") ? "Model not exist. " : "";
        return $"{model}{string.Join(" ", findings.Select(Describe))} {string.Join(' ', rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))}".Trim();
    }

    private static bool Have(this IReadOnlyList<Finding> findings, string code) => findings.Any(finding => finding.Code == code);

    /// <summary>A finding in one sentence, with its code and its place.</summary>
    public static string Describe(Finding finding) => $"{finding.Message} ({finding.Code}{(finding.Pointer.Length == 0 ? "" : $" at {finding.Pointer}")})";
}
