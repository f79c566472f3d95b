using System.Text.RegularExpressions;
using Wan.Fixtures;
using YamlDotNet.Serialization;

namespace Wan.Standalone.Tests.Deploy;

/// <summary>How releases are made, as far as it can be seen from here.</summary>
public sealed partial class ReleaseTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    // No tag, one, what comes after it, and no git at all, as in an image's build.
    [Theory]
    [InlineData("1.0.0-alpha.0")]
    [InlineData("2.3.4", "commit", "tag v2.3.4")]
    [InlineData("2.3.5-alpha.0.1", "commit", "tag v2.3.4", "commit")]
    [InlineData("1.0.0-alpha.0.1", "commit", "commit", "tag other-9.9.9")]
    public async Task The_version_is_that_of_the_last_tag(string version, params string[] steps)
    {
        foreach (var file in new[] { "global.json", "Directory.Build.props", "Directory.Packages.props" })
            File.Copy(Repository.File(file), folder.File(file));
        Directory.CreateDirectory(folder.File("contracts"));
        File.Copy(Repository.File("contracts", "Contracts.csproj"), folder.File("contracts", "Contracts.csproj"));
        if (steps.Length > 0)
            await GitAsync("init", "--quiet");
        foreach (var words in steps.Select(step => step.Split(' ')))
            await GitAsync(words is ["tag", var name] ? ["tag", name] : ["commit", "--quiet", "--allow-empty", "--message", "a change"]);

        await RunAsync("dotnet", "restore", folder.File("contracts"), "-v", "q");
        (await RunAsync("dotnet", "build", folder.File("contracts"), "-nodeReuse:false", "-v", "q", "-t:MinVer", "-getProperty:PackageVersion")).Trim().ShouldBe(version);
    }

    [Fact]
    public void Updates_never_take_the_MassTransit_that_is_not_free()
    {
        var updates = (List<object>)Read(".github", "dependabot.yml")["updates"];
        var packages = updates.Cast<Dictionary<object, object>>().Single(update => (string)update["package-ecosystem"] == "nuget");
        var ignored = ((List<object>)packages["ignore"]).Cast<Dictionary<object, object>>().Single();

        ((string)ignored["dependency-name"], ((List<object>)ignored["versions"]).Single()).ShouldBe(("MassTransit*", ">= 9"));
        MassTransit().Matches(File.ReadAllText(Repository.File("Directory.Packages.props"))).Select(match => match.Groups[1].Value).Distinct().ShouldBe(["8"]);
    }

    [Fact]
    public void A_change_is_tested_by_the_command_of_the_README_and_a_release_has_an_image_of_each_program()
    {
        File.ReadAllText(Repository.File("README.md")).ShouldContain("./wan test ");
        Steps("ci.yml", "test").Last().ShouldBe("./wan test");

        var images = (Dictionary<object, object>)((Dictionary<object, object>)Read(".github", "workflows", "release.yml")["jobs"])["images"];
        var matrix = (Dictionary<object, object>)((Dictionary<object, object>)images["strategy"])["matrix"];
        var targets = File.ReadAllLines(Repository.File("Dockerfile")).Where(line => line.StartsWith("FROM base AS ", StringComparison.Ordinal)).Select(line => line[13..]);
        ((List<object>)matrix["target"]).Cast<string>().ShouldBe(targets);
        var arguments = BuildArgument().Matches(Steps("release.yml", "images").Last()).Select(match => match.Groups[1].Value).ToList();
        arguments.Count.ShouldBe(2);
        File.ReadAllLines(Repository.File("Dockerfile")).ShouldSatisfyAllConditions(
            [.. arguments.Select(name => (Action<string[]>)(lines => lines.ShouldContain(line => line.StartsWith($"ARG {name}=", StringComparison.Ordinal))))]);
    }

    [GeneratedRegex(@"""MassTransit[\w.]*"" Version=""(\d+)\.")]
    private static partial Regex MassTransit();

    [GeneratedRegex(@"--build-arg ""(\w+)=")]
    private static partial Regex BuildArgument();

    private static Dictionary<object, object> Read(params string[] path) =>
        new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(File.ReadAllText(Repository.File(path)));

    private static List<string> Steps(string workflow, string job)
    {
        var jobs = (Dictionary<object, object>)Read(".github", "workflows", workflow)["jobs"];
        return [.. ((List<object>)((Dictionary<object, object>)jobs[job])["steps"]).Cast<Dictionary<object, object>>().Where(step => step.ContainsKey("run")).Select(step => (string)step["run"])];
    }

    private Task<string> GitAsync(params string[] words) => RunAsync("git", ["-C", folder.Path, "-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false", .. words]);

    private static async Task<string> RunAsync(string program, params string[] words)
    {
        var (code, output, errors) = await OtherTool.RunAsync(program, new Dictionary<string, string>(), words);
        code.ShouldBe(0, output + errors);
        return output;
    }
}
