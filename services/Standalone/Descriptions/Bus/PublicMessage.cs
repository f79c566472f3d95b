using System.Reflection;
using MassTransit;
using Wan.Contracts;

namespace Wan.Standalone.Descriptions.Bus;

/// <summary>A message that systems of other teams send or hear (<see cref="PublicMessageAttribute"/>).</summary>
/// <param name="Type">Its type.</param>
/// <param name="Exchange">The exchange that it is published to.</param>
/// <param name="Urn">How MassTransit's envelope names it.</param>
/// <param name="IsCommand">Whether others send it; else they hear it.</param>
internal sealed record PublicMessage(Type Type, string Exchange, string Urn, bool IsCommand)
{
    /// <summary>All of them: those that are sent first, then those that are heard.</summary>
    public static IReadOnlyList<PublicMessage> All { get; } =
    [
        .. typeof(PublicMessageAttribute).Assembly.GetExportedTypes().Where(type => type.IsDefined(typeof(PublicMessageAttribute))).Select(Of)
            .OrderByDescending(message => message.IsCommand).ThenBy(message => message.Exchange, StringComparer.Ordinal),
    ];

    /// <summary>Its name in the documents.</summary>
    public string Name => Type.Name;

    private static PublicMessage Of(Type type) => new(
        type, type.GetCustomAttribute<EntityNameAttribute>()!.EntityName, type.GetCustomAttribute<MessageUrnAttribute>()!.Urn.OriginalString,
        type.IsDefined(typeof(CommandAttribute)));
}
