using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Wan.Contracts;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Doors;
using Wan.Intake.Doors.Descriptions;
using Wan.Intake.Ends;

namespace Wan.Intake.Agents;

/// <summary>The tools of the door for agents. Each asks at a door of the API, by whose rules it may, costs and is refused.</summary>
internal static class AgentTools
{
    private const string Request = "request", Key = "idempotency_key", MaxCost = "max_cost", Wait = "wait_seconds", Id = "id", Discard = "discard", Name = "name";

    private static readonly int LongestWait = (int)EndWait.Longest.TotalSeconds;
    private static readonly JsonObject Body = RequestBody();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<McpServerTool> All { get; } =
    [
        AgentTool.Of("estimate_video", "Price a video", AgentTexts.Estimate, Reads(), [new(Request, Body.DeepClone().AsObject(), true)],
            async (call, cancellationToken) => ToolAnswers.Of(await EstimateAsync(call, cancellationToken))),
        AgentTool.Of("create_video", "Ask for a video", AgentTexts.Create, new() { ReadOnlyHint = false, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = true },
            [new(Request, Body.DeepClone().AsObject(), true), new(Key, Schema("string", AgentTexts.Key), true), new(MaxCost, Schema("number", AgentTexts.MaxCost)), new(Wait, WaitSchema())],
            CreateAsync),
        AgentTool.Of("get_video", "Look at a video, or wait for it", AgentTexts.Get, Reads(), [new(Id, Schema("string", AgentTexts.Id), true), new(Wait, WaitSchema())],
            async (call, cancellationToken) => ToolAnswers.Of(await call.AskAsync(
                GenerationDescriptions.Find.Id, new() { Id = call.Arguments.Text(Id), Headers = Prefer(call.Arguments) }, cancellationToken))),
        AgentTool.Of("list_videos", "List videos", AgentTexts.List, Reads(), Query(GenerationDescriptions.List),
            async (call, cancellationToken) => ToolAnswers.Of(await call.AskAsync(
                GenerationDescriptions.List.Id, new() { Query = Given(call.Arguments, GenerationDescriptions.List) }, cancellationToken))),
        AgentTool.Of("cancel_video", "Give a video up", AgentTexts.Cancel, new() { ReadOnlyHint = false, DestructiveHint = true, IdempotentHint = true },
            [new(Id, Schema("string", AgentTexts.Id), true), new(Discard, Member(nameof(CancelRequest), Discard))],
            async (call, cancellationToken) => ToolAnswers.Of(
                await call.AskAsync(CancelDescriptions.Cancel.Id, new() { Id = call.Arguments.Text(Id), Body = Discarding(call.Arguments) }, cancellationToken),
                "It is asked for. get_video says what has become of it.")),
        AgentTool.Of("list_models", "List models and prices", AgentTexts.Models, Reads(), [], AgentModels.ListAsync),
        AgentTool.Of("get_model", "Look at a model", AgentTexts.Model, Reads(), [new(Name, Schema("string", AgentTexts.Name), true)],
            (call, cancellationToken) => AgentModels.GetAsync(call, Name, cancellationToken)),
    ];

    private static Task<InnerAnswer> EstimateAsync(ToolCall call, CancellationToken cancellationToken) => call.AskAsync(
        GenerationDescriptions.Create.Id, new() { Query = new Dictionary<string, string> { ["dryRun"] = "true" }, Body = call.Arguments.Json(Request) }, cancellationToken);

    private static async Task<CallToolResult> CreateAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var headers = new Dictionary<string, string>(Prefer(call.Arguments)) { ["Idempotency-Key"] = Quoted(call.Arguments.Text(Key)!) };
        if (call.Arguments.Amount(MaxCost) is { } most && !await IsKnownAsync(call, cancellationToken)) // What was asked for before is answered, whatever it would cost now.
        {
            var estimated = await EstimateAsync(call, cancellationToken);
            if (estimated.Status != StatusCodes.Status200OK)
                return ToolAnswers.Of(estimated);
            if (TooDear(JsonElement.Parse(estimated.Body), most) is { } why)
                return ToolAnswers.Refuse("max_cost", $"/{MaxCost}", why);
        }

        return ToolAnswers.Of(await call.AskAsync(GenerationDescriptions.Create.Id, new() { Headers = headers, Body = call.Arguments.Json(Request) }, cancellationToken));
    }

    private static async Task<bool> IsKnownAsync(ToolCall call, CancellationToken cancellationToken)
    {
        var body = JsonElement.Parse(call.Arguments.Json(Request));
        var tenant = body.TryGetProperty("tenant", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString()! : call.User.Requester().Tenant ?? Acceptance.DefaultTenant;
        var found = await call.AskAsync(
            GenerationDescriptions.List.Id, new() { Query = new Dictionary<string, string> { ["client_request_id"] = call.Arguments.Text(Key)!, ["tenant"] = tenant } }, cancellationToken);
        return found.Status == StatusCodes.Status200OK
            && JsonElement.Parse(found.Body).GetProperty("items").EnumerateArray().Any(item => item.GetProperty("status").GetString() != "rejected");
    }

    private static string? TooDear(JsonElement dryRun, decimal most)
    {
        if (!dryRun.GetProperty("estimate").TryGetProperty("amount_max", out var money))
            return "What it may cost is not known. Leave max_cost out to ask for it all the same.";
        var (amount, currency) = (money.GetProperty("amount").GetString()!, money.GetProperty("currency").GetString());
        return decimal.Parse(amount, CultureInfo.InvariantCulture) <= most
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"It may cost {amount} {currency}, and max_cost is {most}. Raise max_cost, or ask for a shorter or smaller video, or one of a cheaper model.");
    }

    private static Dictionary<string, string> Prefer(ToolArguments arguments) => arguments.Seconds(Wait, LongestWait) is { } seconds ? new() { ["Prefer"] = $"wait={seconds}" } : [];

    private static Dictionary<string, string> Given(ToolArguments arguments, DoorDescription door) => door.Query
        .Select(parameter => (parameter.Name, Value: arguments.Text(parameter.Name))).Where(parameter => parameter.Value is not null)
        .ToDictionary(parameter => parameter.Name, parameter => parameter.Value!);

    private static byte[]? Discarding(ToolArguments arguments) => arguments.Text(Discard) is { } discard
        ? JsonSerializer.SerializeToUtf8Bytes(new JsonObject { [Discard] = discard switch { "true" => true, "false" => false, _ => JsonValue.Create(discard) } })
        : null;

    // RFC 9651, 3.3.3: any key but one with control characters.
    private static string Quoted(string key) => $"\"{key.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static ToolAnnotations Reads() => new() { ReadOnlyHint = true };

    private static JsonObject Schema(string type, string description) => new() { ["type"] = type, ["description"] = description };

    private static JsonObject WaitSchema() => new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = LongestWait, ["description"] = AgentTexts.Wait };

    private static JsonObject RequestBody()
    {
        var body = DescribedSchemas.Of(nameof(GenerateVideo));
        body["description"] = AgentTexts.Request;
        body["properties"]?.AsObject().Remove("client_request_id"); // It is the key.
        return body;
    }

    private static JsonObject Member(string type, string name) => DescribedSchemas.Of(type)["properties"]?[name]?.DeepClone().AsObject() ?? Schema("boolean", "");

    private static List<ToolArgument> Query(DoorDescription door) => [.. door.Query.Select(parameter => new ToolArgument(parameter.Name, Schema(parameter)))];

    private static JsonObject Schema(DoorParameter parameter)
    {
        var schema = Schema(parameter.Type, parameter.Meaning);
        if (parameter.Words.Count > 0)
            schema["enum"] = new JsonArray([.. parameter.Words.Select(word => JsonValue.Create(word))]);
        return schema;
    }
}
