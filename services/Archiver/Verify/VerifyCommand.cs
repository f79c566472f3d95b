using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver.Verify;

/// <summary><c>dotnet Wan.Archiver.dll verify [--data DIR]</c>: reads the whole archive again. Changes nothing, and may run beside the services.</summary>
internal static class VerifyCommand
{
    /// <summary>Prints a line for each finding.</summary>
    /// <returns>0 if all is well, 1 if there are findings, 69 (EX_UNAVAILABLE of sysexits.h) if the store doesn't answer, 78 (EX_CONFIG) for a wrong setting.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        try
        {
            return await VerifyAsync(args, output, cancellationToken);
        }
        catch (Exception exception) when (exception is OptionsValidationException or ConfigurationProblemException)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return 78;
        }
        catch (StoreUnavailableException unavailable)
        {
            await Console.Error.WriteLineAsync(unavailable.Message);
            return 69;
        }
    }

    private static async Task<int> VerifyAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddCommandLine(args);
        if (builder.Configuration["data"] is { } data)
        {
            builder.Configuration["Storage:Directory"] = data;
            builder.Configuration["Archive:Directory"] = Path.Combine(data, "archive");
        }

        builder.Services.AddArchive(builder.Configuration);
        using var host = builder.Build();
        MustBeThere(host.Services.GetRequiredService<IOptions<ArchiveOptions>>().Value);
        await host.StartAsync(cancellationToken); // Opens the documents' store.

        var archives = host.Services.GetRequiredService<IDocuments<Archive>>();
        var findings = await RunAsync("", new ArchiveVerifier(archives, host.Services.GetRequiredService<IVideoStore>()), output, cancellationToken);
        if (host.Services.GetRequiredService<CopyTarget>().Store is { } copy)
            findings += await RunAsync("copy: ", new ArchiveVerifier(archives, copy, isCopy: true), output, cancellationToken);
        return findings == 0 ? 0 : 1;
    }

    // An archive that isn't there would be found to be in order.
    private static void MustBeThere(ArchiveOptions options)
    {
        if (options.Provider == StoreOptions.Files && !Directory.Exists(options.Directory))
            throw new ConfigurationProblemException("Archive:Directory", $"there is no archive at '{options.Directory}'.");
    }

    private static async Task<int> RunAsync(string place, ArchiveVerifier verifier, TextWriter output, CancellationToken cancellationToken)
    {
        var count = 0;
        await foreach (var finding in verifier.VerifyAsync(cancellationToken))
        {
            count++;
            await output.WriteLineAsync($"{place}{finding.Kind} {finding.Key}: {finding.Detail}");
        }

        await output.WriteLineAsync($"{place}{verifier.Checked} videos checked, {count} findings");
        return count;
    }
}
