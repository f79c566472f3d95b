using System.Text.Json.Nodes;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>The description of the API is whole, is the one in the repository, and keeps what it has promised.</summary>
public sealed class DescriptionTests
{
    [Fact]
    public async Task The_file_in_the_repository_is_what_the_code_says()
    {
        var file = await File.ReadAllTextAsync(Repository.File("docs", "openapi.json"));

        (await ApiDescription.TextAsync() == file).ShouldBeTrue("Run ./wan openapi > docs/openapi.json, and build again: every service has it built in.");
    }

    [Fact]
    public async Task Every_operation_and_parameter_and_answer_and_type_and_member_says_what_it_is()
    {
        var document = await ApiDescription.ReadAsync();

        var silent = new List<string>();
        foreach (var (path, method, operation) in ApiDescription.Operations(document))
        {
            Check($"{method} {path}", operation["summary"]);
            foreach (var parameter in operation["parameters"]?.AsArray() ?? [])
                Check($"{method} {path} {parameter!["name"]}", parameter["description"]);
            foreach (var (status, answer) in operation["responses"]!.AsObject())
                Check($"{method} {path} {status}", answer!["description"]);
            if (operation["requestBody"] is { } body)
                Check($"{method} {path} body", body["description"]);
        }

        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            Check(name, schema!["description"]);
            foreach (var (field, shape) in schema["properties"]?.AsObject() ?? [])
                Check($"{name}.{field}", shape!["description"]);
        }

        silent.ShouldBeEmpty("A comment (<summary>) or a text is missing at these.");

        void Check(string what, JsonNode? text)
        {
            if (string.IsNullOrWhiteSpace(text?.GetValue<string>()))
                silent.Add(what);
        }
    }

    [Fact]
    public async Task No_two_operations_have_the_same_name()
    {
        var names = ApiDescription.Operations(await ApiDescription.ReadAsync()).Select(operation => operation.Operation["operationId"]!.GetValue<string>()).ToList();

        names.GroupBy(name => name).Where(same => same.Count() > 1).Select(same => same.Key).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_example_is_as_its_schema_says()
    {
        var document = await ApiDescription.ReadAsync();

        var examples = from operation in ApiDescription.Operations(document)
                       from content in new[] { operation.Operation["requestBody"]?["content"] }.Concat(operation.Operation["responses"]!.AsObject().Select(answer => answer.Value!["content"]))
                       from media in content?.AsObject() ?? []
                       from example in media.Value!["examples"]?.AsObject() ?? []
                       select ($"{operation.Method} {operation.Path} '{example.Key}'", ApiDescription.Judge(document, media.Value["schema"]!, example.Value!["value"]!.ToJsonString()));
        var judged = examples.ToList();

        judged.Count.ShouldBeGreaterThan(8);
        judged.Where(example => example.Item2.Length > 0).Select(example => $"{example.Item1}: {example.Item2}").ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_promised_is_kept_and_what_is_new_is_promised()
    {
        var file = Repository.File("tests", "Standalone.Tests", "Descriptions", "promises.txt");
        var promised = (await File.ReadAllLinesAsync(file)).ToHashSet(StringComparer.Ordinal);
        var kept = Promises.Of(await ApiDescription.ReadAsync());

        Promises.Broken(promised, kept).ShouldBeEmpty("Programs rely on this. Add something beside it instead, or make it a new version of the API.");
        var news = kept.Except(promised).Order(StringComparer.Ordinal).ToList();
        news.Count.ShouldBe(0, $"These are new: add them to {file}, in any order.\n{string.Join('\n', news)}\n");
        promised.Except(kept).ShouldBeEmpty($"These hold no longer, and nobody relies on them: take them out of {file}.");
    }
}
