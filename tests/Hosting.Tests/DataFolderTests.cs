using Wan.Fixtures;

namespace Wan.Hosting.Tests;

public sealed class DataFolderTests
{
    [Fact]
    public void A_folder_is_made_and_claimed_once()
    {
        using var folder = new TemporaryFolder();
        var path = folder.File("deep", "data");

        using (DataFolder.Claim(path))
        {
            var second = Should.Throw<ConfigurationProblemException>(() => DataFolder.Claim(path));
            second.Message.ShouldStartWith("Storage:Directory: ");
            second.Message.ShouldContain("--data");
        }

        DataFolder.Claim(path).Dispose();
    }

    [Fact]
    public void Several_share_it_or_one_has_it_alone()
    {
        using var folder = new TemporaryFolder();

        using (DataFolder.Share(folder.Path))
        using (DataFolder.Share(folder.Path))
            Should.Throw<ConfigurationProblemException>(() => DataFolder.Claim(folder.Path)).Message.ShouldContain("./wan services");
        using (DataFolder.Claim(folder.Path))
            Should.Throw<ConfigurationProblemException>(() => DataFolder.Share(folder.Path)).Message.ShouldContain("./wan up");

        DataFolder.Share(folder.Path).Dispose();
    }

    [Fact]
    public void A_folder_that_can_not_be_made_is_named()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("file"), "");
        Should.Throw<ConfigurationProblemException>(() => DataFolder.Claim(folder.File("file", "data"))).Message.ShouldContain(folder.Path);
    }
}
