using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Wan.Archiver;
using Wan.Fixtures;
using Wan.Intake;
using Wan.Notifier;
using Wan.Poller;
using Wan.Storage;
using Wan.Submitter;

namespace Wan.Standalone.Tests.Upgrades;

/// <summary>Documents as earlier releases have written them. A line that is there stays as it is: it is what stands in somebody's store.</summary>
public sealed class DocumentUpgradeTests
{
    // Made where a client uploads by the vendor's way, and where a video is nearly lost: none was kept.
    private static readonly string[] WithoutOne = ["intake.uploads", "notifier.risks"];

    private static readonly List<JsonNode> Written =
        [.. File.ReadLines(Repository.File("tests", "Standalone.Tests", "Upgrades", "documents.jsonl")).Select(line => JsonNode.Parse(line)!)];

    [Fact]
    public void Every_document_is_read_whole_by_the_release_of_today()
    {
        var collections = Collections();

        foreach (var entry in Written)
        {
            var name = (string)entry["collection"]!;
            var (json, schema) = collections[name];
            ((int)entry["schema"]!).ShouldBeLessThanOrEqualTo(schema, name);
            var document = JsonSerializer.Deserialize(entry["body"]!.ToJsonString(), json).ShouldNotBeNull();
            Survival.Lost(entry["body"], JsonNode.Parse(JsonSerializer.Serialize(document, json))).ShouldBeEmpty(name);
        }
    }

    [Fact]
    public void There_is_one_of_every_collection() =>
        Written.Select(entry => (string)entry["collection"]!).Distinct().Concat(WithoutOne).ShouldBe(Collections().Keys, ignoreOrder: true);

    private static Dictionary<string, (JsonTypeInfo Json, int Schema)> Collections()
    {
        var configuration = new ConfigurationManager { ["DASHSCOPE_API_KEY"] = "sk-test" };
        var store = new Recording();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddLogging()
            .AddIntake(configuration).AddSubmitter(configuration).AddPoller(configuration).AddArchiver(configuration).AddNotifier(configuration).AddSingleton<IDocumentStore>(store);
        using var provider = services.BuildServiceProvider();
        foreach (var type in services.Select(service => service.ServiceType).Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IDocuments<>)).Distinct().ToList())
            Should.Throw<NotSupportedException>(() => provider.GetService(type));
        return store.Collections;
    }

    // Takes down what it is asked for, and has nothing.
    private sealed class Recording : IDocumentStore
    {
        public Dictionary<string, (JsonTypeInfo Json, int Schema)> Collections { get; } = [];

        public IDocuments<T> Documents<T>(Collection<T> collection) where T : class, IDocument
        {
            Collections.Add($"{collection}", (collection.Json, collection.SchemaVersion));
            throw new NotSupportedException();
        }

        public Task<bool> PrepareAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<int> DeleteExpiredAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<StoreClock?> ReadClockAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
