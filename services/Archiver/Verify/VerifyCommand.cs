using System.Globalization;
using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver.Verify;

/// <summary>
/// <c>dotnet Wan.Archiver.dll verify [--data DIR] [--parallel 4] [--before TIME]</c>: reads the whole archive again. Changes nothing, and may run beside the services. Findings go to
/// standard output; how far it has come, to standard error.
/// </summary>
internal static class VerifyCommand
{
    private const int UsualParallel = 4, MostParallel = 64;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    /// <summary>Prints a line for each finding.</summary>
    /// <returns>
    /// 0 if all is well, 1 if there are findings, 130 if it was stopped, 69 (EX_UNAVAILABLE of sysexits.h) if the store doesn't answer, 78 (EX_CONFIG) for a wrong setting.
    /// </returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        try
        {
            return await VerifyAsync(args, output, errors, cancellationToken);
        }
        catch (Exception exception) when (exception is OptionsValidationException or ConfigurationProblemException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 78;
        }
        catch (StoreUnavailableException unavailable)
        {
            await errors.WriteLineAsync(unavailable.Message);
            return 69;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return 130;
        }
    }

    private static async Task<int> VerifyAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddSecretFiles(builder.Configuration);
        builder.Configuration.AddCommandLine(args);
        if (builder.Configuration["data"] is { } data)
        {
            builder.Configuration["Storage:Directory"] = data;
            builder.Configuration["Archive:Directory"] = Path.Combine(data, "archive");
        }

        var (before, parallel) = (ReadTime(builder.Configuration["before"]), ReadCount(builder.Configuration["parallel"]));
        builder.Services.AddArchive(builder.Configuration);
        using var host = builder.Build();
        MustBeThere(host.Services.GetRequiredService<IOptions<ArchiveOptions>>().Value);
        await host.StartAsync(cancellationToken); // Opens the documents' store.

        var archives = host.Services.GetRequiredService<IDocuments<Archive>>();
        var findings = await RunAsync("", new ArchiveVerifier(archives, host.Services.GetRequiredService<IVideoStore>()));
        if (host.Services.GetRequiredService<CopyTarget>().Store is { } copy)
            findings += await RunAsync("copy: ", new ArchiveVerifier(archives, copy, isCopy: true));
        return findings == 0 ? 0 : 1;

        async Task<int> RunAsync(string place, ArchiveVerifier verifier)
        {
            var count = 0;
            await using var timer = new Timer(_ => Say(), null, Pace, Pace);
            try
            {
                await verifier.VerifyAsync(before, parallel, finding =>
                {
                    count++;
                    output.WriteLine($"{place}{finding.Kind} {finding.Key}: {finding.Detail}");
                }, cancellationToken);
            }
            catch
            {
                Say();
                throw;
            }

            await output.WriteLineAsync($"{place}{verifier.Progress.Videos} videos checked, {count} findings");
            return count;

            void Say()
            {
                var progress = verifier.Progress;
                var goOn = progress.Place is { } reached ? $"; to go on from here: --before {reached.UtcDateTime:O}" : "";
                errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{place}{progress.Videos:N0} videos, {progress.Bytes / 1e9:N1} GB, {count} findings{goOn}"));
            }
        }
    }

    private static DateTimeOffset? ReadTime(string? text) => text is null ? null
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time
        : throw new ConfigurationProblemException("--before", $"'{text}' is no time such as 2026-01-31T12:00:00Z.");

    private static int ReadCount(string? text) => text is null ? UsualParallel
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= MostParallel ? count
        : throw new ConfigurationProblemException("--parallel", $"'{text}' is no number from 1 to {MostParallel}.");

    // An archive that isn't there would be found to be in order.
    private static void MustBeThere(ArchiveOptions options)
    {
        if (options.Provider == StoreOptions.Files && !Directory.Exists(options.Directory))
            throw new ConfigurationProblemException("Archive:Directory", $"there is no archive at '{options.Directory}'.");
    }
}
