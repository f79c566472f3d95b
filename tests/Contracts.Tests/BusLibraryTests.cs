using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Contracts.Tests;

/// <summary>
/// Which files know MassTransit, whose version 8 is not looked after for ever (docs/decisions/masstransit-8.md). <c>masstransit.txt</c> lists them; lines may go, none may come.
/// Messages in <c>contracts/</c> are not on it: they need its two attributes for their wire names, and nothing else of it.
/// </summary>
public sealed partial class BusLibraryTests
{
    private static readonly string[] Listed = [.. Resources.Read("masstransit").Split('\n', StringSplitOptions.RemoveEmptyEntries)];

    private static readonly string[] Knowing = [.. Files("services", "tests", "bench").Where(file => Knows(File.ReadAllText(Repository.File(file)), file)).Order(StringComparer.Ordinal)];

    [Fact]
    public void No_further_file_knows_MassTransit() => Knowing.Except(Listed).ShouldBeEmpty(
        "These know MassTransit and are not in tests/Contracts.Tests/masstransit.txt, which only gets shorter. What is decided belongs into a ...Rules class, and what is told into a ...Messages class, "
        + "which know nothing of a bus; what sets up or bounds the bus into services/Hosting; a publish into the consumer, sweep or endpoint of that service which publishes already. "
        + "Where a new message needs a consumer of its own, free another file of it in the same change, and give the new one its line.");

    [Fact]
    public void Who_no_longer_knows_it_is_off_the_list() => Listed.Except(Knowing).ShouldBeEmpty(
        "These no longer know MassTransit, or are gone: take their lines out of tests/Contracts.Tests/masstransit.txt, so that nobody takes it up there again.");

    [Fact]
    public void The_list_is_in_order_and_names_each_once() => Listed.ShouldBe(Listed.Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Messages_use_nothing_of_it_but_their_two_names()
    {
        var project = File.ReadAllText(Repository.File("contracts", "Contracts.csproj"));
        PackageName().Matches(project).Select(match => match.Groups[1].Value).ShouldBe(["MassTransit.Abstractions"]);
        foreach (var file in Files("contracts").Where(file => file.EndsWith(".cs", StringComparison.Ordinal)))
        {
            var text = File.ReadAllText(Repository.File(file));
            if (Knows(text, file))
                Attributes().Count(text).ShouldBe(2, $"{file} has using MassTransit for [EntityName] and [MessageUrn] alone.");
        }
    }

    [Theory]
    [InlineData("using MassTransit;\n", true)]
    [InlineData("using Headers = MassTransit.Headers;\n", true)]
    [InlineData("global using MassTransit.Saga;\n", true)]
    [InlineData("    using static MassTransit.Something;\n", true)]
    [InlineData("        MassTransit.LogContext.Warning?.Log();\n", true)]
    [InlineData("// MassTransit.LogContext would do.\n", false)]
    [InlineData("/// <summary>As MassTransit names it.</summary>\n", false)]
    [InlineData("var title = \"MassTransitEnvelope\";\n", false)]
    [InlineData("var type = \"application/vnd.masstransit+json\";\n", false)]
    public void What_knows_it_is_told_from_what_speaks_of_it(string text, bool knows) => Knows(text, "Some.cs").ShouldBe(knows);

    [Fact]
    public void A_project_that_refers_to_its_package_knows_it() => Knows("<PackageReference Include=\"MassTransit.RabbitMQ\" />", "Some.csproj").ShouldBeTrue();

    private static bool Knows(string text, string file) =>
        file.EndsWith(".cs", StringComparison.Ordinal) ? Code().IsMatch(text) : PackageName().Matches(text).Any(match => match.Groups[1].Value.StartsWith("MassTransit", StringComparison.Ordinal));

    private static IEnumerable<string> Files(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs*", SearchOption.AllDirectories))
        .Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".csproj", StringComparison.Ordinal))
        .Select(path => Path.GetRelativePath(Repository.Root, path).Replace(Path.DirectorySeparatorChar, '/'))
        .Where(path => !path.Contains("/obj/", StringComparison.Ordinal) && !path.Contains("/bin/", StringComparison.Ordinal));

    // A directive, or a name that is qualified by it, on a line that is no comment and not within a text.
    [GeneratedRegex(@"^\s*(global\s+)?using\s[^;(]*\bMassTransit\b|^(?!\s*//)[^""/\n]*\bMassTransit\.", RegexOptions.Multiline)]
    private static partial Regex Code();

    [GeneratedRegex(@"<PackageReference Include=""([^""]+)""")]
    private static partial Regex PackageName();

    [GeneratedRegex(@"\[(EntityName|MessageUrn)\(")]
    private static partial Regex Attributes();
}
