using System.Globalization;
using System.Text.Json;
using Wan.Contracts;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>Writes <c>parameters</c> in canonical form, and tells what video they make.</summary>
internal static class CanonicalParameters
{
    public static ExpectedVideo Write(CanonicalWriter writer, JsonElement parameters, in RequestFacts facts)
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
        return Expect(values, facts);
    }

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
        var isShapeOfFrame = facts.FirstFrames > 0;
        var frame = family.Frames.First(frame => Fits(frame, values, isShapeOfFrame));
        return new ExpectedVideo
        {
            Width = isShapeOfFrame ? null : frame.Width,
            Height = isShapeOfFrame ? null : frame.Height,
            Resolution = frame.Tier,
            Fps = family.Fps,
            Duration = int.Parse(values[ModelFamily.Duration], CultureInfo.InvariantCulture),
            Audio = family.Parameters.FirstOrDefault(rule => rule.IsSound) is not { } sound || values[sound.Name] == "true",
        };
    }

    private static bool Fits(FrameRule frame, Dictionary<string, string> values, bool anyRatio)
    {
        return Fits(FrameRule.ByResolution) && Fits(FrameRule.BySize) && (anyRatio || Fits(FrameRule.ByRatio));

        bool Fits(string parameter) => frame[parameter] is not { } value || values[parameter] == value;
    }
}
