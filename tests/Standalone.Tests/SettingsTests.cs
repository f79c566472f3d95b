using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Archiver;
using Wan.Fixtures;
using Wan.Intake;
using Wan.Notifier;
using Wan.Poller;
using Wan.Submitter;

namespace Wan.Standalone.Tests;

/// <summary>What is said of the settings is what they are.</summary>
public sealed class SettingsTests
{
    [Fact]
    public void The_page_of_settings_is_what_the_code_says()
    {
        using var output = new StringWriter { NewLine = "\n" };
        SettingsCommand.Run(output).ShouldBe(0);

        File.ReadAllText(Repository.File("docs", "settings.md")).ShouldBe(output.ToString(), "./wan settings > docs/settings.md makes it anew");
        output.ToString().ShouldNotContain("|  |\n", Case.Sensitive, "every setting has a comment");
    }

    [Theory]
    [InlineData("Submitter__Weights__acme", "zero", "'Submitter:Weights:acme'")]
    [InlineData("Submitter__Repair__FirstLok", "00:00:01", "Repair has no setting 'FirstLok'")]
    [InlineData("Submitter__Weights__acme", "0", "Not started. Submitter:Weights:acme must be above 0 and at most 1000.")]
    [InlineData("Submitter__Tick", "00:00:00", "Submitter:Tick must be between")]
    [InlineData("Submitter__Strays__Overlap", "-00:00:01", "Submitter:Strays:Overlap must be between")]
    [InlineData("Archive__S3__PartBytes", "3", "Archive:S3:PartBytes must be between")]
    [InlineData("Simulator__Sped", "3", "Simulator has no setting 'Sped'")]
    [InlineData("Accounts__0__Nam", "x", "Accounts:0:Nam is no setting of an account")]
    public async Task A_wrong_setting_and_one_that_there_is_not_end_the_process_with_a_line_that_names_it(string key, string value, string problem)
    {
        using var folder = new TemporaryFolder();
        await using var standalone = new ServiceProcess("Standalone", new Dictionary<string, string> { ["Storage__Directory"] = folder.Path, [key] = value });
        standalone.Start();
        await standalone.WaitUntilEndedAsync();

        await Eventually.UntilAsync(() => standalone.Log.Contains("Not started. ", StringComparison.Ordinal), $"the reason{standalone.Tail()}");
        standalone.Log.ShouldContain(problem);
        standalone.Log.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("Intake")]
    [InlineData("Telemetry")]
    [InlineData("Submitter")]
    [InlineData("Submitter:Strays")]
    [InlineData("Notifier")]
    [InlineData("Poller")]
    [InlineData("Archiver")]
    [InlineData("Archive")]
    [InlineData("Archive:Copy")]
    [InlineData("Archive:Retention")]
    [InlineData("Storage")]
    [InlineData("Storage:MongoDb")]
    [InlineData("Clock")]
    [InlineData("DashScope")]
    [InlineData("Catalogue")]
    public void A_section_refuses_a_setting_that_it_does_not_have(string section)
    {
        var configuration = new ConfigurationManager { ["DASHSCOPE_API_KEY"] = "sk-test", [$"{section}:Nonsense"] = "1" };
        using var provider = new ServiceCollection()
            .AddSingleton<IConfiguration>(configuration)
            .AddIntake(configuration).AddSubmitter(configuration).AddPoller(configuration).AddArchiver(configuration).AddNotifier(configuration)
            .BuildServiceProvider();

        Should.Throw<InvalidOperationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Message.ShouldContain("'Nonsense'");
    }
}
