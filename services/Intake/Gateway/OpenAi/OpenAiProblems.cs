using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using Wan.Contracts;
using Wan.Hosting.Doors;
using Wan.Intake.Doors;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>Refusals as clients of OpenAI read them: <c>{"error": {"message", "type", "param", "code"}}</c>, with the status that they have elsewhere.</summary>
internal sealed class OpenAiProblems : IProblemShape
{
    // The npm client sends what failed by 408, 409, 429 or 5xx again, unless this says that there is no use in that.
    private const string ShouldRetry = "x-should-retry";

    // What we call otherwise than this API does.
    private static readonly (string Pointer, string Param)[] Renamed =
    [
        ("/parameters/duration", "seconds"), ("/parameters/size", "size"), ("/parameters/resolution", "size"), ("/parameters/ratio", "size"),
        ("/input/prompt", "prompt"), ("/input/media", "input_reference"), ("/input/reference_urls", "input_reference"), ("/input/img_url", "input_reference"),
    ];

    /// <summary>What of the API is not here: another address, or another method at one that there is.</summary>
    public static IResult NotHere(HttpContext context, string? rest)
    {
        if (MethodsOf(rest) is not { } methods)
        {
            return DoorProblems.Of(404, "This is not offered.",
                "Of OpenAI's videos API there are: creating, listing, showing and deleting videos, and their content. Remixes, edits, extensions and characters are not offered: a video is edited or gone on from by creating one with a model that does that, and the video in media.", []);
        }

        context.Response.Headers.Allow = methods;
        return DoorProblems.Of(405, "The method does not fit the address.", $"{context.Request.Path} takes {methods}, not {context.Request.Method}.", []);
    }

    /// <summary>Says that the request that is being answered has an id of its own, by which it may be sent again without a second video.</summary>
    public static void MayBeRepeated(HttpContext context) => context.Features.Set(new Repeatable());

    public Task WriteAsync(HttpContext context, ProblemDetails problem)
    {
        var (answer, findings) = (context.Response, problem.FindingsOf());
        if (IsUseless(context, answer.StatusCode))
            answer.Headers[ShouldRetry] = "false";
        var first = findings.FirstOrDefault(finding => finding.Severity == "error");
        return answer.WriteAsJsonAsync(
            new OpenAiError
            {
                Error = new()
                {
                    Message = MessageOf(problem, findings),
                    Type = TypeOf(answer.StatusCode),
                    Param = first is null ? null : ParamOf(first.Pointer),
                    Code = first?.Code ?? CodeOf(answer.StatusCode),
                },
            },
            OpenAiJson.Plain.OpenAiError);
    }

    /// <summary>The field of this API that a finding is about; null if it is about the whole.</summary>
    internal static string? ParamOf(string pointer)
    {
        foreach (var (ours, theirs) in Renamed)
        {
            if (pointer == ours || pointer.StartsWith($"{ours}/", StringComparison.Ordinal))
                return theirs;
        }

        return pointer.Trim('/') is { Length: > 0 } rest ? rest.Split('/')[0] : null;
    }

    // A conflict stays one unless it says when to ask again, and a full disk too. One that asks for a video without an id of its own may have been accepted, whatever the answer says.
    private static bool IsUseless(HttpContext context, int status) =>
        (status is StatusCodes.Status409Conflict or StatusCodes.Status507InsufficientStorage && context.Response.Headers.RetryAfter.Count == 0)
        || (HttpMethods.IsPost(context.Request.Method) && context.Features.Get<Repeatable>() is null);

    private static string MessageOf(ProblemDetails problem, IReadOnlyList<Finding> findings)
    {
        var said = $"{problem.Title} {problem.Detail}".Trim();
        var more = findings.Where(finding => !said.Contains(finding.Message, StringComparison.Ordinal)).Select(finding => finding.Message);
        return string.Join(' ', [said, .. more]);
    }

    private static string? MethodsOf(string? rest) => (rest ?? "").TrimEnd('/').Split('/') switch
    {
        [""] => "GET, HEAD, POST",
        ["", ..] => null,
        ["edits" or "extensions" or "characters"] => null,
        [_] => "GET, HEAD, DELETE",
        [_, "content"] => "GET, HEAD",
        _ => null,
    };

    // Of what no finding says.
    private static string? CodeOf(int status) => status switch
    {
        StatusCodes.Status400BadRequest or StatusCodes.Status408RequestTimeout => "not_readable",
        StatusCodes.Status403Forbidden or StatusCodes.Status421MisdirectedRequest => "not_let_in",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status409Conflict => "wrong_state",
        StatusCodes.Status503ServiceUnavailable => "unavailable",
        >= StatusCodes.Status500InternalServerError => "server_error",
        _ => null,
    };

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status402PaymentRequired => "insufficient_quota",
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private sealed record Repeatable;
}

/// <summary>The body of a refusal.</summary>
internal sealed record OpenAiError
{
    [JsonPropertyName("error")]
    public required OpenAiErrorDetail Error { get; init; }
}

/// <summary>What is wrong. Absent parts are null, as its clients know it.</summary>
internal sealed record OpenAiErrorDetail
{
    /// <summary>Everything that is wrong, and what to do.</summary>
    [JsonPropertyName("message")]
    public required string Message { get; init; }

    /// <summary>Its kind, by the status.</summary>
    [JsonPropertyName("type")]
    public required string Type { get; init; }

    /// <summary>The first field that is wrong.</summary>
    [JsonPropertyName("param")]
    public string? Param { get; init; }

    /// <summary>The code of the first finding, or a word of the status where there is none.</summary>
    [JsonPropertyName("code")]
    public string? Code { get; init; }
}
