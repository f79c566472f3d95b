using System.Globalization;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.Archiver.Transfers;
using Wan.Hosting;
using Wan.Intake.Transfers;
using Wan.Storage;

namespace Wan.Standalone.Transfers;

/// <summary>
/// <c>export [--tenant T] [--since TIME] [--before TIME]</c> writes generations to standard output, and <c>import</c> reads them from standard input. Which store is a setting
/// (<c>Storage</c>), as for the services, which may run. How far they have come stands on standard error.
/// </summary>
internal static class TransferCommand
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(10);

    /// <summary>Exports.</summary>
    /// <returns>The exit code: 0, 1 if lines were left out, 130 if it was stopped, or of sysexits.h 69 if the store doesn't answer or the output can't be written, 78 for a wrong setting.</returns>
    public static Task<int> ExportAsync(string[] args, Stream output, TextWriter errors) => RunAsync(args, errors, async (services, configuration, stop) =>
    {
        var export = new Export(services.GetRequiredService<GenerationTransfer>(), services.GetRequiredService<ArchiveTransfer>());
        await SayAsync(errors, isWhole => $"{export.Count:N0} generations{(!isWhole && export.Place is { } place ? $"; to go on from here: --before {place.UtcDateTime:O}" : "")}",
            () => export.WriteAsync(TransferOptions.Read(configuration), output, stop));
        return 0;
    });

    /// <summary>Imports.</summary>
    /// <returns>The exit code, as of <see cref="ExportAsync"/>.</returns>
    public static Task<int> ImportAsync(string[] args, Stream input, TextWriter errors) => RunAsync(args, errors, async (services, _, stop) =>
    {
        var import = new Import(services.GetRequiredService<GenerationTransfer>(), services.GetRequiredService<ArchiveTransfer>());
        using var lines = new StreamReader(input, Encoding.UTF8);
        await SayAsync(errors, _ => $"{import.CountOf(PutGeneration.Put):N0} generations imported, {import.CountOf(PutGeneration.IsThere):N0} were there, "
            + $"{import.CountOf(PutGeneration.NotEnded):N0} have not ended and are left out, {import.CountOf(PutGeneration.KeyTaken) + import.Bad:N0} could not be imported",
            () => import.ReadAsync(lines, errors.WriteLine, stop));
        return import.CountOf(PutGeneration.KeyTaken) + import.Bad == 0 ? 0 : 1;
    });

    private static async Task SayAsync(TextWriter errors, Func<bool, string> say, Func<Task> run)
    {
        var isWhole = false;
        await using var timer = new Timer(_ => errors.WriteLine(say(false)), null, Pace, Pace);
        try
        {
            await run();
            isWhole = true;
        }
        finally
        {
            await errors.WriteLineAsync(say(isWhole));
        }
    }

    private static async Task<int> RunAsync(string[] args, TextWriter errors, Func<IServiceProvider, IConfiguration, CancellationToken, Task<int>> run)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        PrivateFiles.Use();
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, press) =>
        {
            press.Cancel = true; // It says first how far it has come.
            stop.Cancel();
        };
        try
        {
            var configuration = WebApplication.CreateSlimBuilder(args).Configuration;
            configuration.AddSecretFiles(configuration);
            var services = new ServiceCollection().AddLogging().AddStorage(configuration);
            GenerationTransfer.Add(services);
            ArchiveTransfer.Add(services);
            await using var provider = services.BuildServiceProvider();
            MustBeThere(provider.GetRequiredService<IOptions<StorageOptions>>().Value);
            return await run(provider, configuration, stop.Token);
        }
        catch (Exception exception) when (exception is OptionsValidationException or ConfigurationProblemException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 78;
        }
        catch (Exception exception) when (exception is StorageException or IOException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 69;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return 130;
        }
    }

    // A folder that was misspelt would have nothing to export, and take an import in.
    private static void MustBeThere(StorageOptions storage)
    {
        if (storage.Provider == StorageOptions.SqliteProvider && !File.Exists(Path.Combine(storage.Directory, "intake.db")))
            throw new ConfigurationProblemException("Storage:Directory", $"there are no documents in '{storage.Directory}'. Name the folder of the services with --data; a new one is made by their first start.");
    }
}
