using System.Globalization;
using System.Text.Json;
using Wan.Contracts;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>Writes <c>parameters</c> in canonical form, and tells what video they make.</summary>
internal static class CanonicalParameters
{
    public static (ExpectedVideo Expected, bool KeepsLength) Write(CanonicalWriter writer, JsonElement parameters, in RequestFacts facts)
    {
        var family = facts.Family!;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        writer.Json.WriteStartObject();
        foreach (var rule in family.Parameters)
        {
            if (Value(rule, Find(parameters, rule), facts) is { } value)
            {
                values[rule.Name] = value;
                writer.Json.WritePropertyName(rule.Name);
                if (rule.Type == ParameterType.Choice)
                {
                    writer.Json.WriteStringValue(value);
                }
                else
                {
                    writer.Json.WriteRawValue(value);
                }
            }
        }

        CanonicalValue.WriteOthers(
            writer, parameters, property => ParameterChecks.Find(family, property) is not null || ParameterChecks.IsForeign(family, property, out _));
        writer.Json.WriteEndObject();
        return (Expect(values, facts), MeaningOf(values, family) == SpecialMeaning.Keep);
    }

    /// <summary>From how many to how many seconds a video lasts.</summary>
    public static SecondsRange Seconds(ExpectedVideo expected, ModelFamily family)
    {
        if (expected.Duration is { } seconds)
            return new() { Min = CutsInput(expected, family) ? Math.Min(family.Parameter(ModelFamily.Duration)!.Min, seconds) : seconds, Max = seconds };
        return family.Parameter(ModelFamily.Duration) is { } rule ? new() { Min = rule.Min, Max = rule.Max } : family.OutputSeconds!;
    }

    /// <summary>Whether a length was asked for of a video that could keep that of its input: where that is shorter, so may the result be.</summary>
    public static bool CutsInput(ExpectedVideo expected, ModelFamily family) =>
        expected.Duration is not null && family.Parameter(ModelFamily.Duration)?.Special?.Any(special => special.Means == SpecialMeaning.Keep) is true;

    // What the length is, where it is no number; without a parameter for it, it is the input's.
    private static SpecialMeaning? MeaningOf(Dictionary<string, string> values, ModelFamily family) =>
        family.Parameter(ModelFamily.Duration) is { } rule
            ? rule.Special?.FirstOrDefault(special => values[rule.Name] == special.Value.ToString(CultureInfo.InvariantCulture))?.Means
            : SpecialMeaning.Keep;

    // Null where the parameter is not to be written.
    private static string? Value(ParameterRule rule, JsonElement given, in RequestFacts facts)
    {
        if (rule.Only is not null)
        {
            return null;
        }

        if (!given.IsGiven())
        {
            return rule.IgnoredBesideFirstFrame && facts.FirstFrames > 0 ? null : rule.Default;
        }

        return rule.Type switch
        {
            ParameterType.Choice => ParameterChecks.Word(rule, given),
            ParameterType.Integer => ParameterChecks.Whole(given)!.Value.ToString(CultureInfo.InvariantCulture),
            _ => given.GetBoolean() ? "true" : "false",
        };
    }

    private static JsonElement Find(JsonElement parameters, ParameterRule rule) =>
        parameters.ValueKind == JsonValueKind.Object && parameters.TryGetProperty(rule.Field.Utf8, out var value) ? value : default;

    private static ExpectedVideo Expect(Dictionary<string, string> values, in RequestFacts facts)
    {
        var family = facts.Family!;
        var isOpen = facts.FirstFrames > 0 || (family.Parameter(FrameRule.ByRatio) is not null && !values.ContainsKey(FrameRule.ByRatio));
        var frame = family.Frames.First(frame => Fits(frame, values, isOpen));
        return new ExpectedVideo
        {
            Width = isOpen ? null : frame.Width,
            Height = isOpen ? null : frame.Height,
            Resolution = frame.Tier,
            Fps = family.Fps,
            Duration = MeaningOf(values, family) is null ? int.Parse(values[ModelFamily.Duration], CultureInfo.InvariantCulture) : null,
            Audio = family.SoundOfInput ? null : family.Parameters.FirstOrDefault(rule => rule.IsSound) is not { } sound || values[sound.Name] == "true",
        };
    }

    private static bool Fits(FrameRule frame, Dictionary<string, string> values, bool anyRatio)
    {
        return Fits(FrameRule.ByResolution) && Fits(FrameRule.BySize) && (anyRatio || Fits(FrameRule.ByRatio));

        bool Fits(string parameter) => frame[parameter] is not { } value || values[parameter] == value;
    }
}
