using System.Reflection;
using System.Text.Json;

namespace Wan.DashScope.Catalogue;

/// <summary>Reads the files of <c>Families</c>, and refuses one that is incomplete or contradicts itself.</summary>
internal static class FamilyFile
{
    private const string Folder = "family/";

    /// <summary>The family of every file.</summary>
    /// <exception cref="InvalidDataException">As in <see cref="Read"/>.</exception>
    public static IEnumerable<ModelFamily> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var stream = assembly.GetManifestResourceStream(name)!;
                return Read(name[Folder.Length..], stream);
            });
    }

    /// <summary>Reads one.</summary>
    /// <param name="file">Its name, such as <c>wan2.7-r2v.json</c>.</param>
    /// <param name="json">What is in it.</param>
    /// <exception cref="InvalidDataException">Something is wrong with it; the message names the file, each key, and what to do.</exception>
    public static ModelFamily Read(string file, Stream json)
    {
        ModelFamily family;
        try
        {
            family = JsonSerializer.Deserialize(json, RulesJson.Default.ModelFamily) ?? throw new JsonException("The file has no family in it.");
        }
        catch (JsonException exception)
        {
            var key = exception.Path is { Length: > 2 } path ? $"{path[2..]}: " : "";
            throw new InvalidDataException(
                $"Families/{file}: {key}{exception.Message} Correct it there; ModelFamily and what it is made of say which keys there are and what each means.", exception);
        }

        var problems = FamilyChecks.Problems(family, Path.GetFileNameWithoutExtension(file)).Select(problem => $"Families/{file}: {problem}.").ToList();
        return problems.Count == 0 ? family : throw new InvalidDataException(string.Join(" ", problems));
    }
}
