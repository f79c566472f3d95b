using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.Fixtures;
using Wan.Fixtures.Hosts;

namespace Wan.DashScope.Tests;

/// <summary>An account's key that stands in a file, and is exchanged there.</summary>
public sealed class KeyFileTests : IDisposable
{
    private const string Old = "sk-old0123456789", New = "sk-new0123456789";

    private readonly TemporaryFolder folder = new();

    private string Path => folder.File("vendor-key");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("DASHSCOPE_API_KEY_FILE", "default")]
    [InlineData("Accounts:0:ApiKeyFile", "far")]
    public void The_key_is_what_stands_in_the_file_without_the_white_space_around_it(string setting, string name)
    {
        File.WriteAllText(Path, $"{Old}\n");
        using var provider = Clients.Provide([(setting, Path), .. Far(name)]);
        provider.GetRequiredService<IStartupValidator>().Validate();

        var account = provider.GetRequiredService<DashScopeAccounts>()[name];
        account.ApiKey.ShouldBe(Old);
        account.ToString().ShouldNotContain(Old);
        account.Describe().ShouldNotContain(Old);
    }

    [Theory]
    [InlineData("DASHSCOPE_API_KEY_FILE", "default")]
    [InlineData("Accounts:0:ApiKeyFile", "far")]
    public void A_file_without_a_key_is_an_error_that_names_the_setting_the_file_and_the_account(string setting, string name)
    {
        Problem().ShouldContain("can't be read");
        File.WriteAllText(Path, " \n");
        Problem().ShouldContain("is empty");
        File.WriteAllText(Path, "sk-secret one");
        Problem().ShouldContain("a character that no API key has");
        File.WriteAllText(Path, new string('x', 5000));
        Problem().ShouldContain("longer than any key");

        string Problem()
        {
            using var provider = Clients.Provide([(setting, Path), .. Far(name)]);
            var problem = Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Message;
            problem.ShouldContain($"{setting} names a file ");
            problem.ShouldContain(Path);
            problem.ShouldContain($"the account '{name}' has no API key");
            problem.ShouldNotContain("sk-secret");
            return problem;
        }
    }

    [Fact]
    public async Task A_pipe_that_nobody_writes_to_ends_the_start_instead_of_holding_it_up()
    {
        using var made = Process.Start("mkfifo", [Path]);
        await made.WaitForExitAsync();
        var refusal = Task.Run(() => Refusal(("DASHSCOPE_API_KEY_FILE", Path)));
        if (await Task.WhenAny(refusal, Task.Delay(TimeSpan.FromSeconds(60))) != refusal)
            await File.WriteAllTextAsync(Path, Old); // Lets it go.
        (await refusal).ShouldContain("it must be an ordinary file");
    }

    [Fact]
    public void A_path_that_depends_on_where_the_process_was_started_is_refused() =>
        Refusal(("DASHSCOPE_API_KEY_FILE", "vendor-key")).ShouldContain("DASHSCOPE_API_KEY_FILE must be a full path");

    [Theory]
    [InlineData("DASHSCOPE_API_KEY_FILE", "DASHSCOPE_API_KEY", "default")]
    [InlineData("Accounts:0:ApiKeyFile", "Accounts:0:ApiKey", "far")]
    [InlineData("Accounts:0:ApiKeyFile", "Accounts:0:ApiKeyEnvironmentVariable", "far")]
    public void Of_two_keys_none_is_chosen(string setting, string other, string name)
    {
        File.WriteAllText(Path, Old);

        var refusal = Refusal([(setting, Path), (other, New), .. Far(name)]);
        refusal.ShouldContain($"{setting} is set and {other.Split(':')[^1]} too");
        refusal.ShouldNotContain("sk-");
    }

    [Fact]
    public void A_key_that_has_gone_since_the_settings_were_checked_leaves_no_account_without_one()
    {
        File.WriteAllText(Path, Old);
        using var provider = Clients.Provide(("DASHSCOPE_API_KEY_FILE", Path));
        provider.GetRequiredService<IOptions<DashScopeOptions>>().Value.ApiKeyFile.ShouldBe(Path);
        File.Delete(Path);

        Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<DashScopeAccounts>()).Message.ShouldContain("DASHSCOPE_API_KEY_FILE names a file that can't be read");
    }

    [Fact]
    public void An_empty_variable_is_no_second_key()
    {
        File.WriteAllText(Path, Old);
        using var provider = Clients.Provide(("DASHSCOPE_API_KEY_FILE", Path), ("DASHSCOPE_API_KEY", ""));

        provider.GetRequiredService<DashScopeAccounts>()["default"].ApiKey.ShouldBe(Old);
    }

    [Fact]
    public void Another_key_is_taken_on_once_two_looks_have_found_the_same()
    {
        var file = Opened();

        File.WriteAllText(Path, New[..8]);
        Look(file).ShouldBe((false, Old));
        File.WriteAllText(Path, New);
        Look(file).ShouldBe((false, Old), "what was found before was a part of it");
        Look(file).ShouldBe((true, New));
        Look(file).ShouldBe((false, New));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sk-two keys")]
    public void While_there_is_no_key_in_it_the_one_before_is_used(string text)
    {
        var file = Opened();

        File.WriteAllText(Path, text);
        for (var look = 0; look < 3; look++)
        {
            file.Look(out var problem).ShouldBeFalse();
            (file.Key, problem).ShouldSatisfyAllConditions(now => now.Key.ShouldBe(Old), now => now.problem.ShouldNotBeNull().ShouldNotContain("sk-"));
        }

        File.Delete(Path);
        file.Look(out var gone).ShouldBeFalse();
        gone.ShouldNotBeNull();
        file.Key.ShouldBe(Old);
    }

    [Fact]
    public async Task A_process_that_runs_uses_the_new_key_and_says_so_without_it_and_what_comes_of_the_account_stays_its_own()
    {
        File.WriteAllText(Path, Old);
        await using var wire = WireStub.Always(WireAnswer.Json(400, """{"code":"InvalidParameter","message":"no"}"""));
        var builder = Host.CreateApplicationBuilder();
        using var logs = new LogList();
        builder.Logging.ClearProviders().AddProvider(logs);
        builder.Configuration["DASHSCOPE_API_KEY_FILE"] = Path;
        builder.Configuration["DASHSCOPE_HTTP_BASE_URL"] = wire.Address.AbsoluteUri;
        builder.Services.AddDashScope(builder.Configuration);
        using var host = builder.Build();
        await host.StartAsync();
        var client = host.Services.GetRequiredService<DashScopeClient>();
        var account = host.Services.GetRequiredService<DashScopeAccounts>()["default"];

        await client.QueryAsync(account, "task", default);
        File.WriteAllText(Path, "");
        await Eventually.UntilAsync(() => logs.ToString().Contains("keeps the API key that it has", StringComparison.Ordinal), "the warning of an empty file");
        await client.QueryAsync(account, "task", default);
        File.WriteAllText(Path, New);
        await Eventually.UntilAsync(() => account.ApiKey == New, "the new key");
        await client.QueryAsync(account, "task", default);
        await Eventually.UntilAsync(() => logs.ToString().Contains("has another API key from now on", StringComparison.Ordinal), "the word of it");
        await host.StopAsync();

        wire.Requests.Select(request => request.Split("Bearer ")[1].Split('\r')[0]).ShouldBe([Old, Old, New]);
        logs.ToString().ShouldNotContain(Old);
        logs.ToString().ShouldNotContain(New);
        account.Name.ShouldBe("default");
    }

    [Fact]
    public async Task An_answer_that_repeats_the_key_of_its_request_is_cleaned_of_it_though_the_key_has_changed_meanwhile()
    {
        const string odd = "key.of.another.kind.1"; // Which no pattern knows.
        File.WriteAllText(Path, odd);
        var file = KeyFile.Open(Path, out _)!;
        await using var wire = new WireStub(_ =>
        {
            File.WriteAllText(Path, New);
            file.Look(out var _);
            file.Look(out var _);
            return WireAnswer.Json(401, $$"""{"code":"InvalidApiKey","message":"{{odd}} is no key"}""");
        });
        var account = wire.Account with { KeyFile = file };

        var outcome = await Clients.Create(("DASHSCOPE_API_KEY", "sk-1")).QueryAsync(account, "task", default);
        outcome.ShouldBeOfType<QueryOutcome.Unauthorised>().Error.Message.ShouldBe("*** is no key");
        account.ApiKey.ShouldBe(New);
    }

    private static (string, string)[] Far(string name) => name == "far" ? [("Accounts:0:Name", name), ("Accounts:0:BaseUrl", "http://127.0.0.1:9/api/v1")] : [];

    private static string Refusal(params (string Key, string Value)[] configuration)
    {
        using var provider = Clients.Provide(configuration);
        return Should.Throw<OptionsValidationException>(() => provider.GetRequiredService<IStartupValidator>().Validate()).Message;
    }

    private static (bool Changed, string Key) Look(KeyFile file) => (file.Look(out _), file.Key);

    private KeyFile Opened()
    {
        File.WriteAllText(Path, Old);
        return KeyFile.Open(Path, out _).ShouldNotBeNull();
    }
}
