using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Storage;
using Wan.Submitter.Restores;

namespace Wan.Standalone.Backups;

/// <summary>
/// <c>backup DIR</c> and <c>restore DIR</c>, of an installation on SQLite, and <c>restored</c>, after the documents of MongoDB were put back. Which folder, or which database, is a setting
/// (<c>Storage</c>), as for the services.
/// </summary>
internal static class BackupCommand
{
    /// <summary>Makes a backup.</summary>
    /// <returns>The exit code, as of <see cref="RestoreAsync"/>.</returns>
    public static Task<int> BackUpAsync(string folder, TextWriter output, TextWriter errors) => RunAsync(errors, () =>
    {
        var data = DataOf(Configuration());
        var manifest = Backup.Make(data, Path.GetFullPath(folder), output.WriteLine, TimeProvider.System);
        output.WriteLine($"{manifest.Files.Count} files as of {manifest.MadeAt:u}. Videos are not among them: copy {Path.Combine(data, "archive")} too, if that is where they are.");
        return Task.CompletedTask;
    });

    /// <summary>Restores one.</summary>
    /// <returns>The exit code: 0, or of sysexits.h 65 if a folder is not as it should be, 69 if the store doesn't answer, 78 for a wrong setting.</returns>
    public static Task<int> RestoreAsync(string folder, TextWriter output, TextWriter errors) => RunAsync(errors, async () =>
    {
        var data = DataOf(Configuration());
        Say(output, await Restoration.RestoreAsync(Path.GetFullPath(folder), data, output.WriteLine, CancellationToken.None));
        output.WriteLine($"{data} is as of {BackupManifest.Read(folder).MadeAt:u}. Put its videos back into {Path.Combine(data, "archive")}, and look with ./wan verify.");
    });

    /// <summary>Makes documents safe that were put back by other means.</summary>
    /// <returns>The exit code, as of <see cref="RestoreAsync"/>.</returns>
    public static Task<int> RestoredAsync(TextWriter output, TextWriter errors) =>
        RunAsync(errors, async () => Say(output, await RestoredLine.GiveUpAsync(Configuration(), CancellationToken.None)));

    private static void Say(TextWriter output, int count) => output.WriteLine(
        $"{count} generations whose turn was to come, or whose POST was in doubt, are given up (submission_restored): they may have been submitted since. So is what was accepted before now and comes into the line later.");

    private static async Task<int> RunAsync(TextWriter errors, Func<Task> run)
    {
        PrivateFiles.Use();
        try
        {
            await run();
            return 0;
        }
        catch (Exception exception) when (exception is BackupException or StorageException or IOException or UnauthorizedAccessException or OptionsValidationException or ConfigurationProblemException)
        {
            await errors.WriteLineAsync(exception.Message);
            return exception is BackupException ? 65 : exception is OptionsValidationException or ConfigurationProblemException ? 78 : 69;
        }
    }

    private static ConfigurationManager Configuration()
    {
        var configuration = WebApplication.CreateSlimBuilder().Configuration;
        configuration.AddSecretFiles(configuration);
        return configuration;
    }

    private static string DataOf(ConfigurationManager configuration)
    {
        if (configuration[$"{StorageOptions.SectionName}:{nameof(StorageOptions.Provider)}"] == StorageOptions.MongoDbProvider)
            throw new BackupException("The documents are in MongoDB: use mongodump and mongorestore, and after that ./wan restored before any service starts.");
        return Path.GetFullPath(configuration[$"{StorageOptions.SectionName}:{nameof(StorageOptions.Directory)}"] ?? new StorageOptions().Directory);
    }
}
