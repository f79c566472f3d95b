using Wan.DashScope.Catalogue;

namespace Wan.Simulator.Requests;

/// <summary>What the vendor says of media that are missing, too many, or can't stand together; where its words are not known, in its manner.</summary>
internal static class MediaRefusals
{
    public static void Check(RequestFields fields, InputRules input, IReadOnlyList<InputMedium> media)
    {
        if (media.Count > 0)
            CheckReferences(fields, input, media);
        else if (input.MinReferences > 0 || input.Sets is not null)
            fields.Fail($"Field required: input.{Missing(input)}");
        foreach (var rule in input.Media.Where(rule => rule.Max is not null))
            fields.Require(media.Count(medium => medium.Kind == rule.Kind) <= rule.Max, $"The number of {rule.Type ?? "reference videos"} should be at most {rule.Max}");
        CheckTogether(fields, input, media);
    }

    // What has no known type is taken for an image.
    private static void CheckReferences(RequestFields fields, InputRules input, IReadOnlyList<InputMedium> media)
    {
        if (input.MaxReferences == 0)
            return;
        var types = input.Media.Where(rule => rule.Kind.IsReference()).Select(rule => rule.Type).OfType<string>().ToList();
        var references = media.Count(medium => medium.Kind == MediaKind.None || medium.Kind.IsReference());
        fields.Require(references >= input.MinReferences && references <= input.MaxReferences,
            $"The number of {(types.Count > 0 ? string.Join(" and ", types) : InputField.ReferenceUrls)} should be between {input.MinReferences} and {input.MaxReferences}");
    }

    private static void CheckTogether(RequestFields fields, InputRules input, IReadOnlyList<InputMedium> media)
    {
        var rules = input.Media.Where(rule => media.Any(medium => medium.Kind == rule.Kind)).ToList();
        foreach (var rule in rules)
        {
            foreach (var other in rules.Where(other => rule.NotBeside?.Contains(other.Kind) == true))
            {
                fields.Fail(IsFrame(rule) || IsFrame(other)
                    ? "The two modes are mutually exclusive. Do not pass reference_xx and first_frame/last_frame at the same time."
                    : $"Do not pass {rule.Type} and {other.Type} at the same time.");
            }
        }

        if (media.Count > 0 && input.Sets is { } sets && !sets.Any(set => set.Count == rules.Count && rules.All(rule => set.Contains(rule.Kind))))
            fields.Fail($"The combination of {string.Join(", ", rules.Select(rule => rule.Type ?? rule.Field))} is not supported.");
    }

    private static bool IsFrame(MediaRule rule) => rule.Kind is MediaKind.FirstFrame or MediaKind.LastFrame;

    private static string Missing(InputRules input) =>
        input.Takes(InputField.Media) ? InputField.Media : input.Takes(InputField.ReferenceUrls) ? InputField.ReferenceUrls : input.Media[0].Field!;
}
