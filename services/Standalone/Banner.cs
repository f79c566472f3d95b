using Wan.DashScope.Accounts;
using Wan.Hosting;
using Wan.Intake.Keys;

namespace Wan.Standalone;

/// <summary>Says in a few lines what runs where, and what is simulated and what is paid.</summary>
internal static class Banner
{
    public static void Print(WebApplication app, DataFolder data, VendorChoice choice)
    {
        var address = app.Urls.FirstOrDefault();
        Console.WriteLine($"Wan Services at {address}: Intake, Submitter, Poller, Archiver and Notifier in this process, on {Bus(app.Configuration)}.");
        Console.WriteLine($"  page       {address}/");
        Console.WriteLine($"  requests   POST {address}/v1/generations");
        Console.WriteLine($"  health     {address}/health/ready");
        Console.WriteLine($"  data       {data.Path}");
        Console.WriteLine($"  access     {app.Services.GetRequiredService<KeysAtStart>().Sentence}");
        foreach (var account in app.Services.GetRequiredService<DashScopeAccounts>().All)
            Console.WriteLine($"  vendor     account {account.Describe()}");
        if (choice.IsSimulated)
            Console.WriteLine("             No account is configured: set DASHSCOPE_API_KEY for real videos.");
        if (choice.Ignored is { } ignored)
            Console.WriteLine($"             {ignored}");
        Console.WriteLine("  Ctrl-C stops; started again on the same data, it goes on with what is unfinished.");
    }

    // The address has a password in it.
    private static string Bus(IConfiguration configuration) =>
        BusServiceCollectionExtensions.ReadAddress(configuration) is { } broker ? $"the broker at {broker.Host}:{(broker.Port < 0 ? broker.Scheme == "amqps" ? 5671 : 5672 : broker.Port)}" : "the in-memory bus";
}
