using System.Diagnostics;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;

namespace Wan.Standalone.Tests.Access;

/// <summary>Keys from the command line, on a store that nobody else has open.</summary>
public sealed class KeysCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task One_is_made_listed_and_revoked_and_its_secret_is_shown_once()
    {
        var (code, key, errors) = await KeyScript.RunAsync(folder.File("data"), "add", "CI server", "--tenant", "acme", "--expires", "90d");
        code.ShouldBe(0, errors);
        key.ShouldMatch("^wan_[a-z2-7]{12}_[A-Za-z0-9_-]{43}$");
        errors.ShouldNotContain(key[^43..]);
        var id = key.Split('_')[1];

        var list = (await KeyScript.RunAsync(folder.File("data"), "list")).Output;
        list.ShouldMatch($@"{id}  good .* acme +create,read,cancel +CI server");
        list.ShouldNotContain(key[^43..]);

        (await KeyScript.RunAsync(folder.File("data"), "revoke", id)).Code.ShouldBe(0);
        (await KeyScript.RunAsync(folder.File("data"), "revoke", id)).Code.ShouldBe(0);
        (await KeyScript.RunAsync(folder.File("data"), "list")).Output.ShouldContain($"{id}  revoked");
        Directory.GetFiles(folder.File("data")).ShouldAllBe(file => IsPrivate(file));
    }

    [Theory]
    [InlineData(64, "usage", "add")]
    [InlineData(64, "usage", "add", "x", "y", "--tenant", "acme")]
    [InlineData(64, "usage", "add", "x", "--tenant")]
    [InlineData(64, "usage", "add", "x", "--tenant", "acme", "--colour", "blue")]
    [InlineData(64, "usage", "list", "--tenant", "acme")]
    [InlineData(64, "--tenant", "add", "x")]
    [InlineData(64, "--tenant", "add", "x", "--tenant", "a b")]
    [InlineData(64, "--scopes", "add", "x", "--tenant", "acme", "--scopes", "read,admin")]
    [InlineData(64, "--expires", "add", "x", "--tenant", "acme", "--expires", "90")]
    [InlineData(64, "--expires", "add", "x", "--tenant", "acme", "--expires", "99999d")]
    [InlineData(1, "keys list", "revoke", "nothing")]
    public async Task What_makes_no_sense_is_said(int wanted, string says, params string[] words)
    {
        var (code, output, errors) = await KeyScript.RunAsync(folder.Path, words);

        (code, output).ShouldBe((wanted, ""));
        errors.ShouldContain(says);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("add", "--help")]
    [InlineData("-h")]
    [InlineData("help")]
    public async Task Whoever_asks_how_it_is_used_is_told_and_nothing_is_made(params string[] words)
    {
        var (code, output, errors) = await KeyScript.RunAsync(folder.File("data"), words);

        (code, errors).ShouldBe((0, ""));
        output.ShouldStartWith("usage: ./wan keys add NAME --tenant TENANT");
        Directory.Exists(folder.File("data")).ShouldBeFalse();
    }

    [Fact]
    public async Task If_there_is_one_none_is_made_where_that_is_asked_for()
    {
        string[] words = ["add", "first", "--tenant", "default", "--if-none"];
        (await KeyScript.RunAsync(folder.Path, words)).Output.ShouldStartWith("wan_");
        var (code, output, errors) = await KeyScript.RunAsync(folder.Path, words);

        (code, output).ShouldBe((0, ""));
        errors.ShouldContain("already");
    }

    [Fact]
    public async Task On_a_server_a_secret_must_be_set_before_there_is_a_key_and_ever_after()
    {
        await using var server = new MongoWireServer();
        var settings = new Dictionary<string, string> { ["Storage__Provider"] = "mongodb", ["Storage__MongoDb__ConnectionString"] = server.Address };
        var (code, output, errors) = await KeyScript.RunAsync(settings, "add", "x", "--tenant", "acme");
        (code, output).ShouldBe((78, ""));
        errors.ShouldContain("openssl rand -base64 32");

        settings["Auth__SigningKey"] = Convert.ToBase64String(new byte[32]);
        (await KeyScript.RunAsync(settings, "add", "x", "--tenant", "acme")).Output.ShouldStartWith("wan_");
        (await KeyScript.RunAsync(settings, "list")).Output.ShouldContain("acme");

        settings.Remove("Auth__SigningKey");
        settings["WAN_RABBITMQ"] = $"amqp://guest:guest@127.0.0.1:{FreePort.Next()}";
        settings["DASHSCOPE_API_KEY"] = "sk-test";
        settings["DASHSCOPE_HTTP_BASE_URL"] = "http://127.0.0.1:9/api/v1";
        await using var intake = new ServiceProcess("Intake", settings);
        intake.Start();
        await intake.WaitUntilEndedAsync();
        intake.Log.ShouldContain("Not started. Auth:SigningKey: must be set where there are keys");
    }

    [Fact]
    public async Task The_script_makes_them_too()
    {
        var start = new ProcessStartInfo(Repository.File("wan"), ["keys", "add", "me", "--data", folder.File("data"), "--tenant", "acme"]) { RedirectStandardOutput = true };
        foreach (var name in start.Environment.Keys.Where(name => ServiceStart.IsOurs(name) && name != "WAN_TEST_BUILT").ToList())
            start.Environment.Remove(name);
        using var script = Process.Start(start)!;
        var key = await script.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(5));

        key.ShouldMatch("^wan_[a-z2-7]{12}_[A-Za-z0-9_-]{43}\n$");
        (await KeyScript.RunAsync(folder.File("data"), "list")).Output.ShouldContain(key.Split('_')[1]);
    }

    private static bool IsPrivate(string file) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(file) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) == UnixFileMode.None;
}
