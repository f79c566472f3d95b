using System.Diagnostics;
using Wan.Fixtures;

namespace Wan.Archiver.Tests;

/// <summary>
/// An S3 server of another make: the npm package s3rver, installed into this project's obj folder the first time; or the one at
/// <c>WAN_TEST_S3</c>, an address that is used in path style with the bucket <c>WAN_TEST_S3_BUCKET</c> and the keys of <c>AWS_*</c>.
/// </summary>
public sealed class S3Server : IAsyncLifetime, IDisposable
{
    private const string Package = "s3rver@3.7.1";

    private static readonly string? Given = Environment.GetEnvironmentVariable("WAN_TEST_S3") is { Length: > 0 } address ? address : null;
    private static readonly string Bucket = Environment.GetEnvironmentVariable("WAN_TEST_S3_BUCKET") is { Length: > 0 } bucket ? bucket : "wan-archive";
    private static readonly string Run = $"{Guid.CreateVersion7():N}/";

    private static readonly SemaphoreSlim Installing = new(1, 1);

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort.Next();
    private Process? process;

    /// <summary>The settings that make an archive use it.</summary>
    /// <param name="section">The section of the store.</param>
    /// <param name="prefix">Keeps the tests apart.</param>
    public Dictionary<string, string> Settings(string section, string prefix) => new()
    {
        [$"{section}:Provider"] = "s3",
        [$"{section}:S3:Endpoint"] = Given ?? $"http://127.0.0.1:{port}",
        [$"{section}:S3:Bucket"] = Bucket,
        [$"{section}:S3:Prefix"] = Run + prefix,
        [$"{section}:S3:PathStyle"] = "true",
        [$"{section}:S3:AccessKey"] = Key("AWS_ACCESS_KEY_ID"),
        [$"{section}:S3:SecretKey"] = Key("AWS_SECRET_ACCESS_KEY"),
    };

    public async Task InitializeAsync()
    {
        if (Given is not null)
            return;
        await Installing.WaitAsync();
        try
        {
            Start(await InstallAsync());
        }
        finally
        {
            Installing.Release();
        }

        using var http = new HttpClient();
        await Eventually.UntilAsync(
            async () =>
            {
                try
                {
                    using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/"));
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            "s3rver");
    }

    public Task DisposeAsync()
    {
        Dispose();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        process?.StandardInput.Close();
        process?.WaitForExit(10_000);
        process?.Dispose();
        process = null;
        folder.Dispose();
    }

    private static string Key(string name) =>
        Given is null ? "S3RVER" : Environment.GetEnvironmentVariable(name) ?? throw new InvalidOperationException($"{name} is not set.");

    // The shell ends the server when its input ends, which it does whenever we end.
    private void Start(string server)
    {
        process = Process.Start(new ProcessStartInfo(
            "bash",
            ["-c", $"node '{server}' --silent -d '{folder.Path}' -a 127.0.0.1 -p {port} --no-vhost-buckets --configure-bucket {Bucket} & read; kill -KILL $!"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private static async Task<string> InstallAsync()
    {
        var place = Repository.File("tests", "Archiver.Tests", "obj", "s3rver");
        var server = Path.Combine(place, "node_modules", "s3rver", "bin", "s3rver.js");
        if (File.Exists(Path.Combine(place, "done")))
            return server;

        Directory.CreateDirectory(place);
        using var npm = Process.Start(new ProcessStartInfo("npm", ["install", "--prefix", place, "--no-audit", "--no-fund", "--no-save", Package])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var output = await Task.WhenAll(npm.StandardOutput.ReadToEndAsync(), npm.StandardError.ReadToEndAsync()).WaitAsync(TimeSpan.FromMinutes(5));
        await npm.WaitForExitAsync();
        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"npm install {Package} failed: {string.Join('\n', output)}");
        await File.WriteAllTextAsync(Path.Combine(place, "done"), Package);
        return server;
    }
}
