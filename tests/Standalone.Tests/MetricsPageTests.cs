using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>What is said of the metrics is what they are.</summary>
public sealed class MetricsPageTests
{
    [Fact]
    public async Task The_page_of_metrics_has_every_instrument_with_its_name_unit_and_meaning_and_no_other()
    {
        var instruments = await Instruments.FindAsync();

        var wanted = instruments.GroupBy(instrument => instrument.Meter.Name).OrderBy(meter => meter.Key, StringComparer.Ordinal).SelectMany(meter => meter
            .Select(instrument =>
                $"{meter.Key}: `{instrument.Name}` | `{Instruments.Prometheus(instrument)}` | {Instruments.Kind(instrument)} | `{instrument.Unit}` | {instrument.Description}")).ToList();
        var rows = MetricsPage.Read().Select(row => $"{row.Meter}: `{row.Name}` | `{row.Prometheus}` | {row.Kind} | `{row.Unit}` | {row.Meaning}").ToList();

        wanted.Except(rows).ShouldBeEmpty(string.Join('\n', wanted.Except(rows)));
        rows.Except(wanted).ShouldBeEmpty();
    }
}

/// <summary><c>docs/metrics.md</c>.</summary>
internal static class MetricsPage
{
    /// <summary>The rows of its tables: each stands below a heading that ends with the meter's name.</summary>
    public static IReadOnlyList<Row> Read()
    {
        var (rows, meter) = (new List<Row>(), "");
        foreach (var line in File.ReadAllLines(Repository.File("docs", "metrics.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
                meter = line.Split('`') is [_, var name, ..] ? name : "";
            else if (meter.Length > 0 && line.StartsWith("| `", StringComparison.Ordinal) && line.Split('|', StringSplitOptions.TrimEntries) is [_, var own, var prometheus, var kind, var unit, var attributes, var meaning, _])
                rows.Add(new Row(meter, own.Trim('`'), prometheus.Trim('`'), kind, unit.Trim('`'), [.. attributes.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(each => each.Trim('`'))], meaning));
        }

        return rows;
    }

    internal sealed record Row(string Meter, string Name, string Prometheus, string Kind, string Unit, IReadOnlyList<string> Attributes, string Meaning);
}
