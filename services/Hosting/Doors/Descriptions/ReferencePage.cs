using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>The description as a page for people. It is plain HTML that loads nothing and runs nothing: it is read in any browser, from any network.</summary>
internal sealed class ReferencePage
{
    private const string Style = """
        :root { color-scheme: light dark }
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1rem }
        h2 { border-bottom: 1px solid #8886; margin-top: 3rem } h3 { margin-top: 2.5rem }
        code, pre { font: 14px/1.4 ui-monospace, monospace } pre { background: #8882; padding: .75rem; overflow-x: auto }
        table { border-collapse: collapse; width: 100% } td, th { text-align: left; vertical-align: top; padding: .3rem .75rem .3rem 0; border-bottom: 1px solid #8883 }
        .verb { font-weight: bold; display: inline-block; min-width: 4.5rem } nav ul { list-style: none; padding-left: 0 } .codes { color: #888 }
        """;

    private readonly StringBuilder html = new();
    private readonly JsonObject document;

    private ReferencePage(JsonObject document) => this.document = document;

    /// <summary>What browsers are told it may load: nothing.</summary>
    public static string Policy { get; } =
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Style)))}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page of a document.</summary>
    public static string Of(ReadOnlySpan<byte> json) => json.IsEmpty ? "" : new ReferencePage(JsonNode.Parse(json)!.AsObject()).Write();

    private string Write()
    {
        var title = Encode(document["info"]!["title"]);
        html.Append(CultureInfo.InvariantCulture,
            $"""<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{Style}</style><h1>{title}</h1>""");
        Paragraphs(document["info"]!["description"]);
        html.Append("<p>The same for programs: <a href=\"/openapi/v1.json\">/openapi/v1.json</a> (OpenAPI 3.1).</p>");
        WriteIndex();
        foreach (var group in document["tags"]!.AsArray())
        {
            html.Append(CultureInfo.InvariantCulture, $"<h2>{Encode(group!["name"])}</h2>");
            Paragraphs(group["description"]);
            foreach (var operation in OperationsOf(group["name"]))
                new OperationSection(html).Write(operation.Path, operation.Method, operation.Operation);
        }

        html.Append("<h2>Types</h2>");
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
            new SchemaSection(html).Write(name, schema!.AsObject());
        return html.ToString();
    }

    private void WriteIndex()
    {
        html.Append("<nav><ul>");
        foreach (var group in document["tags"]!.AsArray())
        {
            foreach (var (path, method, operation) in OperationsOf(group!["name"]))
            {
                html.Append(CultureInfo.InvariantCulture,
                    $"<li><span class=\"verb\">{Encode(method.ToUpperInvariant())}</span> <a href=\"#{Encode(operation["operationId"])}\"><code>{Encode(path)}</code></a> {Encode(operation["summary"])}</li>");
            }
        }

        html.Append("</ul></nav>");
    }

    private IEnumerable<(string Path, string Method, JsonObject Operation)> OperationsOf(JsonNode? tag) =>
        from path in document["paths"]!.AsObject()
        from operation in path.Value!.AsObject()
        where operation.Value?["tags"]?[0]?.GetValue<string>() == tag!.GetValue<string>()
        select (path.Key, operation.Key, operation.Value.AsObject());

    private void Paragraphs(JsonNode? text) => html.Append(Marked(text, "p"));

    /// <summary>Text for HTML.</summary>
    public static string Encode(JsonNode? text) => text is null ? "" : WebUtility.HtmlEncode(text is JsonValue value && value.TryGetValue<string>(out var plain) ? plain : text.ToJsonString());

    /// <summary>Text with code between backticks and paragraphs, which is all that there is of Markdown.</summary>
    public static string Marked(JsonNode? text, string? paragraph = null)
    {
        if (text is null)
            return "";
        var marked = new StringBuilder();
        foreach (var part in text.GetValue<string>().Split("\n\n"))
        {
            var pieces = part.Split('`');
            marked.Append(paragraph is null ? "" : $"<{paragraph}>");
            for (var index = 0; index < pieces.Length; index++)
                marked.Append(index % 2 == 1 ? $"<code>{WebUtility.HtmlEncode(pieces[index])}</code>" : WebUtility.HtmlEncode(pieces[index]));
            marked.Append(paragraph is null ? " " : $"</{paragraph}>");
        }

        return marked.ToString();
    }
}
