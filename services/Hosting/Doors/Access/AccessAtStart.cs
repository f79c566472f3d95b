using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.Storage;

namespace Wan.Hosting.Doors.Access;

/// <summary>
/// Refuses to start where other machines would reach doors that can tell nobody apart. Each request is looked at all the same: this says before the first one what would
/// become of it.
/// </summary>
internal static class AccessAtStart
{
    /// <summary>Looks whether the process may listen where it is told to.</summary>
    /// <exception cref="ConfigurationProblemException">It may not.</exception>
    public static async Task CheckAsync(WebApplication app)
    {
        var auth = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        var keys = app.Services.GetService<IKeyRing>();
        var onMongoDb = app.Services.GetRequiredService<IOptions<StorageOptions>>().Value.Provider == StorageOptions.MongoDbProvider;
        var elsewhere = ListenRules.ReachedFromElsewhere(app.Configuration);
        if (auth.Disabled)
            return;
        var secret = SecretOf(app);
        if (keys is null)
        {
            if (elsewhere is not null && secret is null && AsksWho(app))
            {
                throw Refuse(elsewhere, "no signing key is known, by which Intake's requests would be",
                    $"Set {AuthOptions.SectionName}:{nameof(AuthOptions.SigningKey)} to the same secret as Intake has, or make a key on the data folder that it shares with this service");
            }

            return;
        }

        if ((elsewhere is null && !onMongoDb) || await AnyAsync(keys) is not { } any)
            return;
        if (elsewhere is not null && !any)
            throw Refuse(elsewhere, "no key was made yet", "Make one first: ./wan keys add NAME --tenant TENANT");
        if (any && onMongoDb)
            app.Services.GetRequiredService<SigningKey>().Ensure();
    }

    private static bool AsksWho(IEndpointRouteBuilder routes) =>
        routes.DataSources.SelectMany(source => source.Endpoints).Any(door => door.Metadata.GetMetadata<DoorAccess>() is { Scope: not null });

    // Read before the first request comes.
    private static byte[]? SecretOf(WebApplication app)
    {
        try
        {
            return app.Services.GetRequiredService<SigningKey>().Current;
        }
        catch (StorageUnavailableException exception)
        {
            throw new ConfigurationProblemException($"{AuthOptions.SectionName}:{nameof(AuthOptions.SigningKey)}", $"can't be taken from its file. {exception.Message}");
        }
    }

    // Null: the store is away, and says of itself what is wrong with it.
    private static async Task<bool?> AnyAsync(IKeyRing keys)
    {
        try
        {
            return await keys.AnyAsync(CancellationToken.None);
        }
        catch (StorageException)
        {
            return null;
        }
    }

    private static ConfigurationProblemException Refuse(string address, string why, string instead) => new("urls",
        $"{address} is reached from other machines, and {why}. {instead}; or listen on localhost alone; or say {AuthOptions.SectionName}:{nameof(AuthOptions.Disabled)}=true, which lets everybody in.");
}
