using System.Text.Json.Nodes;

namespace Wan.Standalone.Tests.Upgrades;

/// <summary>Whether a text of an earlier release is read whole.</summary>
internal static class Survival
{
    /// <summary>What is in the earlier text and is missing, or another, after it was read and written again: as paths. What is null counts as absent.</summary>
    public static IEnumerable<string> Lost(JsonNode? before, JsonNode? after, string path = "") => (before, after) switch
    {
        (null, _) => [],
        (JsonObject old, JsonObject now) => old.SelectMany(member => Lost(member.Value, now[member.Key], $"{path}/{member.Key}")),
        (JsonArray old, JsonArray now) when old.Count == now.Count => old.SelectMany((item, index) => Lost(item, now[index], $"{path}/{index}")),
        _ => JsonNode.DeepEquals(before, after) ? [] : [$"{path}: {before.ToJsonString()} became {after?.ToJsonString() ?? "nothing"}"],
    };
}
