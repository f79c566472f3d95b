using Wan.Fixtures;

namespace Wan.Standalone.Tests;

/// <summary>The script's verbs that read what services have written, given a data folder that there is not.</summary>
public sealed class MisspeltFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("export")]
    [InlineData("import")]
    [InlineData("verify")]
    [InlineData("backup", "copy")]
    public async Task It_is_named_and_not_made(params string[] verb)
    {
        var missing = Path.Combine(folder.Path, "dataa");
        var arguments = verb is [var name, var copy] ? [name, Path.Combine(folder.Path, copy)] : verb;

        var said = await OtherProgram.RunAsync(
            folder.Path, new Dictionary<string, string>(), ["bash", "-c", "\"$@\" 2>&1 </dev/null; echo \"exit code $?\"", "bash", Repository.File("wan"), .. arguments, "--data", missing]);

        said.ShouldContain($"--data: there is no folder {missing}; name that of the services");
        said.ShouldContain("exit code 1");
        Directory.EnumerateFileSystemEntries(folder.Path).ShouldBeEmpty();
    }

    public void Dispose() => folder.Dispose();
}
