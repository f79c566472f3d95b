using Wan.Fixtures;
using Wan.Standalone.Tests.Access;

namespace Wan.Standalone.Tests;

/// <summary>Settings that stand in files, as containers are given secrets.</summary>
public sealed class SecretFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_the_setting_of_its_name_and_counts_before_the_environment()
    {
        Write("DASHSCOPE_API_KEY", "sk-of-the-file\n");
        Write("Accounts__0__Name", "far");
        Write("Accounts__0__ApiKey", "sk-far\n");
        Write("Accounts__0__BaseUrl", "http://127.0.0.1:9/api/v1");

        var (code, output, errors) = await AskAsync(("DASHSCOPE_API_KEY", "sk of the environment"), ("DASHSCOPE_HTTP_BASE_URL", "http://127.0.0.1:10/api/v1"));
        (code, errors).ShouldBe((0, ""));
        output.ShouldBe("""
            Account default (region unknown) at http://127.0.0.1:10/api/v1: local, not paid
            Account far (region unknown) at http://127.0.0.1:9/api/v1: local, not paid
            """);
    }

    [Theory]
    [InlineData("/nowhere/at/all")]
    [InlineData("secrets")]
    public async Task A_folder_that_is_not_there_ends_the_process_with_a_line_that_names_the_setting(string path)
    {
        var (code, output, errors) = await ServiceVerb.RunAsync("Standalone", new Dictionary<string, string> { ["WAN_SECRETS"] = path, ["Storage__Directory"] = folder.File("data") });

        (code, output).ShouldBe((78, ""));
        errors.ShouldBe($"Not started. WAN_SECRETS: must be the full path of a folder with a file for each secret, such as /run/secrets; there is none at '{path}'.");
        (await AskAsync(("WAN_SECRETS", path))).ShouldBe((78, "", errors));
        (await KeyScript.RunAsync(new Dictionary<string, string> { ["WAN_SECRETS"] = path }, "list")).Code.ShouldBe(78);
    }

    [Fact]
    public async Task A_process_starts_with_a_key_and_a_signing_key_of_files_and_shows_neither()
    {
        var signing = Convert.ToBase64String(new byte[32]);
        Write("Auth__SigningKey", signing);
        Write("vendor-key", "sk-of-the-file");
        await using var standalone = new ServiceProcess("Standalone", new Dictionary<string, string>
        {
            ["Storage__Directory"] = folder.File("data"),
            ["Archive__MinFreeBytes"] = "1",
            ["WAN_SECRETS"] = folder.File("secrets"),
            ["DASHSCOPE_API_KEY_FILE"] = folder.File("secrets", "vendor-key"),
            ["DASHSCOPE_HTTP_BASE_URL"] = "http://127.0.0.1:9/api/v1",
        });
        await standalone.StartAsync();
        await Eventually.UntilAsync(() => standalone.Log.Contains("Ctrl-C stops", StringComparison.Ordinal), $"the banner{standalone.Tail()}");

        using var http = new HttpClient { BaseAddress = standalone.Address };
        (await http.GetStringAsync(new Uri("/v1/accounts", UriKind.Relative))).ShouldContain("\"default\"");
        standalone.Log.ShouldNotContain("SIMULATED");
        standalone.Log.ShouldNotContain("sk-of-the-file");
        standalone.Log.ShouldNotContain(signing);
        File.Exists(folder.File("data", "signing.key")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("backup", "The documents are in MongoDB")]
    [InlineData("restore", "The documents are in MongoDB")]
    [InlineData("restored", "Storage:MongoDb:ConnectionString is missing")]
    [InlineData("export", "Storage:MongoDb:ConnectionString is missing")]
    [InlineData("import", "Storage:MongoDb:ConnectionString is missing")]
    public async Task A_command_that_works_on_the_documents_finds_them_by_what_stands_in_files(string verb, string answer)
    {
        Write("Storage__Provider", "mongodb\n");
        string[] words = verb is "backup" or "restore" ? [verb, folder.File("backup")] : [verb];
        var settings = new Dictionary<string, string> { ["WAN_SECRETS"] = folder.File("secrets"), ["Storage__Directory"] = folder.File("data") };

        (await ServiceVerb.RunAsync("Standalone", settings, words)).Errors.ShouldContain(answer);

        settings["WAN_SECRETS"] = folder.File("nowhere");
        var (code, output, errors) = await ServiceVerb.RunAsync("Standalone", settings, words);
        (code, output).ShouldBe((78, ""));
        errors.ShouldContain("WAN_SECRETS: must be the full path of a folder");
    }

    private Task<(int Code, string Output, string Errors)> AskAsync(params (string Name, string Value)[] settings)
    {
        var all = new Dictionary<string, string> { ["WAN_SECRETS"] = folder.File("secrets") };
        foreach (var (name, value) in settings)
            all[name] = value;
        return ServiceVerb.RunAsync("Standalone", all, "accounts");
    }

    private void Write(string name, string value)
    {
        Directory.CreateDirectory(folder.File("secrets"));
        File.WriteAllText(folder.File("secrets", name), value);
    }
}
