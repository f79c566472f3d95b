using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Upgrades;

/// <summary>Messages as earlier releases have written them. A line that is there stays as it is: it may lie in somebody's queue, or come from the release before beside this one.</summary>
public sealed class MessageUpgradeTests
{
    private static readonly string Lines = Repository.File("tests", "Standalone.Tests", "Upgrades", "messages.jsonl");

    private static readonly Dictionary<string, Type> Types =
        typeof(GenerateVideo).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(EntityNameAttribute), inherit: false)).ToDictionary(type => type.Name);

    [Fact]
    public void Every_message_is_read_whole_by_the_release_of_today()
    {
        foreach (var entry in Written())
        {
            var type = Types[(string)entry["message"]!];
            var message = JsonSerializer.Deserialize(entry["body"]!.ToJsonString(), type);
            Survival.Lost(entry["body"], JsonNode.Parse(JsonSerializer.Serialize(message, type))).ShouldBeEmpty(type.Name);
        }
    }

    [Fact]
    public void There_is_one_of_every_message_with_all_that_it_has_by_now()
    {
        var missing = Types.Values.OrderBy(type => type.Name, StringComparer.Ordinal)
            .Select(type => (type.Name, Body: JsonSerializer.SerializeToNode(MessageSample.Of(type), type)!))
            .Where(today => !Written().Any(entry => (string)entry["message"]! == today.Name && !Survival.Lost(today.Body, entry["body"]).Any()))
            .Select(today => $$"""{"message":"{{today.Name}}","body":{{today.Body.ToJsonString()}}}""");

        string.Join('\n', missing).ShouldBeEmpty($"add these lines to {Lines}, below those that are there");
    }

    private static List<JsonNode> Written() => File.Exists(Lines) ? [.. File.ReadLines(Lines).Select(line => JsonNode.Parse(line)!)] : [];
}
