using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Wan.Bench;

/// <summary>
/// Videos through Archiver to the disk, against <c>curl</c> and <c>sha256sum</c> with the same concurrency, from the same source, in the same run.
/// Archiver's files are on the disk for good when it is done (fsync); curl's are only handed to the system, so there is a second figure
/// for curl with a <c>sync</c> after it.
/// </summary>
internal static class ArchiveBenchmark
{
    private const string Usage = "--files 200 --megabytes 20 --concurrency 8 --large-megabytes 2000 --directory DIR";

    public static async Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var files = Number(args, "--files", 200);
        var megabytes = Number(args, "--megabytes", 20);
        var concurrency = Number(args, "--concurrency", 8);
        var large = Number(args, "--large-megabytes", 2000);
        var folder = Directory.CreateDirectory(Path.Combine(Text(args, "--directory") ?? Path.GetTempPath(), $"wan-bench-{Guid.NewGuid():N}")).FullName;
        await Console.Error.WriteLineAsync($"{files} files of {megabytes} MB, {concurrency} at once, in {folder} (change it: {Usage})");
        try
        {
            await using var source = await VideoSource.StartAsync();
            var (curl, curlCpu, sync) = await RunCurlAsync(Path.Combine(folder, "curl"), source.Url(megabytes * 1_000_000L), files, concurrency);
            var ours = await RunWorkerAsync(Path.Combine(folder, "archiver"), source.Url(megabytes * 1_000_000L), files, concurrency);
            var one = await RunWorkerAsync(Path.Combine(folder, "large"), source.Url(large * 1_000_000L), 1, concurrency);
            return new Dictionary<string, double>
            {
                ["ratio_to_curl"] = ours.Seconds / curl,
                ["ratio_to_curl_synced"] = ours.Seconds / (curl + sync),
                ["mb_per_s"] = files * megabytes / ours.Seconds,
                ["seconds"] = ours.Seconds,
                ["curl_seconds"] = curl,
                ["curl_sync_seconds"] = sync,
                ["cpu_seconds"] = ours.CpuSeconds,
                ["curl_cpu_seconds"] = curlCpu,
                ["peak_rss_mb"] = ours.PeakRssMegabytes,
                ["peak_rss_mb_2gb"] = one.PeakRssMegabytes,
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(double Seconds, double CpuSeconds, double SyncSeconds)> RunCurlAsync(string folder, Uri url, int files, int concurrency)
    {
        Directory.CreateDirectory(folder);
        var each = $"curl -sf -o {folder}/{{}} {url} && sha256sum {folder}/{{}} >/dev/null";
        var script = $"TIMEFORMAT='%R %U %S'; time (seq {files} | xargs -P {concurrency} -I{{}} sh -c '{each}' || exit 1); time sync -f {folder}";
        var lines = (await ShellAsync(script)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var (run, sync) = (Times(lines[0]), Times(lines[1]));
        if (Directory.GetFiles(folder).Length != files)
            throw new InvalidOperationException("curl did not get every file.");
        Directory.Delete(folder, recursive: true);
        return (run[0], run[1] + run[2], sync[0]);
    }

    private static double[] Times(string line) => [.. line.Split(' ').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    private static async Task<string> ShellAsync(string script)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script]) { RedirectStandardError = true })!;
        var output = await shell.StandardError.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return shell.ExitCode == 0 ? output : throw new InvalidOperationException(output);
    }

    // A process of its own, so that its memory and CPU are its own.
    private static async Task<ArchiveWorker.Result> RunWorkerAsync(string folder, Uri url, int files, int concurrency)
    {
        var assembly = typeof(ArchiveBenchmark).Assembly.Location;
        using var worker = Process.Start(new ProcessStartInfo("dotnet", [assembly, ArchiveWorker.Name, folder, url.AbsoluteUri, $"{files}", $"{concurrency}"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = await worker.StandardOutput.ReadToEndAsync();
        await worker.WaitForExitAsync();
        Directory.Delete(folder, recursive: true);
        return JsonSerializer.Deserialize<ArchiveWorker.Result>(output)!;
    }

    private static int Number(string[] args, string name, int fallback) =>
        Text(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : fallback;

    private static string? Text(string[] args, string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;
}
