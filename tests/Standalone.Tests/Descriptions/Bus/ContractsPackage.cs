using Wan.Fixtures;

namespace Wan.Standalone.Tests.Descriptions.Bus;

/// <summary>The package of the contracts, as <c>dotnet pack</c> makes it.</summary>
internal static class ContractsPackage
{
    /// <summary>Its version, as docs/bus.md names it.</summary>
    public const string Version = "1.0.0";

    private static readonly Lazy<Task<string>> Packed = new(PackOnceAsync);

    /// <summary>Puts it into a folder.</summary>
    /// <returns>Its file there.</returns>
    public static async Task<string> PackAsync(string folder)
    {
        var (made, file) = (await Packed.Value, Path.Combine(folder, $"Wan.Contracts.{Version}.nupkg"));
        Directory.CreateDirectory(folder);
        File.Copy(made, file, overwrite: true);
        return file;
    }

    /// <summary>A folder of restored packages in which all may stay but this one: a later build of it has the same version.</summary>
    public static string FreshCache()
    {
        var cache = Repository.File("tests", "Standalone.Tests", "obj", "packages");
        if (Directory.Exists(Path.Combine(cache, "wan.contracts")))
            Directory.Delete(Path.Combine(cache, "wan.contracts"), recursive: true);
        return cache;
    }

    // Built apart, so that what others build and run stays as it is.
    private static async Task<string> PackOnceAsync()
    {
        var place = Repository.File("tests", "Standalone.Tests", "obj", "pack");
        Directory.CreateDirectory(place);
        await OtherProgram.RunAsync(place, OtherProgram.Nothing,
            "dotnet", "pack", Repository.File("contracts"), "-c", "Release", "-o", place, "-v", "q", "-clp:NoSummary", "-nodeReuse:false", $"-p:MinVerVersionOverride={Version}", "-p:UseSharedCompilation=false", "--artifacts-path", Path.Combine(place, "artifacts"));
        return Path.Combine(place, $"Wan.Contracts.{Version}.nupkg");
    }
}
