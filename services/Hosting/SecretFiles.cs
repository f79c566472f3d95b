using Microsoft.Extensions.Configuration;

namespace Wan.Hosting;

/// <summary>Settings that stand in files, one each, as containers are given secrets: the file's name is the setting, with <c>__</c> for <c>:</c>, and what is in it the value.</summary>
public static class SecretFiles
{
    /// <summary>Configuration key of the folder; absent: there is none.</summary>
    public const string FolderKey = "WAN_SECRETS";

    /// <summary>Adds what is in the folder, if one is named. It counts before the environment and the command line, and is read once.</summary>
    /// <exception cref="ConfigurationProblemException">The folder is not there, or something in it can't be read.</exception>
    public static void AddSecretFiles(this IConfigurationBuilder builder, IConfiguration configuration)
    {
        if (configuration[FolderKey] is not { } folder || string.IsNullOrWhiteSpace(folder))
            return;
        if (!Path.IsPathFullyQualified(folder) || !Directory.Exists(folder))
            throw new ConfigurationProblemException(FolderKey, $"must be the full path of a folder with a file for each secret, such as /run/secrets; there is none at '{folder}'.");
        try
        {
            builder.AddKeyPerFile(folder, optional: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationProblemException(FolderKey, $"'{folder}' can't be read: {exception.Message} The user that this process runs as must be able to read every file in it.");
        }
    }
}
