using System.Globalization;
using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.EndToEnd.Tests;

/// <summary>What <c>GET /metrics</c> said.</summary>
internal sealed partial class Scrape
{
    private readonly List<Sample> samples;

    private Scrape(List<Sample> samples) => this.samples = samples;

    /// <summary>Our own figures, each with the names of its labels.</summary>
    public IEnumerable<(string Name, IEnumerable<string> Labels)> Ours =>
        samples.Where(sample => sample.Name.StartsWith("wan_", StringComparison.Ordinal)).Select(sample => (sample.Name, (IEnumerable<string>)sample.Labels.Keys));

    public static async Task<Scrape> ReadAsync(ServiceProcess process)
    {
        using var http = new HttpClient();
        var text = await http.GetStringAsync(new Uri(process.Address, "/metrics"));
        return new Scrape([.. Line().Matches(text).Select(line => new Sample(
            line.Groups["name"].Value,
            Label().Matches(line.Groups["labels"].Value).ToDictionary(label => label.Groups["name"].Value, label => label.Groups["value"].Value),
            double.Parse(line.Groups["value"].Value, CultureInfo.InvariantCulture)))]);
    }

    /// <summary>The sum of a figure over all that has these labels.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) => samples
        .Where(sample => sample.Name == name && labels.All(label => sample.Labels.GetValueOrDefault(label.Name) == label.Value)).Sum(sample => sample.Value);

    [GeneratedRegex("""^(?<name>[a-z]\w*)\{(?<labels>.*)\} (?<value>[-+\d.eE]+)$""", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"(?<name>\w+)=""(?<value>[^""]*)""")]
    private static partial Regex Label();

    private sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);
}
