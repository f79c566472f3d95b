using Wan.Fixtures;

namespace Wan.Standalone.Tests.Access;

/// <summary>The command that makes, lists and revokes keys, as a process of its own.</summary>
internal static class KeyScript
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="words">Its command line, but for <c>keys</c> and the folder.</param>
    public static Task<(int Code, string Output, string Errors)> RunAsync(string folder, params string[] words) =>
        RunAsync(new Dictionary<string, string> { ["Storage__Directory"] = folder }, words);

    /// <summary>The same with other settings.</summary>
    public static Task<(int Code, string Output, string Errors)> RunAsync(IReadOnlyDictionary<string, string> settings, params string[] words) =>
        ServiceVerb.RunAsync("Intake", settings, ["keys", .. words]);

    /// <summary>Makes a key.</summary>
    public static async Task<string> AddAsync(string folder, string tenant, string scopes)
    {
        var (code, key, errors) = await RunAsync(folder, "add", Guid.NewGuid().ToString(), "--tenant", tenant, "--scopes", scopes);
        code.ShouldBe(0, errors);
        return key;
    }
}
