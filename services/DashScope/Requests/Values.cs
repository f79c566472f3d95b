using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>What kind of value a field has. A null is a field that was left out.</summary>
internal static class Values
{
    public static bool IsGiven(this JsonElement element) => element.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>Whether it is a string; says so if it is something else.</summary>
    public static bool IsText(JsonElement element, string field, in Place place, FindingList findings)
    {
        if (element.ValueKind == JsonValueKind.String)
        {
            return true;
        }

        findings.Error($"{field}.not_a_string", place, $"{field} must be a string, but is {Describe.Kind(element)}.");
        return false;
    }

    /// <summary>Whether it is true or false; says so if it is something else.</summary>
    public static bool IsSwitch(JsonElement element, string field, in Place place, FindingList findings)
    {
        if (element.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return true;
        }

        findings.Error($"{field}.not_a_boolean", place, $"{field} must be true or false, but is {Describe.Value(element)}.");
        return false;
    }
}
