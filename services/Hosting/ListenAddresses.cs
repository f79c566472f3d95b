using Microsoft.Extensions.Configuration;

namespace Wan.Hosting;

/// <summary>Where a process will listen, as Kestrel reads the configuration.</summary>
internal static class ListenAddresses
{
    /// <summary>The addresses, such as <c>http://*:8080</c>; none where nothing is said.</summary>
    // https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints: the first of these that is there counts; without any it is localhost.
    public static IReadOnlyList<string> Of(IConfiguration configuration)
    {
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>().ToList();
        if (endpoints.Count > 0)
            return endpoints;
        var urls = Parts(configuration["urls"]);
        return urls.Length > 0
            ? urls
            : [.. Parts(configuration["http_ports"]).Select(port => $"http://*:{port}"), .. Parts(configuration["https_ports"]).Select(port => $"https://*:{port}")];
    }

    private static string[] Parts(string? text) => text?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
