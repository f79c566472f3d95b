using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using static Wan.Hosting.Doors.Descriptions.ReferencePage;

namespace Wan.Hosting.Doors.Descriptions;

/// <summary>What the page says of one operation.</summary>
internal sealed class OperationSection(StringBuilder html)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(string path, string method, JsonObject operation)
    {
        html.Append(CultureInfo.InvariantCulture,
            $"<h3 id=\"{Encode(operation["operationId"])}\"><code>{Encode(method.ToUpperInvariant())} {Encode(path)}</code></h3><p>{Encode(operation["summary"])}.</p>");
        html.Append(Marked(operation["description"], "p"));
        if (operation["security"]?.AsArray() is [{ } scheme, ..])
            html.Append(CultureInfo.InvariantCulture, $"<p>Needs a key with the scope <code>{Encode(scheme.AsObject().First().Value![0])}</code>.</p>");
        if (operation["parameters"]?.AsArray() is { Count: > 0 } parameters)
            WriteParameters(parameters);
        if (operation["requestBody"] is { } body)
        {
            html.Append("<h4>Body</h4>").Append(Marked(body["description"], "p"));
            WriteContent(body["content"]);
        }

        html.Append("<h4>Answers</h4>");
        foreach (var (status, answer) in operation["responses"]!.AsObject())
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><strong>{Encode(status)}</strong> {Marked(answer!["description"])}");
            if (answer["x-problem-codes"]?.AsArray() is { } codes)
                html.Append("<span class=\"codes\">").AppendJoin(", ", codes.Select(code => $"<code>{Encode(code)}</code>")).Append("</span>");
            html.Append("</p>");
            if (answer["headers"]?.AsObject() is { } headers)
                html.Append("<ul>").AppendJoin("", headers.Select(header => $"<li><code>{Encode(header.Key)}</code> {Marked(header.Value!["description"])}</li>")).Append("</ul>");
            if (status.StartsWith('2'))
                WriteContent(answer["content"]);
        }
    }

    private void WriteParameters(JsonArray parameters)
    {
        html.Append("<table><tr><th>parameter</th><th>in</th><th>type</th><th>meaning</th></tr>");
        foreach (var parameter in parameters)
        {
            html.Append(CultureInfo.InvariantCulture,
                $"<tr><td><code>{Encode(parameter!["name"])}</code></td><td>{Encode(parameter["in"])}</td><td>{SchemaSection.TypeOf(parameter["schema"])}</td><td>{Marked(parameter["description"])}</td></tr>");
        }

        html.Append("</table>");
    }

    private void WriteContent(JsonNode? content)
    {
        foreach (var (media, shape) in content?.AsObject() ?? [])
        {
            html.Append(CultureInfo.InvariantCulture, $"<p><code>{Encode(media)}</code>: {SchemaSection.TypeOf(shape!["schema"])}</p>");
            foreach (var (name, example) in shape["examples"]?.AsObject() ?? [])
                html.Append(CultureInfo.InvariantCulture, $"<details><summary>{Encode(name)}</summary><pre>{Encode(example!["value"]!.ToJsonString(Indented))}</pre></details>");
        }
    }
}
