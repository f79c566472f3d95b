using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using Wan.Intake.Doors.Descriptions;

namespace Wan.Intake.Agents;

/// <summary>
/// The models for agents, whose context is dear: a short line for each, and all of one. Both are what the door for models answers; all of it at once is some 50 KB.
/// </summary>
internal static class AgentModels
{
    /// <summary>What chooses among models: what each takes, how long and large its videos are, and what a second costs.</summary>
    public static async Task<CallToolResult> ListAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var answer = await call.AskAsync(GenerationDescriptions.Models.Id, new(), cancellationToken);
        if (answer.Status != StatusCodes.Status200OK)
            return ToolAnswers.Of(answer);
        var items = JsonElement.Parse(answer.Body).GetProperty("items").EnumerateArray().Select(model => (JsonNode?)Line(model));
        return ToolAnswers.Of(JsonSerializer.SerializeToElement(new JsonObject { ["items"] = new JsonArray([.. items]) }));
    }

    /// <summary>All of one model.</summary>
    /// <param name="call">The call.</param>
    /// <param name="argument">What its name stands in.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    public static async Task<CallToolResult> GetAsync(ToolCall call, string argument, CancellationToken cancellationToken)
    {
        var name = call.Arguments.Text(argument)!;
        var answer = await call.AskAsync(GenerationDescriptions.Models.Id, new(), cancellationToken);
        if (answer.Status != StatusCodes.Status200OK)
            return ToolAnswers.Of(answer);
        foreach (var model in JsonElement.Parse(answer.Body).GetProperty("items").EnumerateArray())
        {
            if (IsOf(name, model.GetProperty("name").GetString()!))
                return ToolAnswers.Of(model);
        }

        return ToolAnswers.Refuse("model.unknown", $"/{argument}", "There is no model of this name. list_models says which there are.");
    }

    // A date behind it makes it a version of the same.
    private static bool IsOf(string asked, string model) => asked == model
        || (asked.StartsWith($"{model}-", StringComparison.Ordinal) && DateOnly.TryParseExact(asked.AsSpan(model.Length + 1), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    private static JsonObject Line(JsonElement model)
    {
        var input = model.GetProperty("input");
        var takes = input.GetProperty("media").EnumerateArray().Select(media => media.GetProperty("kind").GetString()).Distinct();
        var line = new JsonObject { ["name"] = model.GetProperty("name").GetString(), ["available"] = model.GetProperty("available").GetBoolean(), ["takes"] = List(["prompt", .. takes]) };
        if (Seconds(model) is { } seconds)
            line["seconds"] = new JsonObject { ["min"] = Copy(seconds, "min"), ["max"] = Copy(seconds, "max") };
        line["resolutions"] = List(model.GetProperty("sizes").EnumerateArray().Select(size => size.GetProperty("tier").GetInt32()).Distinct().Select(tier => $"{tier}P"));
        if (Price(model) is { } price)
            line["price_per_second"] = price;
        return line;
    }

    private static JsonElement? Seconds(JsonElement model)
    {
        if (model.TryGetProperty("output_seconds", out var range))
            return range;
        var duration = model.GetProperty("parameters").EnumerateArray().FirstOrDefault(parameter => parameter.GetProperty("name").GetString() == "duration");
        return duration.ValueKind == JsonValueKind.Object ? duration : null;
    }

    // Of whichever region, resolution and sound; in the currency of the first, as others can't be compared with it.
    private static JsonObject? Price(JsonElement model)
    {
        var prices = model.GetProperty("prices").EnumerateArray().Select(price => (Amount: price.GetProperty("amount").GetString()!, Currency: price.GetProperty("currency").GetString()!)).ToList();
        var ordered = prices.Where(price => price.Currency == prices[0].Currency).OrderBy(price => decimal.Parse(price.Amount, CultureInfo.InvariantCulture)).ToList();
        return ordered.Count == 0 ? null : new JsonObject { ["min"] = ordered[0].Amount, ["max"] = ordered[^1].Amount, ["currency"] = ordered[0].Currency };
    }

    private static JsonNode? Copy(JsonElement json, string name) => json.TryGetProperty(name, out var value) ? JsonNode.Parse(value.GetRawText()) : null;

    private static JsonArray List(IEnumerable<string?> words) => [.. words.Select(word => JsonValue.Create(word))];
}
