using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>What is said of the models is what their files say.</summary>
public sealed class ModelsPageTests
{
    [Fact]
    public void The_page_of_models_is_what_the_files_say()
    {
        using var output = new StringWriter { NewLine = "\n" };
        ModelsCommand.Run(output).ShouldBe(0);

        File.ReadAllText(Repository.File("docs", "models.md")).ShouldBe(output.ToString(), "./wan models > docs/models.md makes it anew");
    }
}
