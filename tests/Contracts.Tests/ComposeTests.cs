using System.Text.RegularExpressions;
using Wan.Fixtures;

namespace Wan.Contracts.Tests;

/// <summary>Containers can't be run everywhere these tests are, but what the files name can be looked for.</summary>
public sealed partial class ComposeTests
{
    private static readonly string Compose = File.ReadAllText(Repository.File("docker-compose.yml"));
    private static readonly string Dockerfile = File.ReadAllText(Repository.File("Dockerfile"));
    private static readonly string Sources = string.Concat(Directory
        .EnumerateFiles(Repository.File("services"), "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
        .Select(File.ReadAllText));

    public static TheoryData<string> Settings { get; } = [.. SettingName().Matches(Compose).Select(match => match.Groups[1].Value).Distinct()];

    public static TheoryData<string> Variables { get; } = [.. VariableName().Matches(Compose).Select(match => match.Groups[1].Value).Distinct()];

    [Theory, MemberData(nameof(Settings))]
    public void A_setting_is_a_property_of_its_section(string name)
    {
        var parts = name.Split("__").Where(part => !int.TryParse(part, out _)).ToList();

        Sources.ShouldContain($"SectionName = \"{parts[0]}\"");
        parts.Skip(1).ShouldAllBe(part => Regex.IsMatch(Sources, $@"public [\w?<>\[\]]+ {part} \{{ get;"));
    }

    [Theory, MemberData(nameof(Variables))]
    public void A_variable_is_read_by_a_service(string name) => Sources.ShouldContain($"\"{name}\"");

    [Fact]
    public void Every_service_that_is_built_is_a_project()
    {
        var services = ServiceArgument().Matches(Compose).Select(match => match.Groups[1].Value).Distinct().ToList();

        services.ShouldBe(["Simulator", "Intake", "Submitter", "Poller", "Archiver", "Notifier"]);
        services.ShouldAllBe(service => File.Exists(Repository.File("services", service, $"{service}.csproj")));
        Dockerfile.ShouldContain("for service in Intake Submitter Poller Archiver Notifier Simulator;");
    }

    [Fact]
    public void Every_path_that_is_copied_exists()
    {
        var paths = CopiedPaths().Matches(Dockerfile).SelectMany(match => match.Groups[1].Value.Split(' ')[..^1]);

        paths.ShouldAllBe(path => Path.Exists(Repository.File(path)));
    }

    [Fact]
    public void Every_image_is_pinned_and_whatever_is_waited_for_has_a_health_check()
    {
        ImageName().Matches(Compose).Select(match => match.Groups[1].Value).ShouldAllBe(image => Regex.IsMatch(image, @":\d+\.\d+\.\d+"));
        Blocks().Where(block => block.Contains("image:", StringComparison.Ordinal)).ShouldAllBe(block => block.Contains("healthcheck:", StringComparison.Ordinal));
        Blocks().Where(block => block.Contains("build:", StringComparison.Ordinal)).ShouldAllBe(block => block.Contains("<<: *service", StringComparison.Ordinal));
    }

    [Fact]
    public void A_service_that_is_scaled_has_no_port_of_the_host()
    {
        var scaled = Blocks().Where(block => Regex.IsMatch(block, "^(submitter|poller|notifier):")).ToList();

        scaled.Count.ShouldBe(3);
        scaled.ShouldAllBe(block => !block.Contains("ports:", StringComparison.Ordinal));
        Compose.ShouldNotContain("container_name");
    }

    [Fact]
    public void Services_and_volumes_that_are_named_are_there()
    {
        var services = Blocks().Select(block => block[..block.IndexOf(':', StringComparison.Ordinal)]).ToList();
        HostName().Matches(Compose).Select(match => match.Groups[1].Value).Where(host => host is not ("localhost" or "127.0.0.1")).ShouldAllBe(host => services.Contains(host));

        var volumes = Compose[Compose.IndexOf("\nvolumes:\n", StringComparison.Ordinal)..];
        VolumeName().Matches(Compose).Select(match => match.Groups[1].Value).ShouldAllBe(volume => volumes.Contains($"  {volume}:", StringComparison.Ordinal));
    }

    [Fact]
    public void Services_listen_where_they_are_asked_for()
    {
        Dockerfile.ShouldContain("EXPOSE 8080");
        Regex.Matches(Compose, @"http://(?:simulator|submitter|notifier|intake):(\d+)").ShouldAllBe(match => match.Groups[1].Value == "8080");
        Regex.Matches(Compose, @"^    ports: \[""127\.0\.0\.1:80\d\d:(\d+)""\]", RegexOptions.Multiline).Select(match => match.Groups[1].Value).ShouldBe(["8080", "8080"]);
        Regex.Matches(Compose, @"ports: \[""(.*?)""\]").ShouldAllBe(match => match.Groups[1].Value.StartsWith("127.0.0.1:"));
    }

    private static IEnumerable<string> Blocks()
    {
        var start = Compose.IndexOf("\nservices:\n", StringComparison.Ordinal);
        var services = Compose[start..Compose.IndexOf("\nvolumes:\n", StringComparison.Ordinal)];
        return Regex.Split(services, @"\n  (?=[\w-]+:\n)").Skip(1);
    }

    [GeneratedRegex(@"^ +([A-Z]\w+__\w+):", RegexOptions.Multiline)]
    private static partial Regex SettingName();

    [GeneratedRegex(@"^    ((?:WAN|DASHSCOPE|OTEL)_[A-Z_]+):", RegexOptions.Multiline)]
    private static partial Regex VariableName();

    [GeneratedRegex(@"SERVICE: (\w+)")]
    private static partial Regex ServiceArgument();

    [GeneratedRegex("^COPY (?!--from)(.+)$", RegexOptions.Multiline)]
    private static partial Regex CopiedPaths();

    [GeneratedRegex(@"image: (\S+)")]
    private static partial Regex ImageName();

    [GeneratedRegex(@"(?:amqp|mongodb|http)://(?:wan:wan@)?([\w.]+):\d")]
    private static partial Regex HostName();

    [GeneratedRegex(@"volumes: \[""(\w+):")]
    private static partial Regex VolumeName();
}
