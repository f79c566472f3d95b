using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Wan.Hosting.Doors;

namespace Wan.Intake.Agents;

/// <summary>One tool of the door for agents.</summary>
/// <param name="tool">What agents are told of it.</param>
/// <param name="run">What it does.</param>
internal sealed class AgentTool(Tool tool, Func<ToolCall, CancellationToken, Task<CallToolResult>> run) : McpServerTool
{
    public override Tool ProtocolTool => tool;

    public override IReadOnlyList<object> Metadata { get; } = [];

    /// <summary>Makes one.</summary>
    /// <param name="name">Its name, which never changes.</param>
    /// <param name="title">The same for people.</param>
    /// <param name="description">What it does.</param>
    /// <param name="hints">Whether it changes something, and the like.</param>
    /// <param name="arguments">What it takes.</param>
    /// <param name="run">What it does.</param>
    public static AgentTool Of(
        string name, string title, string description, ToolAnnotations hints, IReadOnlyList<ToolArgument> arguments,
        Func<ToolCall, CancellationToken, Task<CallToolResult>> run)
    {
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(arguments.Select(argument => KeyValuePair.Create(argument.Name, (JsonNode?)argument.Schema))),
            ["required"] = new JsonArray([.. arguments.Where(argument => argument.IsRequired).Select(argument => JsonValue.Create(argument.Name))]),
            ["additionalProperties"] = false,
        };
        return new(new Tool { Name = name, Title = title, Description = description.ReplaceLineEndings(" ").Trim(), Annotations = hints, InputSchema = JsonSerializer.SerializeToElement(schema) }, run);
    }

    public override async ValueTask<CallToolResult> InvokeAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        var names = tool.InputSchema.GetProperty("properties").EnumerateObject().Select(property => property.Name).ToList();
        var required = tool.InputSchema.GetProperty("required").EnumerateArray().Select(name => name.GetString()!).ToList();
        var arguments = new ToolArguments(request.Params.Arguments ?? new Dictionary<string, JsonElement>());
        try
        {
            arguments.Check(names, required);
            return await run(new(request.Services!.GetRequiredService<InnerDoors>(), request.User!, arguments), cancellationToken);
        }
        catch (ToolArgumentException wrong)
        {
            return ToolAnswers.Refuse(wrong.Code, $"/{wrong.Argument}", wrong.Message);
        }
    }
}

/// <summary>A call of a tool.</summary>
/// <param name="Doors">Where it is asked.</param>
/// <param name="User">Who calls.</param>
/// <param name="Arguments">What with.</param>
internal sealed record ToolCall(InnerDoors Doors, ClaimsPrincipal User, ToolArguments Arguments)
{
    /// <summary>Asks at a door, as whoever calls.</summary>
    public Task<InnerAnswer> AskAsync(string door, InnerRequest request, CancellationToken cancellationToken) => Doors.AskAsync(door, User, request, cancellationToken);
}

/// <summary>What a tool takes.</summary>
/// <param name="Name">Its name, which never changes.</param>
/// <param name="Schema">A JSON Schema of it, with what it means.</param>
/// <param name="IsRequired">Whether it must be there.</param>
internal sealed record ToolArgument(string Name, JsonObject Schema, bool IsRequired = false);
