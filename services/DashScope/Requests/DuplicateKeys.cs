using System.Runtime.InteropServices;
using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>
/// A key that comes twice in one object means two things to two readers, the vendor among them, so it is an error wherever it is.
/// A first look without making strings tells whether there can be one.
/// </summary>
internal static class DuplicateKeys
{
    private const int MostByHash = 32;

    public static void Check(JsonElement root, FindingList findings)
    {
        if (MayHave(root))
        {
            Find(root, "", findings);
        }
    }

    private static bool MayHave(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array && MayHave(item))
                {
                    return true;
                }
            }

            return false;
        }

        Span<uint> seen = stackalloc uint[MostByHash];
        var count = 0;
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            var hash = Hash(name);
            if (count == MostByHash || hash == 0 || seen[..count].Contains(hash))
            {
                return true;
            }

            seen[count++] = hash;
            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array && MayHave(property.Value))
            {
                return true;
            }
        }

        return false;
    }

    private static void Find(JsonElement element, string pointer, FindingList findings)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    Find(item, Pointer.To(pointer, index), findings);
                }

                index++;
            }

            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                findings.Error(
                    "body.duplicate_key",
                    Pointer.To(pointer, property.Name),
                    "This key comes more than once in its object; which one is meant can't be known.");
            }

            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                Find(property.Value, Pointer.To(pointer, property.Name), findings);
            }
        }
    }

    // FNV-1a; 0 for a name with escapes, which only the second look compares rightly.
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var unit in name)
        {
            if (unit == '\\')
            {
                return 0;
            }

            hash = (hash ^ unit) * 16777619;
        }

        return hash;
    }
}
