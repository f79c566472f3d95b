using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Wan.Bench.Pages;

/// <summary>A server alone in this process that answers everything with the bytes of a file: what HTTP itself costs.</summary>
internal static class BarePages
{
    /// <summary>How the process is told from a benchmark.</summary>
    public const string Name = "bare-pages";

    public static async Task RunAsync(string file, int port)
    {
        var body = await File.ReadAllBytesAsync(file);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        app.MapGet("/", () => Results.Bytes(body, "application/json"));
        await app.RunAsync();
    }
}
