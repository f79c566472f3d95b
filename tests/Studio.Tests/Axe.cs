using Wan.Fixtures;

namespace Wan.Studio.Tests;

/// <summary>What judges whether everybody can use a page: the npm package axe-core, installed into this project's obj folder the first time.</summary>
internal static class Axe
{
    private const string Package = "axe-core@4.14.1";

    private static readonly Lazy<Task<string>> Source = new(ReadAsync);

    /// <summary>Its script.</summary>
    public static Task<string> SourceAsync() => Source.Value;

    private static async Task<string> ReadAsync()
    {
        var place = Repository.File("tests", "Studio.Tests", "obj", "axe");
        var done = Path.Combine(place, "done");
        if (!File.Exists(done) || await File.ReadAllTextAsync(done) != Package)
        {
            Directory.CreateDirectory(place);
            await Programs.RunAsync("npm", "", "install", "--prefix", place, "--no-audit", "--no-fund", "--no-save", Package);
            await File.WriteAllTextAsync(done, Package);
        }

        return await File.ReadAllTextAsync(Path.Combine(place, "node_modules", "axe-core", "axe.min.js"));
    }
}
