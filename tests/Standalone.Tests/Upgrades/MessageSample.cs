using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Wan.Contracts;

namespace Wan.Standalone.Tests.Upgrades;

/// <summary>A message with something in every property.</summary>
internal static class MessageSample
{
    /// <summary>Makes one.</summary>
    /// <exception cref="NotSupportedException">A property has a type that this does not know.</exception>
    public static object Of(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) ? "text"
            : type == typeof(bool) ? true
            : type == typeof(DateTimeOffset) ? new DateTimeOffset(2026, 12, 1, 1, 2, 3, TimeSpan.Zero)
            : type == typeof(Uri) ? new Uri("https://example.com/a")
            : type == typeof(Guid) ? new Guid("01a22fd4-ec12-7dee-b3bb-342a7234aa36")
            : type == typeof(JsonElement) ? JsonSerializer.SerializeToElement("text")
            : type == typeof(ExtraFields) ? new ExtraFields { ["key"] = JsonSerializer.SerializeToElement("text") }
            : type == typeof(decimal) ? 1.5m
            : type == typeof(double) ? 1.5d
            : type.IsEnum ? Enum.GetValues(type).GetValue(Enum.GetValues(type).Length - 1)!
            : type.IsPrimitive ? Convert.ChangeType(7, type, null)
            : typeof(IEnumerable).IsAssignableFrom(type) ? Many(type)
            : type.IsClass ? Record(type)
            : throw new NotSupportedException($"There is no sample of {type} yet.");
    }

    private static object Many(Type type)
    {
        var parts = type.IsArray ? [type.GetElementType()!] : type.GetGenericArguments();
        if (parts is [var item])
        {
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            list.Add(Of(item));
            return type.IsArray ? list.GetType().GetMethod("ToArray")!.Invoke(list, null)! : list;
        }

        var map = (IDictionary)Activator.CreateInstance(typeof(Dictionary<,>).MakeGenericType(parts))!;
        map.Add("key", Of(parts[1]));
        return map;
    }

    private static object Record(Type type)
    {
        var made = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite))
            property.SetValue(made, Of(property.PropertyType));
        return made;
    }
}
