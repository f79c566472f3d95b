using Wan.DashScope.Catalogue;

namespace Wan.Intake.Gateway.OpenAi;

/// <summary>What the picture of a request of OpenAI's becomes: for a model that is made for references one of these, else the first frame, which is what it is there. Pure.</summary>
internal static class VideoPicture
{
    /// <summary>The rule of that kind; null of a family that takes no picture.</summary>
    public static MediaRule? RuleOf(InputRules input)
    {
        var reference = input.Media.FirstOrDefault(rule => rule.Kind == MediaKind.Image);
        var firstFrame = input.Media.FirstOrDefault(rule => rule.Kind == MediaKind.FirstFrame);
        return input.MinReferences > 0 ? reference ?? firstFrame : firstFrame ?? reference;
    }

    /// <summary>The families that take one.</summary>
    public static IEnumerable<string> Models(ModelCatalogue catalogue) => catalogue.Families.Where(family => RuleOf(family.Input) is not null).Select(family => family.Name);
}
