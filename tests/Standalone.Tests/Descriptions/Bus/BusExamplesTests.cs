using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>The programs of <c>docs/bus.md</c>, as somebody who reads the page runs them.</summary>
[Collection(OnRabbitMqTogether.Name)]
public sealed class BusExamplesTests(StandaloneOnRabbitMq standalone)
{
    private const string NodeClient = "amqplib@2.3.1";

    [Fact]
    public async Task Python_with_pika_works_as_printed()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("generate.py"), await PrintedAsync("python"));

        // Debian's, which has Debian's python3-pika.
        ShouldHaveHeard(await OtherProgram.RunAsync(folder.Path, With(standalone.ForAcme), "/usr/bin/python3", "generate.py"));
    }

    [Fact]
    public async Task Node_with_amqplib_works_as_printed()
    {
        var place = await OtherProgram.InstallAsync("amqplib", NodeClient);
        await File.WriteAllTextAsync(Path.Combine(place, "generate.mjs"), await PrintedAsync("js"));

        ShouldHaveHeard(await OtherProgram.RunAsync(place, With(standalone.ForAcme), "node", "generate.mjs"));
    }

    [Fact]
    public async Task CSharp_with_the_package_works_as_printed()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.File("generate.cs"), await PrintedAsync("csharp"));
        await ContractsPackage.PackAsync(folder.File("packages"));
        var settings = new Dictionary<string, string>(With(standalone.VirtualHost))
        {
            ["RestoreAdditionalProjectSources"] = folder.File("packages"),
            ["NUGET_PACKAGES"] = ContractsPackage.FreshCache(),
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["MSBUILDDISABLENODEREUSE"] = "1",
            ["UseSharedCompilation"] = "false",
            ["XDG_DATA_HOME"] = folder.Path, // Where it builds.
            ["NuGetAudit"] = "false",
        };

        var said = await OtherProgram.RunAsync(folder.Path, settings, "dotnet", "run", "generate.cs");

        said.Trim().Split('\n')[^1].ShouldStartWith("/v1/generations/", customMessage: said + standalone.Tail());
    }

    private static Dictionary<string, string> With(string address) => new() { ["WAN_RABBITMQ"] = address };

    private static async Task<string> PrintedAsync(string language)
    {
        var page = await File.ReadAllTextAsync(Repository.File("docs", "bus.md"));
        return page.Split($"```{language}\n")[1].Split("\n```")[0] + "\n";
    }

    private void ShouldHaveHeard(string said) => said.ShouldStartWith("wan.generation-completed /v1/generations/", customMessage: said + standalone.Tail());
}
