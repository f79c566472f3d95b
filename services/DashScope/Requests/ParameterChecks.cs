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
                CheckNeeds(rule, property.Value, parameters, findings, facts);
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

        if (rule.NoEffect)
        {
            findings.Warning($"{rule.Name}.no_effect", rule.Pointer, $"The vendor says that {rule.Name} changes nothing on {facts.Model}.");
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
        if (!Values.IsText(value, rule.Name, rule.Pointer, findings))
        {
            return;
        }

        if (Word(rule, value) is not { } word)
        {
            findings.Error(
                $"{rule.Name}.unknown_value",
                rule.Pointer,
                $"{rule.Name} must be one of {Describe.List(rule.Values)}, but is {Describe.Value(value)}.");
        }
        else if (rule.DoubtedValues?.Contains(word) == true)
        {
            findings.Warning(
                $"{rule.Name}.doubtful_value",
                rule.Pointer,
                $"One page of the vendor's has {word} for {rule.Name}, another has not. It is sent on as it is.");
        }
    }

    // A word that only has an effect beside a switch.
    private static void CheckNeeds(ParameterRule rule, JsonElement value, JsonElement parameters, FindingList findings, in RequestFacts facts)
    {
        foreach (var need in rule.Needs ?? [])
        {
            if (value.ValueKind == JsonValueKind.String && value.ValueEquals(need.Value)
                && (parameters.TryGetProperty(need.Switch, out var given) && given.IsGiven() ? given.ValueKind == JsonValueKind.False : facts.Family!.Parameter(need.Switch)?.Default == "false"))
            {
                findings.Error(
                    $"{rule.Name}.needs_other",
                    rule.Pointer,
                    $"{rule.Name} {need.Value} has an effect only with {need.Switch} true; set that, or leave {need.Value} out.");
            }
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

        var (max, reason) = Most(rule, facts);
        if (Whole(value) is not { } number || !(rule.Among?.Contains(number) ?? (number >= rule.Min && number <= max)) && !IsSpecial(rule, number))
        {
            findings.Error(
                $"{rule.Name}.out_of_range",
                rule.Pointer,
                $"{rule.Name} must be {Range(rule, max)}{reason}, but is {Describe.Value(value)}.");
        }
    }

    private static (long Most, string Reason) Most(ParameterRule rule, in RequestFacts facts)
    {
        if (facts.Videos > 0 && rule.MaxBesideVideo is { } besideVideo)
        {
            return (besideVideo, " where a reference is a video");
        }

        if (facts.InputVideos > 0 && rule.MaxWithInput is { } withInput)
        {
            // Of a video that is no file only this is known.
            var least = facts.FileSeconds + (Math.Max(0, facts.InputVideos - facts.FileVideos) * (facts.Family!.Input.Files?.Video?.MinSeconds ?? 0));
            var rest = (long)Math.Floor(withInput - least);
            return rest < rule.Max ? (rest, $", since it and the input videos may last {withInput} seconds together") : (rule.Max, "");
        }

        return (rule.Max, "");
    }

    private static bool IsSpecial(ParameterRule rule, long number)
    {
        foreach (var special in rule.Special ?? [])
        {
            if (special.Value == number)
            {
                return true;
            }
        }

        return false;
    }

    private static string Range(ParameterRule rule, long max)
    {
        var range = rule.Among is { } among ? string.Join(" or ", among) : $"{rule.Min} to {max}";
        return rule.Special is { Count: > 0 } specials
            ? $"{range}, or {string.Join(" or ", specials.Select(special => $"{special.Value} ({(special.Means == SpecialMeaning.Keep ? "as the input video has it" : "the vendor chooses")})"))}"
            : range;
    }
}
