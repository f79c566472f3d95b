using System.Text;

namespace Wan.DashScope.Catalogue;

/// <summary>A word of the vendor's language, with its UTF-8 form at hand for comparing without making strings.</summary>
internal sealed class FieldName(string text)
{
    public string Text { get; } = text;

    public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);

    public static FieldName[] List(params IEnumerable<string> texts) => [.. texts.Select(text => new FieldName(text))];
}
