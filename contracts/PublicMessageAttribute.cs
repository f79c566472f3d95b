namespace Wan.Contracts;

/// <summary>
/// Marks a message for systems of other teams: one that they send if it is a <see cref="CommandAttribute">command</see>, else one that they may hear. Its
/// JSON Schema and its place in <c>docs/asyncapi.yaml</c> are made from it, and it is added to and never changed. All other messages are between our services.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PublicMessageAttribute : Attribute;
