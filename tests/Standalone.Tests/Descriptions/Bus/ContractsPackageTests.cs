using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>What other teams get of the contracts. That it can be used is tested by the program of docs/bus.md.</summary>
public sealed class ContractsPackageTests
{
    [Fact]
    public async Task It_has_the_messages_with_their_comments_a_page_a_licence_and_the_description_of_the_bus()
    {
        using var folder = new TemporaryFolder();
        using var package = ZipFile.OpenRead(await ContractsPackage.PackAsync(folder.Path));
        var about = XDocument.Parse(Read(package, "Wan.Contracts.nuspec")).Descendants().ToLookup(element => element.Name.LocalName);

        about["id"].Single().Value.ShouldBe("Wan.Contracts");
        about["version"].Single().Value.ShouldBe(ContractsPackage.Version);
        about["license"].Single().ToString().ShouldContain(">Apache-2.0<");
        about["readme"].Single().Value.ShouldBe("README.md");
        about["description"].Single().Value.ShouldNotBeNullOrWhiteSpace();
        about["dependency"].Select(dependency => (string?)dependency.Attribute("id")).ShouldBe(["MassTransit.Abstractions"]);
        Read(package, "README.md").ShouldBe(await File.ReadAllTextAsync(Repository.File("contracts", "README.md")));
        Read(package, "docs/asyncapi.yaml").ShouldBe(await File.ReadAllTextAsync(Repository.File("docs", "asyncapi.yaml")));
        package.Entries.Select(entry => entry.FullName).Where(name => name.StartsWith("docs/schemas/", StringComparison.Ordinal)).Select(Path.GetFileName).Order()
            .ShouldBe(Directory.EnumerateFiles(Repository.File("docs", "schemas")).Select(Path.GetFileName).Order());
        Read(package, "lib/net10.0/Wan.Contracts.xml").ShouldContain("P:Wan.Contracts.GenerateVideo.ClientRequestId");
    }

    [Fact]
    public async Task It_names_no_folder_of_the_machine_that_it_was_built_on()
    {
        using var folder = new TemporaryFolder();
        using var package = ZipFile.OpenRead(await ContractsPackage.PackAsync(folder.Path));

        foreach (var entry in package.Entries)
            Read(package, entry.FullName).ShouldNotContain(Repository.Root, customMessage: entry.FullName);
    }

    private static string Read(ZipArchive package, string name)
    {
        using var reader = new StreamReader(package.GetEntry(name).ShouldNotBeNull(name).Open(), Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
