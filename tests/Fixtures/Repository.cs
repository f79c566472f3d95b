namespace Wan.Fixtures;

/// <summary>Where things are in the source tree that this was built from.</summary>
public static class Repository
{
    private static readonly Lazy<string> FoundRoot = new(FindRoot);

    /// <summary>The absolute path of the folder with the solution file.</summary>
    public static string Root => FoundRoot.Value;

    /// <summary><c>Debug</c> or <c>Release</c>, as this assembly was built.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? "Release"
            : "Debug";

    /// <summary>The absolute path of something in the tree.</summary>
    public static string File(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>The absolute path of a service's assembly, built in the same configuration as this one.</summary>
    /// <param name="service">The service's name, such as <c>Intake</c>.</param>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string ServiceAssembly(string service)
    {
        // Standalone's folder has every service: one place to build, and one set of pages in memory for all processes.
        var path = File("services", "Standalone", "bin", Configuration, "net10.0", $"Wan.{service}.dll");
        return System.IO.File.Exists(path)
            ? path
            : throw new FileNotFoundException($"{service} is not built: dotnet build services/Standalone -c {Configuration}", path);
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !System.IO.File.Exists(Path.Combine(folder, "Wan.Services.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has Wan.Services.sln.");
    }
}
