using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Wan.Standalone;

/// <summary>The documentation comments of an assembly, from the XML file beside it.</summary>
internal sealed partial class Comments
{
    private readonly Dictionary<string, XElement> members;

    /// <summary>Reads them.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public Comments(Assembly assembly) => members = XDocument.Load(Path.ChangeExtension(assembly.Location, ".xml")).Descendants("member")
        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal);

    /// <summary>The summary of a property, on one line and for a cell of a table in Markdown; empty if it has none.</summary>
    public string Of(PropertyInfo property) =>
        members.TryGetValue($"P:{property.DeclaringType!.FullName}.{property.Name}", out var member) && member.Element("summary") is { } summary
            ? Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim().Replace("|", "\\|", StringComparison.Ordinal)
            : "";

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
