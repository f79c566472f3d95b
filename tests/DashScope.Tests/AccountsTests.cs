using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;

namespace Wan.DashScope.Tests;

/// <summary>Accounts out of the configuration, and the key of the configuration that is wrong.</summary>
public sealed class AccountsTests
{
    [Fact]
    public void The_vendors_own_variables_make_the_default_account()
    {
        var account = Accounts(("DASHSCOPE_API_KEY", "sk-1")).All.ShouldHaveSingleItem();

        account.Name.ShouldBe("default");
        account.ApiKey.ShouldBe("sk-1");
        account.BaseUrl.ShouldBe(new Uri("https://dashscope.aliyuncs.com/api/v1"));
        account.Region.ShouldBe("cn-beijing");
        account.RunningTasks.ShouldBe(5);
        account.Runs("anything").ShouldBeTrue();
        account.ToString().ShouldNotContain("sk-1");
    }

    [Theory]
    [InlineData("https://dashscope-intl.aliyuncs.com/api/v1", "ap-southeast-1")]
    [InlineData("https://dashscope-us.aliyuncs.com/api/v1", "us-east-1")]
    [InlineData("https://cn-hongkong.dashscope.aliyuncs.com/api/v1", "cn-hongkong")]
    [InlineData("https://ws-1.eu-central-1.maas.aliyuncs.com/api/v1", "eu-central-1")]
    [InlineData("http://127.0.0.1:9000/api/v1", null)]
    [InlineData("https://maas.qwencloudapi.com/api/v1", null)]
    public void The_region_follows_from_the_address_where_it_can(string address, string? region) =>
        Accounts(("DASHSCOPE_API_KEY", "sk-1"), ("DASHSCOPE_HTTP_BASE_URL", address))["default"].Region.ShouldBe(region);

    [Fact]
    public void Further_accounts_stand_beside_the_default_one()
    {
        var accounts = Accounts(
            ("DASHSCOPE_API_KEY", "sk-1"),
            ("Accounts:0:Name", "second"),
            ("Accounts:0:ApiKeyEnvironmentVariable", "SECOND_KEY"),
            ("SECOND_KEY", "sk-2"),
            ("Accounts:0:Region", "ap-southeast-1"),
            ("Accounts:0:Workspace", "ws-1"),
            ("Accounts:0:Models:0", "wan2.7-r2v"),
            ("Accounts:0:RunningTasks", "10"));

        accounts.All.Select(account => account.Name).ShouldBe(["default", "second"]);
        var second = accounts["second"];
        second.ApiKey.ShouldBe("sk-2");
        second.BaseUrl.Host.ShouldBe("dashscope-intl.aliyuncs.com");
        second.Workspace.ShouldBe("ws-1");
        second.RunningTasks.ShouldBe(10);
        second.SubmitsPerSecond.ShouldBe(5);
        second.Runs("wan2.7-r2v").ShouldBeTrue();
        second.Runs("wan2.6-r2v").ShouldBeFalse();
        Should.Throw<KeyNotFoundException>(() => accounts["third"]).Message.ShouldContain("default, second");
    }

    [Fact]
    public void An_entry_named_default_takes_the_rest_from_the_variables()
    {
        var account = Accounts(
            ("DASHSCOPE_API_KEY", "sk-1"), ("DASHSCOPE_HTTP_BASE_URL", "http://127.0.0.1:9000/api/v1"), ("DASHSCOPE_REGION", "cn-beijing"),
            ("Accounts:0:Name", "default"), ("Accounts:0:QueriesPerSecond", "200")).All.ShouldHaveSingleItem();

        account.ApiKey.ShouldBe("sk-1");
        account.BaseUrl.Port.ShouldBe(9000);
        account.Region.ShouldBe("cn-beijing");
        account.QueriesPerSecond.ShouldBe(200);
    }

    [Fact]
    public void Without_any_key_the_variable_to_set_is_named() => Problem().ShouldContain("DASHSCOPE_API_KEY");

    [Theory]
    [InlineData("DASHSCOPE_API_KEY", "")]
    [InlineData("DASHSCOPE_API_KEY", "sk 1")]
    [InlineData("DASHSCOPE_HTTP_BASE_URL", "dashscope.aliyuncs.com/api/v1")]
    [InlineData("DASHSCOPE_HTTP_BASE_URL", "ftp://dashscope.aliyuncs.com")]
    [InlineData("DASHSCOPE_HTTP_BASE_URL", "https://me:secret@dashscope.aliyuncs.com/api/v1")]
    [InlineData("Accounts:0:Name", "")]
    [InlineData("Accounts:0:Name", "a name")]
    [InlineData("Accounts:0:Name", "second")]
    [InlineData("Accounts:0:ApiKey", "")]
    [InlineData("Accounts:0:BaseUrl", "nowhere")]
    [InlineData("Accounts:0:BaseUrl", "https://x/api/v1?key=1")]
    [InlineData("Accounts:0:RunningTasks", "0")]
    [InlineData("Accounts:0:SubmitsPerSecond", "-1")]
    [InlineData("Accounts:0:RepairQueriesPerSecond", "21")]
    public void What_is_wrong_is_said_with_its_key(string key, string value)
    {
        var problem = Problem(
            ("DASHSCOPE_API_KEY", "sk-1"), ("Accounts:0:Name", "first"), ("Accounts:0:ApiKey", "sk-2"), ("Accounts:1:Name", "second"), ("Accounts:1:ApiKey", "sk-3"), (key, value));

        problem.ShouldContain(value == "second" ? "Accounts:1:Name" : key);
        problem.ShouldNotContain("secret");
    }

    [Fact]
    public void A_missing_variable_is_named_where_the_configuration_names_it() =>
        Problem(("Accounts:0:Name", "first"), ("Accounts:0:ApiKeyEnvironmentVariable", "FIRST_KEY")).ShouldContain("FIRST_KEY");

    [Fact]
    public void A_region_without_a_shared_host_needs_an_address() =>
        Problem(("Accounts:0:Name", "first"), ("Accounts:0:ApiKey", "sk-1"), ("Accounts:0:Region", "eu-central-1")).ShouldContain("Accounts:0:BaseUrl");

    private static DashScopeAccounts Accounts(params (string Key, string Value)[] configuration)
    {
        var provider = Clients.Provide(configuration);
        provider.GetRequiredService<IStartupValidator>().Validate();
        return provider.GetRequiredService<DashScopeAccounts>();
    }

    private static string Problem(params (string Key, string Value)[] configuration)
    {
        // Later keys replace earlier ones.
        var last = configuration.GroupBy(pair => pair.Key).Select(group => group.Last()).ToArray();
        return Should.Throw<OptionsValidationException>(() => Clients.Provide(last).GetRequiredService<IStartupValidator>().Validate()).Message;
    }
}
