using System.Text.Json.Nodes;

namespace Wan.DashScope.Catalogue;

/// <summary>The least that a family takes: a request that passes, with as few media as may be.</summary>
public static class SmallestRequest
{
    private const string Folder = "https://example.com/";

    /// <summary>The request, without parameters. A prompt that has to name its reference names it.</summary>
    /// <param name="family">The family.</param>
    /// <param name="model">The model's name in it.</param>
    public static JsonObject Of(ModelFamily family, string model)
    {
        ArgumentNullException.ThrowIfNull(family);
        var kinds = Kinds(family.Input).ToList();
        var input = new JsonObject { [InputField.Prompt] = Prompt(family, kinds) };
        foreach (var rule in kinds)
        {
            if (rule.Field is not null)
                input[rule.Field] = Url(rule);
            else if (rule.Type is null)
                input[InputField.ReferenceUrls] = new JsonArray(Url(rule));
            else
                (input[InputField.Media] ??= new JsonArray()).AsArray().Add((JsonNode)Item(rule));
        }

        return new JsonObject { ["model"] = model, ["input"] = input };
    }

    /// <summary>An item of <c>input.media</c> of this kind.</summary>
    public static JsonObject Item(MediaRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new JsonObject { [InputField.MediaType] = rule.Type, [InputField.MediaUrl] = Url(rule) };
    }

    /// <summary>An address that looks like what this kind is.</summary>
    public static string Url(MediaRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return rule.Formats.Count == 0 ? Folder : $"{Folder}a.{(rule.Formats.Contains("png") ? "png" : rule.Formats[0])}";
    }

    private static IEnumerable<MediaRule> Kinds(InputRules input) => input.Sets is { } sets
        ? sets.MinBy(set => set.Count)!.Select(kind => input.Rule(kind)!)
        : Enumerable.Repeat((input.Rule(MediaKind.Image) ?? input.Rule(MediaKind.Video))!, input.MinReferences);

    private static string Prompt(ModelFamily family, List<MediaRule> kinds) => (family.Numbering, kinds.FirstOrDefault(rule => rule.Kind.IsReference())) switch
    {
        (Numbering.PerKind, { } rule) => $"{rule.Kind} 1 waves",
        (Numbering.OneSequence, not null) => "character1 waves",
        _ => "A cat waves",
    };
}
