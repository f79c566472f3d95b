using Microsoft.Extensions.Options;
using Wan.DashScope;
using Wan.DashScope.Accounts;
using Wan.Hosting;

namespace Wan.Standalone;

/// <summary>
/// <c>accounts</c>: says which accounts these settings make, and what is simulated and what is paid. With <c>--simulator URL</c> it says it beside
/// standard output, and there the settings (<c>NAME=value</c> on each line) for a simulator that is to be started there; none if none is to be.
/// </summary>
internal static class AccountsCommand
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0, or 78 (EX_CONFIG of sysexits.h) for a wrong setting.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter errors)
    {
        try
        {
            var configuration = WebApplication.CreateSlimBuilder(args).Configuration;
            configuration.AddSecretFiles(configuration);
            var simulator = configuration.GetValue<Uri>("simulator");
            var choice = VendorChoice.Of(configuration);
            var settings = choice.IsSimulated ? VendorChoice.Settings(simulator ?? new Uri("http://127.0.0.1"), configuration).ToList() : [];
            configuration.AddInMemoryCollection(settings);
            Say(simulator is null ? output : errors, choice, Accounts(configuration), simulator is null);
            if (simulator is not null)
                settings.ForEach(setting => output.WriteLine($"{setting.Key.Replace(":", "__", StringComparison.Ordinal)}={setting.Value}"));
            return 0;
        }
        catch (Exception exception) when (exception is OptionsValidationException or ConfigurationProblemException or InvalidOperationException { InnerException: FormatException })
        {
            errors.WriteLine($"Not started. {exception.Message}");
            return 78;
        }
    }

    private static void Say(TextWriter writer, VendorChoice choice, DashScopeAccounts accounts, bool placeOpen)
    {
        if (choice.IsSimulated && placeOpen)
            writer.WriteLine("The vendor is SIMULATED on this machine.");
        else
            accounts.All.ToList().ForEach(account => writer.WriteLine($"Account {account.Describe()}"));
        if (choice.IsSimulated)
            writer.WriteLine("No account is configured: set DASHSCOPE_API_KEY for real videos.");
        if (choice.Ignored is { } ignored)
            writer.WriteLine(ignored);
    }

    private static DashScopeAccounts Accounts(ConfigurationManager configuration)
    {
        using var provider = new ServiceCollection().AddDashScope(configuration).BuildServiceProvider();
        return provider.GetRequiredService<DashScopeAccounts>();
    }
}
