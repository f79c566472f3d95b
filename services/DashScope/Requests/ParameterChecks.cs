using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>The rules of <c>parameters</c>: each value against its rule, then what depends on the references.</summary>
internal static class ParameterChecks
{
    public static void Check(JsonElement parameters, FindingList findings, in RequestFacts facts)
    {
        if (!parameters.IsGiven())
        {
            return;
        }

        if (parameters.ValueKind != JsonValueKind.Object)
        {
            findings.Error(
                "parameters.not_an_object",
                Pointer.Parameters,
                $"parameters must be an object, but is {Describe.Kind(parameters)}.");
            return;
        }

        foreach (var property in parameters.EnumerateObject())
        {
            if (!property.Value.IsGiven())
            {
                continue;
            }

            if (Find(facts.Family!, property) is { } rule)
            {
                Check(rule, property.Value, findings, facts);
            }
            else if (IsForeign(facts.Family!, property, out var name))
            {
                findings.Error(
                    "parameters.other_family",
                    Pointer.To(Pointer.Parameters, name),
                    $"{facts.Model} does not take parameters.{name}; it takes {Describe.List(facts.Family!.Parameters.Select(known => known.Name))}.");
            }
            else
            {
                SimilarNames.Check(property.Name, Pointer.Parameters, facts.Family!.ParameterFields, findings);
            }
        }
    }

    public static ParameterRule? Find(ModelFamily family, JsonProperty property)
    {
        foreach (var rule in family.Parameters)
        {
            if (property.NameEquals(rule.Field.Utf8))
            {
                return rule;
            }
        }

        return null;
    }

    /// <summary>The word of a choice that a value is; null if it is none of them.</summary>
    public static string? Word(ParameterRule rule, JsonElement value)
    {
        foreach (var word in rule.Words)
        {
            if (value.ValueEquals(word.Utf8))
            {
                return word.Text;
            }
        }

        return null;
    }

    /// <summary>The value as a whole number, however it is written (<c>5</c>, <c>5.0</c>, <c>5e0</c>); null if it is none or beyond a long.</summary>
    public static long? Whole(JsonElement value) =>
        value.TryGetInt64(out var number) || long.TryParse(CanonicalNumber.Of(value), out number) ? number : null;

    public static bool IsForeign(ModelFamily family, JsonProperty property, out string name)
    {
        foreach (var foreign in family.ForeignParameters)
        {
            if (property.NameEquals(foreign.Utf8))
            {
                name = foreign.Text;
                return true;
            }
        }

        name = "";
        return false;
    }

    private static void Check(ParameterRule rule, JsonElement value, FindingList findings, in RequestFacts facts)
    {
        switch (rule.Type)
        {
            case ParameterType.Choice:
                CheckChoice(rule, value, findings);
                break;
            case ParameterType.Integer:
                CheckInteger(rule, value, findings, facts);
                break;
            case ParameterType.Switch when Values.IsSwitch(value, rule.Name, rule.Pointer, findings) && rule.Only is { } only && value.GetBoolean() != only:
                findings.Error(
                    $"{rule.Name}.not_switchable",
                    rule.Pointer,
                    $"On {facts.Model} {rule.Name} is always {(only ? "true" : "false")}.");
                break;
        }

        if (rule.IgnoredBesideFirstFrame && facts.FirstFrames > 0)
        {
            findings.Warning(
                $"{rule.Name}.ignored",
                rule.Pointer,
                $"The vendor ignores {rule.Name} beside a first_frame: the frame's own shape is kept.");
        }
    }

    private static void CheckChoice(ParameterRule rule, JsonElement value, FindingList findings)
    {
        if (Values.IsText(value, rule.Name, rule.Pointer, findings) && Word(rule, value) is null)
        {
            findings.Error(
                $"{rule.Name}.unknown_value",
                rule.Pointer,
                $"{rule.Name} must be one of {Describe.List(rule.Values)}, but is {Describe.Value(value)}.");
        }
    }

    private static void CheckInteger(ParameterRule rule, JsonElement value, FindingList findings, in RequestFacts facts)
    {
        if (value.ValueKind != JsonValueKind.Number || (!value.TryGetInt64(out _) && !CanonicalNumber.IsWhole(CanonicalNumber.Of(value))))
        {
            findings.Error(
                $"{rule.Name}.not_an_integer",
                rule.Pointer,
                $"{rule.Name} must be a whole number, but is {Describe.Value(value)}.");
            return;
        }

        var isBesideVideo = facts.Videos > 0 && rule.MaxBesideVideo is not null;
        var max = isBesideVideo ? rule.MaxBesideVideo!.Value : rule.Max;
        if (Whole(value) is not { } number || number < rule.Min || number > max)
        {
            findings.Error(
                $"{rule.Name}.out_of_range",
                rule.Pointer,
                $"{rule.Name} must be {rule.Min} to {max}{(isBesideVideo ? " where a reference is a video" : "")}, but is {Describe.Value(value)}.");
        }
    }
}
