using System.Text.RegularExpressions;

namespace Wan.Intake.Doors;

/// <summary>
/// The header <c>Idempotency-Key</c>. The draft of the IETF has it as a quoted string (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/),
/// most clients send it bare: both are one key. Bare it has no comma, which is what stands between the values of a header that was sent twice.
/// </summary>
internal static partial class IdempotencyKey
{
    /// <summary>Its name.</summary>
    public const string Header = "Idempotency-Key";
    private const int MaxLength = 255;

    /// <summary>Reads it; null where there is none.</summary>
    /// <returns>False if it is no key; the problem document says why.</returns>
    public static bool TryRead(IHeaderDictionary headers, out string? key, out IResult? problem)
    {
        (key, problem) = (null, null);
        if (!headers.TryGetValue(Header, out var values))
            return true;
        key = Read(values.ToString());
        if (key is null or { Length: > MaxLength })
        {
            problem = Problems.BadRequest(Problems.Error("header.idempotency_key", "",
                $"The header {Header} must be one key of 1 to {MaxLength} characters, in double quotes if there is a comma in it."));
        }

        return problem is null;
    }

    /// <summary>The answer where the body names another one.</summary>
    public static IResult Differs(string key, string clientRequestId) => Problems.BadRequest(Problems.Error("idempotency.two_ids", "/client_request_id",
        $"The header {Header} is '{key}' and client_request_id '{clientRequestId}': they are the same thing, so send one of them or the same in both."));

    private static string? Read(string value)
    {
        if (value.StartsWith('"'))
            return Quoted().Match(value) is { Success: true } quoted ? Escape().Replace(quoted.Groups[1].Value, "$1") : null;
        return Bare().IsMatch(value) ? value : null;
    }

    // RFC 9651, 3.3.3: within quotes a backslash stands before quotes and backslashes.
    [GeneratedRegex("""^"((?:[^"\\\p{Cc}]|\\["\\])+)"$""")]
    private static partial Regex Quoted();

    [GeneratedRegex("""\\(["\\])""")]
    private static partial Regex Escape();

    [GeneratedRegex(@"^[^,\p{Cc}]+$")]
    private static partial Regex Bare();
}
