using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Hosting;

namespace Wan.Archiver.Tests;

public sealed class ArchiverSettingsTests
{
    [Theory]
    [InlineData("Archiver:AllowedNetworks:0", "localhost", "Archiver:AllowedNetworks: 'localhost'")]
    [InlineData("Archiver:Concurrency", "0", "Concurrency")]
    [InlineData("Archive:Provider", "ftp", "Provider")]
    [InlineData("Archive:S3:AccessKey", "id", "AccessKey and SecretKey")]
    public void A_wrong_setting_ends_the_start_with_its_name(string key, string value, string named)
    {
        using var archiver = ArchiverWith(key, value);

        var fault = Should.Throw<OptionsValidationException>(archiver.GetRequiredService<IStartupValidator>().Validate);

        fault.Message.ShouldContain(named);
    }

    [Fact]
    public void A_directory_that_can_not_be_used_is_named()
    {
        using var archiver = ArchiverWith("Archive:Directory", "/proc/none");

        Should.Throw<ConfigurationProblemException>(archiver.GetRequiredService<IVideoStore>).Key.ShouldBe("Archive:Directory");
    }

    private static ServiceProvider ArchiverWith(string key, string value)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();
        return new ServiceCollection().AddLogging().AddArchiver(configuration).BuildServiceProvider();
    }
}
