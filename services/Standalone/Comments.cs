using System.Collections.Concurrent;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Wan.Standalone;

/// <summary>The documentation comments of our assemblies, from the XML file beside each.</summary>
internal sealed partial class Comments
{
    private readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> assemblies = new();

    /// <summary>The summary of a property, on one line; empty if it has none.</summary>
    /// <exception cref="FileNotFoundException">Its assembly has no such file.</exception>
    public string Of(PropertyInfo property)
    {
        var (assembly, type) = (property.DeclaringType!.Assembly, NameOf(property.DeclaringType));
        return Summary(assembly, $"P:{type}.{property.Name}") is { Length: > 0 } own
            ? own
            : Line(Member(assembly, $"T:{type}")?.Elements("param").FirstOrDefault(parameter => parameter.Attribute("name")?.Value == property.Name)); // Of a record's head.
    }

    /// <summary>The summary of a type, on one line; empty if it has none.</summary>
    /// <exception cref="FileNotFoundException">Its assembly has no such file.</exception>
    public string Of(Type type) => Summary(type.Assembly, $"T:{NameOf(type)}");

    private string Summary(Assembly assembly, string name) => Line(Member(assembly, name)?.Element("summary"));

    private XElement? Member(Assembly assembly, string name) => assemblies.GetOrAdd(assembly, Read).GetValueOrDefault(name);

    private static string Line(XElement? comment) => comment is null ? "" : Spaces().Replace(string.Concat(comment.Nodes().Select(Text)), " ").Trim();

    private static Dictionary<string, XElement> Read(Assembly assembly) => XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    private static string NameOf(Type type) => type.FullName!.Replace('+', '.');

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "see" } see when see.Attribute("cref") is { } reference => $"`{reference.Value[(reference.Value.LastIndexOf('.') + 1)..]}`",
        XElement { Name.LocalName: "see" } see => see.Attribute("href")?.Value ?? see.Attribute("langword")?.Value ?? "",
        XElement element => $"`{element.Value}`",
        XText text => text.Value,
        _ => "",
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
