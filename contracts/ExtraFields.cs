using System.Text.Json;

namespace Wan.Contracts;

/// <summary>
/// Fields of a request that no property is there for, by name. A type of its own, since MassTransit writes any generic dictionary as an object
/// of its own, which is not JSON where the fields belong beside the others.
/// </summary>
public sealed class ExtraFields : Dictionary<string, JsonElement>
{
    /// <summary>None yet.</summary>
    public ExtraFields()
        : base(StringComparer.Ordinal)
    {
    }

    /// <summary>These.</summary>
    public ExtraFields(IEnumerable<KeyValuePair<string, JsonElement>> fields)
        : base(fields, StringComparer.Ordinal)
    {
    }
}
