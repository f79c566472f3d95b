namespace Wan.DashScope.Catalogue;

/// <summary>As <see cref="FamilyChecks"/>, of <c>frames</c>: every choice of a picture makes exactly one.</summary>
internal static class FrameChecks
{
    public static IEnumerable<string> Problems(ModelFamily family)
    {
        var frames = family.Frames;
        if (frames.Count == 0)
            yield return "frames must have a line for every picture";
        for (var i = 0; i < frames.Count; i++)
        {
            if (frames[i] is not { Tier: > 0, Width: > 0, Height: > 0 } and not { Tier: > 0, Width: null, Height: null })
                yield return $"frames[{i}] must have a tier, a width and a height above 0; or neither width nor height, where they are not known";
        }

        // What any frame is chosen by, all are.
        var choices = FrameRule.Parameters.Where(name => frames.Any(frame => frame[name] is not null)).ToList();
        foreach (var name in choices)
        {
            if (family.Parameter(name) is not { Type: ParameterType.Choice })
                yield return $"frames are chosen by {name}, but parameters has no choice of that name; add it there or take it out here";
            if (frames.FirstOrDefault(frame => frame[name] is null) is { } without)
                yield return $"frames must all have {name}, but that of {without.Width}*{without.Height} has none; give it one";
        }

        var made = frames.Select(frame => string.Join(' ', choices.Select(name => frame[name]))).ToList();
        if (made.GroupBy(choice => choice).FirstOrDefault(group => group.Count() > 1) is { } twice)
            yield return $"frames has '{twice.Key}' more than once; leave one";
        else if (choices.Aggregate(1, (product, name) => product * frames.Select(frame => frame[name]).Distinct().Count()) != made.Count)
            yield return $"frames must have a line for every combination of {string.Join(" and ", choices)}; add those that are missing";
    }
}
