using Wan.Intake.Views;

namespace Wan.Intake.Events;

/// <summary>The names of events: one for each state, such as <c>generation.completed</c>.</summary>
internal static class EventTypes
{
    private const string Prefix = "generation.";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. GenerationView.Statuses.Select(Of)];

    /// <summary>That of a state.</summary>
    public static string Of(string status) => Prefix + status;

    /// <summary>Reads a list with commas between its names.</summary>
    /// <param name="list">The list; null for all of them.</param>
    /// <param name="types">The names; null for all.</param>
    /// <returns>The name that there is not; null if each is known.</returns>
    public static string? Read(string? list, out HashSet<string>? types)
    {
        types = list is null ? null : [.. list.Split(',', StringSplitOptions.TrimEntries)];
        return types?.FirstOrDefault(type => !All.Contains(type));
    }
}
