using System.Runtime.CompilerServices;
using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>The values of an object's known fields, each at the place of its name, found in one pass.</summary>
[InlineArray(Most)]
internal struct FieldValues
{
    /// <summary>How many names there may be.</summary>
    public const int Most = 16;

    private JsonElement first;

    public static FieldValues Of(JsonElement element, ReadOnlySpan<FieldName> names)
    {
        var values = default(FieldValues);
        foreach (var property in element.EnumerateObject())
        {
            if (IndexOf(names, property) is >= 0 and var index)
            {
                values[index] = property.Value;
            }
        }

        return values;
    }

    /// <summary>The place of a property's name; -1 if it is none of them.</summary>
    public static int IndexOf(ReadOnlySpan<FieldName> names, JsonProperty property)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (property.NameEquals(names[i].Utf8))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>The place of a name.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is none of them.</exception>
    public static int IndexOf(ReadOnlySpan<FieldName> names, string name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Text == name)
            {
                return i;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(name), name, null);
    }
}
