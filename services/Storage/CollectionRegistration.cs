namespace Wan.Storage;

/// <summary>Remembers a collection, so that it is made when the process starts and not at its first use.</summary>
internal sealed record CollectionRegistration(Type Documents);
