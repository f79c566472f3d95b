using System.Globalization;

namespace Wan.DashScope.Catalogue;

/// <summary>As <see cref="FamilyChecks"/>, of <c>parameters</c>.</summary>
internal static class ParameterRuleChecks
{
    public static IEnumerable<string> Problems(ModelFamily family)
    {
        var all = family.Parameters;
        if (all.Select(rule => rule.Name).Distinct().Count() < all.Count)
            yield return "parameters has one name twice; make one rule of them";
        if (all.Count(rule => rule.IsSound) > 1)
            yield return "parameters has is_sound twice; one switch turns the sound off";
        if (family.OutputSeconds is null && family.Parameter(ModelFamily.Duration) is not { Type: ParameterType.Integer, Default: not null, Min: > 0 })
            yield return $"parameters must have {ModelFamily.Duration}, an integer with a default and a min above 0: the video's length follows from it; or output_seconds must say how long it may be";

        foreach (var (rule, index) in all.Select((rule, index) => (rule, index)))
        {
            var own = rule.Type switch
            {
                ParameterType.Choice => OfChoice(family, rule),
                ParameterType.Integer => OfInteger(rule),
                _ => OfSwitch(rule),
            };
            foreach (var (holds, key, text) in own.Concat(OfAny(family, rule)))
            {
                if (!holds)
                    yield return $"parameters[{index}].{key} ({rule.Name}) {text}";
            }
        }
    }

    private static IEnumerable<(bool Holds, string Key, string Rule)> OfAny(ModelFamily family, ParameterRule rule) =>
    [
        (!rule.IgnoredBesideFirstFrame || family.Input.Rule(MediaKind.FirstFrame) is not null, "ignored_beside_first_frame",
            "is set, but input.media has no first_frame; add that or take this out"),
        (rule.Type == ParameterType.Choice || rule.Values is null or { Count: 0 }, "values", "is only for a choice; take it out"),
        (rule.Type == ParameterType.Integer || rule is { Min: 0, Max: 0, MaxBesideVideo: null, MaxWithInput: null, Special: null, Among: null }, "min", "and max are only for an integer; take them out"),
        (rule.Type == ParameterType.Choice || rule is { DoubtedValues: null, Needs: null }, "doubted_values", "and needs are only for a choice; take them out"),
        (rule.MaxWithInput is null || rule.Name == ModelFamily.Duration, "max_with_input", $"is only for {ModelFamily.Duration}; take it out"),
        (rule.Type == ParameterType.Switch || rule is { Only: null, IsSound: false }, "only", "and is_sound are only for a switch; take them out"),
    ];

    private static IEnumerable<(bool Holds, string Key, string Rule)> OfChoice(ModelFamily family, ParameterRule rule)
    {
        var ofFrames = family.Frames.Select(frame => frame[rule.Name]).OfType<string>().Distinct().ToList();
        var values = rule.Values ?? [];
        return
        [
            (values.Count == 0 || ofFrames.Count == 0, "values", "must be left out: they follow from frames"),
            (values.Count > 0 || ofFrames.Count > 0, "values", "must name the words there are"),
            (rule.Default is null || values.Concat(ofFrames).Contains(rule.Default), "default", $"is '{rule.Default}', which is none of its values; make it one of them"),
            ((rule.DoubtedValues ?? []).All(values.Concat(ofFrames).Contains), "doubted_values", "must be some of its values"),
            ((rule.Needs ?? []).All(need => values.Concat(ofFrames).Contains(need.Value) && family.Parameter(need.Switch) is { Type: ParameterType.Switch }), "needs",
                "must name one of its values and a switch of parameters"),
            (rule.Default is not null || ofFrames.Count == 0 || rule.Name == FrameRule.ByRatio, "default", "is missing: the picture must follow from a request that leaves everything out"),
        ];
    }

    private static IEnumerable<(bool Holds, string Key, string Rule)> OfInteger(ParameterRule rule)
    {
        var least = rule.MaxBesideVideo ?? rule.Max;
        return
        [
            (rule.Max > rule.Min, "max", $"must be given and above min, {rule.Min}"),
            (rule.MaxBesideVideo is null || (rule.MaxBesideVideo >= rule.Min && rule.MaxBesideVideo < rule.Max), "max_beside_video",
                $"must be {rule.Min} or more and below max, {rule.Max}; or take it out"),
            (rule.Default is null || (long.TryParse(rule.Default, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                && ((number >= rule.Min && number <= least) || rule.Special?.Any(special => special.Value == number) == true)), "default", $"is '{rule.Default}'; make it a whole number from {rule.Min} to {least}"),
            ((rule.Special ?? []).All(special => special.Value < rule.Min || special.Value > rule.Max), "special", $"must be below min, {rule.Min}, or above max, {rule.Max}"),
            (rule.Among is null || (rule.Among.Min() == rule.Min && rule.Among.Max() == rule.Max), "among", $"must have min, {rule.Min}, for its least and max, {rule.Max}, for its greatest"),
        ];
    }

    private static IEnumerable<(bool Holds, string Key, string Rule)> OfSwitch(ParameterRule rule) =>
    [
        (rule.Default is null or "true" or "false", "default", $"is '{rule.Default}'; make it \"true\" or \"false\""),
        (rule.Only is null || rule.Default is null, "only", "says that it is not sent, and default that it is; take out one of them"),
        (!rule.IsSound || rule is { Only: null, Default: not null }, "is_sound", "is for a switch with a default and without only: whether there is sound must follow from every request"),
    ];
}
