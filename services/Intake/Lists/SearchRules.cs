namespace Wan.Intake.Lists;

/// <summary>What a search finds. Pure.</summary>
internal static class SearchRules
{
    /// <summary>Most characters of what is looked for: those of the longest id of a requester.</summary>
    public const int MaxLength = 255;

    /// <summary>Whether something can be looked for by it.</summary>
    public static bool IsGood(string text) => text.Length is > 0 and <= MaxLength && !string.IsNullOrWhiteSpace(text);

    /// <summary>Whether one of these has it in it, in capitals or not.</summary>
    public static bool Finds(string text, params ReadOnlySpan<string?> words)
    {
        foreach (var word in words)
        {
            if (word?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
                return true;
        }

        return false;
    }

    /// <summary>As <see cref="Views.GenerationSummary.Mentions"/>.</summary>
    public static bool Finds(string text, Generation generation) =>
        Finds(text, generation.Id, generation.ClientRequestId, generation.TaskId, generation.Error?.Code, generation.Error?.VendorCode)
        || generation.Metadata?.Any(label => Finds(text, label.Key, label.Value)) == true;
}
