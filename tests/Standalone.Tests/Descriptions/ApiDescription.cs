using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>The description of the API, as this build makes it.</summary>
internal static class ApiDescription
{
    private const string Types = "#/components/schemas/";

    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>As <c>./wan openapi</c> writes it.</summary>
    public static Task<string> TextAsync() => Made.Value;

    /// <summary>The same as JSON.</summary>
    public static async Task<JsonObject> ReadAsync() => JsonNode.Parse(await TextAsync())!.AsObject();

    /// <summary>Its operations.</summary>
    public static IEnumerable<(string Path, string Method, JsonObject Operation)> Operations(JsonObject document) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        select (path.Key, operation.Key, operation.Value!.AsObject());

    /// <summary>What is wrong with a value by a schema of the document, in words; empty if nothing is.</summary>
    public static string Judge(JsonObject document, JsonNode schema, string json)
    {
        var whole = schema.DeepClone().AsObject();
        whole["$defs"] = document["components"]!["schemas"]!.DeepClone();
        var results = JsonSchema.FromText(whole.ToJsonString().Replace(Types, "#/$defs/", StringComparison.Ordinal))
            .Evaluate(JsonDocument.Parse(json).RootElement, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid ? "" : string.Join("; ", (results.Details ?? []).Where(detail => detail.Errors is not null)
            .SelectMany(detail => detail.Errors!.Select(error => $"{detail.InstanceLocation}: {error.Value}")));
    }

    private static async Task<string> MakeAsync()
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.ServiceAssembly("Standalone"), "openapi"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var said = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(TimeSpan.FromMinutes(2));
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, said[1]);
        return said[0];
    }
}
