using Microsoft.Extensions.Options;
using Wan.Archiver.Stores;
using Wan.Hosting;
using Wan.Storage;

namespace Wan.Archiver.Verify;

/// <summary><c>dotnet Wan.Archiver.dll verify [--data DIR]</c>: reads the whole archive again. Changes nothing, and may run beside the services.</summary>
internal static class VerifyCommand
{
    /// <summary>Prints a line for each finding.</summary>
    /// <returns>0 if all is well, 1 if there are findings, 78 (EX_CONFIG of sysexits.h) for a wrong setting.</returns>
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
        await host.StartAsync(cancellationToken); // Opens the documents' store.

        var archives = host.Services.GetRequiredService<IDocuments<Archive>>();
        var findings = await RunAsync("", archives, host.Services.GetRequiredService<IVideoStore>(), output, cancellationToken);
        if (host.Services.GetRequiredService<CopyTarget>().Store is { } copy)
            findings += await RunAsync("copy: ", archives, copy, output, cancellationToken);
        return findings == 0 ? 0 : 1;
    }

    private static async Task<int> RunAsync(
        string place, IDocuments<Archive> archives, IVideoStore store, TextWriter output, CancellationToken cancellationToken)
    {
        var count = 0;
        var verifier = new ArchiveVerifier(archives, store);
        await foreach (var finding in verifier.VerifyAsync(cancellationToken))
        {
            count++;
            await output.WriteLineAsync($"{place}{finding.Kind} {finding.Key}: {finding.Detail}");
        }

        await output.WriteLineAsync($"{place}{verifier.Checked} videos checked, {count} findings");
        return count;
    }
}
