using System.Text.Json.Nodes;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>The description of the API (<c>docs/openapi.json</c>), as it was built in: every service describes the whole API alike.</summary>
internal static class ApiDocument
{
    private static readonly Lazy<byte[]> Read = new(() =>
    {
        using var stream = typeof(ApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    });

    private static readonly Lazy<Dictionary<(string Path, string Method), string>> Summaries = new(() =>
    {
        // It is empty in the build that is about to write it.
        var paths = Bytes.Length == 0 ? [] : JsonNode.Parse(Bytes)!["paths"]!.AsObject();
        return (from path in paths
                from operation in path.Value!.AsObject()
                where operation.Value?["summary"] is not null
                select ((path.Key, operation.Key), operation.Value["summary"]!.GetValue<string>())).ToDictionary(pair => pair.Item1, pair => pair.Item2);
    });

    /// <summary>It as JSON, in UTF-8.</summary>
    public static byte[] Bytes => Read.Value;

    /// <summary>What a door does, in a few words.</summary>
    /// <returns>Null if it is no part of the API.</returns>
    public static string? SummaryOf(string path, string method) => Summaries.Value.GetValueOrDefault((path, method.ToLowerInvariant()));
}
