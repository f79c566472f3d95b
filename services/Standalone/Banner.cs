namespace Wan.Standalone;

/// <summary>Says in a few lines what runs where and what is simulated.</summary>
internal static class Banner
{
    public static void Print(WebApplication app, DataFolder data, SimulatedVendor? vendor)
    {
        var address = app.Urls.FirstOrDefault();
        Console.WriteLine($"Wan Services at {address}: Intake, Submitter, Poller and Archiver in this process, on the in-memory bus.");
        Console.WriteLine($"  requests   POST {address}/v1/generations");
        Console.WriteLine($"  health     {address}/health/ready");
        Console.WriteLine($"  data       {data.Path}");
        Console.WriteLine(vendor is null
            ? $"  vendor     {app.Configuration["DASHSCOPE_HTTP_BASE_URL"] ?? "https://dashscope.aliyuncs.com/api/v1"}: real, and paid per second"
            : $"  vendor     SIMULATED at {vendor.BaseUrl} (no DASHSCOPE_API_KEY is set); its videos say so and cost nothing");
        Console.WriteLine("  Ctrl-C stops; started again on the same data, it goes on with what is unfinished.");
    }
}
