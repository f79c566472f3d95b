using Microsoft.Extensions.Options;
using Wan.Hosting;

namespace Wan.Archiver.Tests;

public sealed class ArchiverSettingsTests
{
    [Theory]
    [InlineData("Archiver:AllowedNetworks:0", "localhost", "Archiver:AllowedNetworks: 'localhost'")]
    [InlineData("Archiver:Concurrency", "0", "Concurrency")]
    [InlineData("Archive:Provider", "ftp", "Provider")]
    [InlineData("Archive:S3:AccessKey", "id", "AccessKey and SecretKey")]
    public async Task A_wrong_setting_ends_the_start_with_its_name(string key, string value, string named)
    {
        var fault = await Should.ThrowAsync<OptionsValidationException>(() => ArchiverHost.StartAsync(new() { [key] = value }));

        fault.Message.ShouldContain(named);
    }

    [Fact]
    public async Task A_directory_that_can_not_be_used_is_named() =>
        (await Should.ThrowAsync<ConfigurationProblemException>(() => ArchiverHost.StartAsync(new() { ["Archive:Directory"] = "/proc/none" })))
            .Key.ShouldBe("Archive:Directory");
}
