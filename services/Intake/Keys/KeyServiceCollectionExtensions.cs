using Wan.Hosting.Doors.Access;
using Wan.Intake.Doors;
using Wan.Storage;

namespace Wan.Intake.Keys;

/// <summary>Adds the keys.</summary>
internal static class KeyServiceCollectionExtensions
{
    /// <summary>Adds them, and what knows by them who asks.</summary>
    public static void AddKeys(this IServiceCollection services)
    {
        services.AddKeyBook();
        services.AddSingleton<KeyUses>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyUses>());
        services.AddSingleton<KeyRing>();
        services.AddSingleton<IKeyRing>(provider => provider.GetRequiredService<KeyRing>());
        services.AddSingleton<KeysAtStart>();
        services.AddHostedService(provider => provider.GetRequiredService<KeysAtStart>());
        services.AddSingleton<IGenerationTenants, GenerationTenants>();
    }

    /// <summary>Adds what makes, lists and revokes them.</summary>
    public static void AddKeyBook(this IServiceCollection services)
    {
        services.AddDocuments(new Collection<AccessKey>("intake", "keys", IntakeJson.Default.AccessKey)
        {
            Queries = DocumentQueries.UniqueKey | DocumentQueries.Created | DocumentQueries.Tenant,
        });
        services.AddSingleton<KeyBook>();
    }
}
