using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Wan.Contracts;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>
/// Whether a finished task was made of a request: by its prompt, which the vendor tells once a task has succeeded (<c>orig_prompt</c>), and by the
/// facts of its <c>usage</c>. Nothing else that the vendor shows of a task tells whose it is, but the request id of its submit.
/// </summary>
public static class TaskIdentity
{
    // The vendor may round lengths to whole seconds.
    private const decimal SecondsTolerance = 1;

    private const double RatioTolerance = 0.05;

    /// <summary>
    /// SHA-256 of a prompt without white space around it, as UTF-8, 64 lower-case hexadecimal digits: prompts need not be stored or sent to be
    /// compared.
    /// </summary>
    public static string Fingerprint(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(prompt.Trim())));
    }

    /// <summary>The fingerprint of the prompt of a vendor's request body; null if it has none, or a blank one, which every other blank one is like.</summary>
    public static string? FingerprintOfBody(string body)
    {
        using var document = JsonDocument.Parse(body);
        return FingerprintOf(document.RootElement);
    }

    internal static string? FingerprintOf(JsonElement body) =>
        body.TryGetProperty(TopLevel.InputField, out var input)
        && input.ValueKind == JsonValueKind.Object
        && input.TryGetProperty(InputField.Prompt, out var prompt)
        && prompt.GetString() is { } text
        && !string.IsNullOrWhiteSpace(text)
            ? Fingerprint(text)
            : null;

    /// <summary>
    /// Whether the task's prompt is this one and its facts do not speak against it; null while it has not told its prompt, or where the prompt is
    /// this one and the facts are not: the vendor may have made another length or size than was asked for, and then it is paid all the same.
    /// </summary>
    /// <param name="fingerprint">Of the request's prompt.</param>
    /// <param name="expected">What the request's video should be; null if that is not known.</param>
    /// <param name="told">Fingerprint of the prompt that the vendor told, or null.</param>
    /// <param name="usage">The vendor's usage, or null.</param>
    public static bool? IsOf(string fingerprint, ExpectedVideo? expected, string? told, VideoUsage? usage) =>
        told is null ? null : told != fingerprint ? false : Contradicts(expected, usage) ? null : true;

    private static bool Contradicts(ExpectedVideo? expected, VideoUsage? usage)
    {
        if (expected is null || usage is null)
            return false;
        return (usage.Resolution is { } resolution && resolution != expected.Resolution)
            || (usage.OutputVideoDuration is { } seconds && expected.Duration is { } asked && Math.Abs(seconds - asked) > SecondsTolerance)
            || (usage.Audio is { } audio && expected.Audio is { } sound && audio != sound)
            || (usage.Size is { } size && expected is { Width: { } width, Height: { } height } && size != $"{width}*{height}")
            || (usage.Ratio is { } ratio && expected is { Width: { } wide, Height: { } high } && IsAnotherRatio(ratio, (double)wide / high));
    }

    // The sizes of a tier are whole multiples of 16 pixels, so that they are only about what their ratio says.
    private static bool IsAnotherRatio(string ratio, double expected) =>
        ratio.Split(':') is [var width, var height]
        && double.TryParse(width, NumberStyles.Float, CultureInfo.InvariantCulture, out var wide)
        && double.TryParse(height, NumberStyles.Float, CultureInfo.InvariantCulture, out var high)
        && high > 0
        && Math.Abs((wide / high) - expected) > expected * RatioTolerance;
}
