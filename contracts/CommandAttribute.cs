namespace Wan.Contracts;

/// <summary>
/// Marks a message that exactly one service must receive. It is published as <c>mandatory</c>, so that a broker that has
/// nowhere to put it says so instead of dropping it.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class CommandAttribute : Attribute;
