using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Tests;

/// <summary>A family that no code knows, given only as a file.</summary>
internal static class InventedFamily
{
    public const string FileName = "invented-r2v.json";

    public static string Json { get; } = Load();

    public static ModelFamily Read() => Read(Json);

    public static ModelFamily Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        return FamilyFile.Read(FileName, stream);
    }

    /// <summary>The vendor's families and this one.</summary>
    public static ModelCatalogue Catalogue() => new([.. FamilyFile.ReadAll(), Read()]);

    /// <summary>A request that passes without a finding.</summary>
    public static JsonObject Passing() => JsonNode.Parse(
        """{"model":"invented-r2v","input":{"prompt":"Video 1 dances","media":[{"type":"clip","url":"https://e.com/a.webm"}]}}""")!.AsObject();

    private static string Load()
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(FileName)!);
        return reader.ReadToEnd();
    }
}
