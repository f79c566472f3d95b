using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Wan.Hosting;

/// <summary>
/// <c>--health</c>: asks the process that runs with the same settings whether it is ready. For whoever looks after a container in which there is nothing else to ask with.
/// </summary>
internal static class HealthVerb
{
    /// <summary>The word of the command line; settings may follow it.</summary>
    public const string Word = "--health";

    private const string Path = "/health/ready";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Asks, and writes one line that says how it is.</summary>
    /// <param name="args">Settings, as the process has them on its command line.</param>
    /// <param name="unlessSaid">Where it listens if the settings don't say it.</param>
    /// <param name="output">Takes the line.</param>
    /// <returns>The exit code: 0 if the process is ready, 1 if it is not or does not answer within 5 seconds.</returns>
    public static async Task<int> RunAsync(string[] args, string unlessSaid, TextWriter output)
    {
        var (isReady, line) = Find(WebApplication.CreateSlimBuilder(args).Configuration, unlessSaid, out var problem) is { } address
            ? await AskAsync(new Uri(address, Path))
            : (false, problem!);
        await output.WriteLineAsync(line);
        return isReady ? 0 : 1;
    }

    /// <summary>Where to ask: at an address of this machine, without TLS if there is one.</summary>
    internal static Uri? Find(IConfiguration configuration, string unlessSaid, out string? problem)
    {
        var said = ListenAddresses.Of(configuration).DefaultIfEmpty(unlessSaid).OrderBy(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)).First();
        problem = null;
        try
        {
            var address = BindingAddress.Parse(said);
            if (!address.IsUnixPipe && !address.IsNamedPipe && address.Port != 0)
                return new UriBuilder(address.Scheme, HostOf(address.Host), address.Port).Uri;
            problem = $"not known: {said} has no port that could be asked. Set ASPNETCORE_URLS to an address with one, such as http://localhost:8080.";
        }
        catch (Exception exception) when (exception is FormatException or ArgumentException)
        {
            problem = $"not known: '{said}' is no address to listen at. {exception.Message}";
        }

        return null;
    }

    // What is no address of one interface stands for all of them.
    private static string HostOf(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? host
        : IPAddress.TryParse(host.Trim('[', ']'), out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any) ? host
        : "127.0.0.1";

    private static async Task<(bool IsReady, string Line)> AskAsync(Uri address)
    {
        // No proxy stands between a process and itself.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
#pragma warning disable CA5359 // Its certificate is for the names that others know it by, and nothing secret is sent.
        handler.SslOptions.RemoteCertificateValidationCallback = (_, _, _, _) => true;
#pragma warning restore CA5359
        using var http = new HttpClient(handler) { Timeout = Patience, MaxResponseContentBufferSize = 64 * 1024 };
        try
        {
            using var answer = await http.GetAsync(address);
            var said = Describe(await answer.Content.ReadAsStringAsync());
            return answer.StatusCode == HttpStatusCode.OK ? (true, $"ready{said}") : (false, $"not ready: {address} answered {(int)answer.StatusCode}{said}");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            return (false, $"not ready: {address} does not answer: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            return (false, $"not ready: {address} has not answered within {Patience.TotalSeconds:0} seconds.");
        }
    }

    // Each check that has something to say.
    private static string Describe(string body)
    {
        try
        {
            using var view = JsonDocument.Parse(body);
            return string.Concat(view.RootElement.GetProperty("checks").EnumerateObject()
                .Where(check => check.Value.TryGetProperty("message", out _))
                .Select(check => $"; {check.Name}: {check.Value.GetProperty("message").GetString()}"));
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return "";
        }
    }
}
