using System.Text.Json;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>The alarms and the dashboard ask for what there is, and lead to what is written.</summary>
public sealed partial class DeployTests
{
    // What else stands in an expression, and what Prometheus adds to every figure.
    private static readonly string[] Words = ["sum", "max", "min", "or", "and", "offset", "le", "instance"];

    private static readonly string[] Alarms = File.ReadAllLines(Repository.File("deploy", "prometheus", "wan.rules.yml"));

    [Fact]
    public void Every_figure_and_label_of_an_alarm_or_a_panel_is_one_that_the_services_have()
    {
        var page = MetricsPage.Read();
        var known = page.SelectMany(row => row.Kind == "histogram" ? ["_bucket", "_sum", "_count"] : new[] { "" }, (row, part) => (Name: row.Prometheus + part, row.Attributes))
            .ToDictionary(figure => figure.Name, figure => figure.Attributes.Select(attribute => attribute.Replace('.', '_')));
        var expressions = Expressions().Concat(Panels().SelectMany(panel => Targets(panel).Select(target => target.GetProperty("expr").GetString()!))).ToList();

        expressions.Count.ShouldBeGreaterThan(50);
        foreach (var expression in expressions)
        {
            var bare = Ignored().Replace(expression, " ");
            var words = Identifier().Matches(bare).Select(match => match.Value).Except(Words).ToList();
            var figures = words.Where(known.ContainsKey).ToList();
            figures.ShouldNotBeEmpty(expression);
            words.Except(figures).Except(figures.SelectMany(figure => known[figure])).ShouldBeEmpty(expression);
        }
    }

    [Fact]
    public void Every_alarm_leads_to_a_heading_that_there_is_and_stands_in_the_table_above_it()
    {
        var operations = File.ReadAllLines(Repository.File("docs", "operations.md"));
        var anchors = operations.Where(line => line.StartsWith("##", StringComparison.Ordinal)).Select(Anchor).ToList();
        var names = Values("- alert");
        var runbooks = Values("runbook");

        (names.Count, Values("summary").Count, Expressions().Count).ShouldBe((runbooks.Count, runbooks.Count, runbooks.Count));
        names.ShouldBeUnique();
        foreach (var (name, runbook) in names.Zip(runbooks))
        {
            runbook.ShouldStartWith("docs/operations.md#", Case.Sensitive, name);
            anchors.ShouldContain(runbook.Split('#')[1], name);
            operations.ShouldContain(line => line.Contains($"`{name}`", StringComparison.Ordinal) && line.Contains($"(#{runbook.Split('#')[1]})", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public void Every_panel_has_a_number_of_its_own_a_title_and_a_place()
    {
        var panels = Panels();
        panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        panels.ShouldAllBe(panel => panel.GetProperty("title").GetString()!.Length > 0 && panel.GetProperty("gridPos").GetProperty("w").GetInt32() <= 24);
        panels.Where(panel => panel.GetProperty("type").GetString() != "row").ShouldAllBe(panel => Targets(panel).Count > 0);
    }

    private static List<string> Expressions() => Values("expr");

    private static List<string> Values(string key) =>
        [.. Alarms.Select(line => line.Trim()).Where(line => line.StartsWith($"{key}: ", StringComparison.Ordinal)).Select(line => line[(key.Length + 2)..].Trim('\''))];

    private static List<JsonElement> Panels()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Repository.File("deploy", "grafana", "wan.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray().Select(panel => panel.Clone())];
    }

    private static List<JsonElement> Targets(JsonElement panel) => panel.TryGetProperty("targets", out var targets) ? [.. targets.EnumerateArray()] : [];

    // As GitHub makes it of a heading.
    private static string Anchor(string heading) => NoAnchor().Replace(heading.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-');

    // Values of labels, and lengths of time.
    [GeneratedRegex(@"""[^""]*""|\[[^\]]*\]|\b\d+[smhd]?\b")]
    private static partial Regex Ignored();

    // But for functions.
    [GeneratedRegex(@"(?<![\w$])[a-z_]\w*(?!\w|\s*\()")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();
}
