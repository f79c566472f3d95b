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
            Find(root, new Step(null, null, 0), findings);
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

    private static void Find(JsonElement element, Step place, FindingList findings)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            var index = 0;
            foreach (var item in element.EnumerateArray())
            {
                if (item.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                {
                    Find(item, new Step(place, null, index), findings);
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
                    new Step(place, property.Name, 0).ToPointer(),
                    "This key comes more than once in its object; which one is meant can't be known.");
            }

            if (property.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            {
                Find(property.Value, new Step(place, property.Name, 0), findings);
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

    // A pointer is only written out where there is something to say: written out at every step, long keys would be copied millions of times.
    private sealed record Step(Step? Parent, string? Name, int Index)
    {
        public string ToPointer()
        {
            TryWrite(out var pointer);
            return pointer;
        }

        // False where the rest of the way would not be its rest, since a step was too long to write.
        private bool TryWrite(out string pointer)
        {
            pointer = "";
            if (Parent is null)
            {
                return true;
            }

            if (!Parent.TryWrite(out var parent))
            {
                pointer = parent;
                return false;
            }

            pointer = Name is null ? Pointer.To(parent, Index) : Pointer.To(parent, Name);
            return pointer.Length > parent.Length;
        }
    }
}
