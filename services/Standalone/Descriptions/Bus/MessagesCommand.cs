using System.Text.Encodings.Web;
using System.Text.Json;

namespace Wan.Standalone.Descriptions.Bus;

/// <summary>
/// <c>asyncapi</c> writes the description of the bus (<c>docs/asyncapi.yaml</c>), <c>schemas FOLDER</c> a JSON Schema of each public message (<c>docs/schemas</c>), out of the contracts
/// and their comments.
/// </summary>
internal static class MessagesCommand
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The description of the bus.</summary>
    public static string Description() => Yaml.Of(new AsyncApiDocument(new Comments(), MessageSchemas.All()).Write());

    /// <summary>The JSON Schemas, by the names of their files.</summary>
    public static IReadOnlyDictionary<string, string> SchemaFiles()
    {
        var all = MessageSchemas.All();
        return PublicMessage.All.ToDictionary(
            message => $"{message.Exchange}.json", message => $"{MessageSchemas.DocumentOf(message, all).ToJsonString(Readable)}\n", StringComparer.Ordinal);
    }

    /// <summary>Writes the description.</summary>
    /// <returns>The exit code, 0.</returns>
    public static int Describe(TextWriter output)
    {
        output.Write(Description());
        return 0;
    }

    /// <summary>Writes the schemas into a folder, which has no others then.</summary>
    /// <returns>The exit code, 0.</returns>
    public static int WriteSchemas(string folder)
    {
        var files = SchemaFiles();
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "wan.*.json").Where(file => !files.ContainsKey(Path.GetFileName(file))).ToList())
            File.Delete(old);
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(folder, name), text);
        return 0;
    }
}
