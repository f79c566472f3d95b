using System.Text.Json.Nodes;
using Wan.Fixtures;
using Wan.Standalone.Descriptions.Bus;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>The description of the bus is the one in the repository, is whole, holds by the rules of AsyncAPI, and keeps what it has promised.</summary>
public sealed class BusDescriptionTests
{
    private const string Parser = "@asyncapi/parser@3.6.3";

    private static readonly JsonObject Document = new AsyncApiDocument(new Comments(), MessageSchemas.All()).Write();

    [Fact]
    public async Task The_files_in_the_repository_are_what_the_contracts_say()
    {
        var files = MessagesCommand.SchemaFiles();

        (await File.ReadAllTextAsync(Repository.File("docs", "asyncapi.yaml")) == MessagesCommand.Description()).ShouldBeTrue("Run ./wan asyncapi > docs/asyncapi.yaml.");
        Directory.EnumerateFiles(Repository.File("docs", "schemas")).Select(Path.GetFileName).Order().ShouldBe(files.Keys.Order(), "Run ./wan schemas docs/schemas.");
        foreach (var (name, text) in files)
            (await File.ReadAllTextAsync(Repository.File("docs", "schemas", name)) == text).ShouldBeTrue($"{name} is another: run ./wan schemas docs/schemas.");
    }

    [Fact]
    public void Every_message_and_member_says_what_it_is()
    {
        var silent = from schema in MessageSchemas.All()
                     from member in (schema.Value["properties"]?.AsObject() ?? []).Select(property => ($"{schema.Key}.{property.Key}", property.Value)).Prepend((schema.Key, schema.Value))
                     where string.IsNullOrWhiteSpace(member.Item2!["description"]?.GetValue<string>())
                     select member.Item1;

        PublicMessage.All.Count.ShouldBeGreaterThan(8);
        silent.ShouldBeEmpty("A comment (<summary>) is missing at these.");
    }

    [Fact]
    public async Task The_parser_of_AsyncAPI_finds_nothing_wrong_and_reads_in_it_what_it_was_made_from()
    {
        var place = await OtherProgram.InstallAsync("asyncapi", Parser);
        var program = Path.Combine(place, "read.mjs");
        await File.WriteAllTextAsync(program, """
            import { Parser } from '@asyncapi/parser';
            import yaml from 'js-yaml';
            import { readFileSync } from 'node:fs';
            const text = readFileSync(process.argv[2], 'utf8');
            const { document, diagnostics } = await new Parser().parse(text);
            const wrong = diagnostics.filter(found => found.code !== 'asyncapi-latest-version').map(found => `${found.path.join('/')}: ${found.message}`);
            console.log(JSON.stringify({ wrong, channels: document?.allChannels().length ?? 0, document: yaml.load(text) }));
            """);

        var said = JsonNode.Parse(await OtherProgram.RunAsync(place, OtherProgram.Nothing, "node", program, Repository.File("docs", "asyncapi.yaml")))!;

        said["wrong"]!.AsArray().ShouldBeEmpty();
        said["channels"]!.GetValue<int>().ShouldBe(PublicMessage.All.Count);
        JsonNode.DeepEquals(said["document"], Document).ShouldBeTrue("YAML is read as something else than was written.");
    }

    [Fact]
    public async Task What_was_promised_is_kept_and_what_is_new_is_promised()
    {
        var file = Repository.File("tests", "Standalone.Tests", "Descriptions", "Bus", "promises.txt");
        var promised = (await File.ReadAllLinesAsync(file)).ToHashSet(StringComparer.Ordinal);
        var kept = Promises.OfMessages(Document);

        Promises.Broken(promised, kept).ShouldBeEmpty("Systems of other teams rely on this. Add something beside it instead, or make it a new message.");
        var news = kept.Except(promised).Order(StringComparer.Ordinal).ToList();
        news.Count.ShouldBe(0, $"These are new: add them to {file}, in any order.\n{string.Join('\n', news)}\n");
        promised.Except(kept).ShouldBeEmpty($"These hold no longer, and nobody relies on them: take them out of {file}.");
    }
}
