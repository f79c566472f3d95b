using System.Globalization;
using Microsoft.Extensions.Options;
using Wan.Hosting;
using Wan.Hosting.Doors.Access;
using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>
/// <c>dotnet Wan.Intake.dll keys ...</c>: makes, lists and revokes keys in the store, whether the services run or not. A new key stands alone on standard output.
/// </summary>
internal static class KeysCommand
{
    private const int AtOnce = 200;

    /// <summary>Runs it.</summary>
    /// <returns>The exit code: 0, 1 if it can't be done, or of sysexits.h 64 for a wrong command line, 69 if the store doesn't answer, 78 for a wrong setting.</returns>
    public static async Task<int> RunAsync(string[] words, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (KeyWords.AskHow(words))
        {
            await output.WriteLineAsync(KeyWords.Usage);
            return 0;
        }

        if (!KeyWords.TryRead(words, out var read))
        {
            await errors.WriteLineAsync(KeyWords.Usage);
            return 64;
        }

        try
        {
            PrivateFiles.Use();
            using var host = Build(read.Option("--data"));
            host.Services.GetService<IStartupValidator>()?.Validate();
            var book = host.Services.GetRequiredService<KeyBook>();
            await errors.WriteLineAsync($"Keys of {Place(host.Services.GetRequiredService<IOptions<StorageOptions>>().Value)}");
            return read.Verb switch
            {
                "add" => await AddAsync(book, read, output, errors, cancellationToken),
                "list" => await ListAsync(book, host.Services.GetRequiredService<TimeProvider>().GetUtcNow(), output, cancellationToken),
                _ => await RevokeAsync(book, read.Subject!, output, errors, cancellationToken),
            };
        }
        catch (Exception exception) when (exception is OptionsValidationException or ConfigurationProblemException)
        {
            await errors.WriteLineAsync(exception.Message);
            return 78;
        }
        catch (StorageException exception)
        {
            await errors.WriteLineAsync(exception.Message);
            return 69;
        }
    }

    // Keys of another folder than the services' let nobody in.
    private static string Place(StorageOptions store)
    {
        if (store.Provider == StorageOptions.MongoDbProvider)
            return $"the database {store.MongoDb.Database}";
        var folder = Path.GetFullPath(store.Directory);
        return File.Exists(Path.Combine(folder, "intake.db")) ? folder : $"{folder}, where nothing is kept yet: do the services use that folder? (--data DIR)";
    }

    private static IHost Build(string? data)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddSecretFiles(builder.Configuration);
        if (data is not null)
            builder.Configuration["Storage:Directory"] = data;
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddSigning(builder.Configuration);
        builder.Services.AddKeyBook();
        return builder.Build();
    }

    private static async Task<int> AddAsync(KeyBook book, KeyWords words, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (words.Option(KeyWords.IfNone) is not null && await book.AnyAsync(cancellationToken))
        {
            await errors.WriteLineAsync("There are keys already; none was made.");
            return 0;
        }

        double? expires = words.Option("--expires") is { } time ? KeyRules.ReadTime(time) ?? double.NaN : null;
        var wanted = new NewKey { Name = words.Subject, Tenant = words.Option("--tenant"), Scopes = words.Option("--scopes")?.Split(','), ExpiresIn = expires };
        if (KeyRules.Check(wanted) is { Count: > 0 } findings)
        {
            foreach (var finding in findings)
                await errors.WriteLineAsync(finding.Code == "key.expires_in" ? "--expires must be a time such as 90d, 12h or 30m, a minute to ten years." : $"--{finding.Message}");
            return 64;
        }

        if (await book.AddAsync(wanted, cancellationToken) is not var (key, token))
        {
            await errors.WriteLineAsync($"{wanted.Tenant} has a key with the name '{wanted.Name}'. Revoke that one, or choose another name.");
            return 1;
        }

        await errors.WriteLineAsync($"The key of {key.Name} for the tenant {key.Tenant} ({string.Join(", ", key.Scopes)}), shown this once:");
        await output.WriteLineAsync(token);
        return 0;
    }

    private static async Task<int> ListAsync(KeyBook book, DateTimeOffset now, TextWriter output, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync($"{"id",-12}  {"state",-7}  {"created",-16}  {"expires",-16}  {"last used",-16}  {"tenant",-12}  {"scopes",-26}  name");
        string? cursor = null;
        do
        {
            var page = await book.PageAsync(new PageQuery { Limit = AtOnce, Cursor = cursor }, cancellationToken);
            foreach (var key in page.Items)
            {
                var state = key.RevokedAt is not null ? "revoked" : key.ExpiresAt <= now ? "expired" : "good";
                await output.WriteLineAsync(
                    $"{key.Id,-12}  {state,-7}  {Show(key.CreatedAt),-16}  {Show(key.ExpiresAt),-16}  {Show(key.LastUsedAt),-16}  {key.Tenant,-12}  {string.Join(',', key.Scopes),-26}  {key.Name}");
            }

            cursor = page.Next;
        }
        while (cursor is not null);
        return 0;
    }

    private static string Show(DateTimeOffset? at) => at?.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "-";

    private static async Task<int> RevokeAsync(KeyBook book, string id, TextWriter output, TextWriter errors, CancellationToken cancellationToken)
    {
        if (await book.RevokeAsync(id, cancellationToken) is not { } key)
        {
            await errors.WriteLineAsync($"No key has the id '{id}'; ./wan keys list shows those that there are.");
            return 1;
        }

        await output.WriteLineAsync($"The key {key.Id} of {key.Name} is revoked; within two seconds it lets nobody in.");
        return 0;
    }
}
