using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using Wan.Hosting.Doors;

namespace Wan.Intake.Agents;

/// <summary>Answers of doors as answers of tools: the same JSON, and of refusals the findings in words too.</summary>
internal static class ToolAnswers
{
    /// <summary>An answer.</summary>
    /// <param name="answer">Of a door.</param>
    /// <param name="otherwise">What is said where all is well and the door says nothing.</param>
    public static CallToolResult Of(InnerAnswer answer, string otherwise = "Done.")
    {
        if (answer.Body.Length == 0)
            return Say(otherwise, null, answer.Status >= 400);
        var json = JsonElement.Parse(answer.Body);
        return answer.Status < 400 ? Say(json.GetRawText(), json, false) : Say(Words(json, answer.RetryAfter), json, true);
    }

    /// <summary>What a tool says by itself.</summary>
    public static CallToolResult Of(JsonElement json) => Say(json.GetRawText(), json, false);

    /// <summary>What a tool refuses by itself, in the form of a door's refusal.</summary>
    public static CallToolResult Refuse(string code, string pointer, string message) => Say($"{message} Nothing was done. ({code})", JsonSerializer.SerializeToElement(new JsonObject
    {
        ["title"] = "The call is refused.",
        ["detail"] = $"{message} Nothing was done.",
        ["findings"] = new JsonArray(new JsonObject { ["severity"] = "error", ["code"] = code, ["pointer"] = pointer, ["message"] = message }),
    }), true);

    private static CallToolResult Say(string text, JsonElement? json, bool isError) => new()
    {
        Content = [new TextContentBlock { Text = text }],
        StructuredContent = json is { ValueKind: JsonValueKind.Object } ? json : null,
        IsError = isError,
    };

    private static string Words(JsonElement problem, string? retryAfter)
    {
        var words = new StringBuilder(Text(problem, "title"));
        if (problem.TryGetProperty("findings", out var findings) && findings.ValueKind == JsonValueKind.Array)
        {
            foreach (var finding in findings.EnumerateArray())
                words.Append('\n').Append($"{Text(finding, "severity")} {Text(finding, "code")}{At(Text(finding, "pointer"))}: {Text(finding, "message")}");
        }
        else
        {
            words.Append(' ').Append(Text(problem, "detail"));
        }

        return retryAfter is null ? words.ToString() : words.Append($"\nAsk again in {retryAfter} s.").ToString();
    }

    private static string At(string pointer) => pointer.Length == 0 ? "" : $" at {pointer}";

    private static string Text(JsonElement json, string name) => json.TryGetProperty(name, out var text) ? text.ToString() : "";
}
