using System.Diagnostics.CodeAnalysis;

namespace Wan.Intake.Keys;

/// <summary>The command line of <c>keys</c>, read.</summary>
/// <param name="Verb"><c>add</c>, <c>list</c> or <c>revoke</c>.</param>
/// <param name="Subject">The name or the id; null for a list.</param>
/// <param name="Options">By their names, with <c>--</c>.</param>
internal sealed record KeyWords(string Verb, string? Subject, IReadOnlyDictionary<string, string> Options)
{
    /// <summary>An option without a value: nothing is made where there is a key already.</summary>
    public const string IfNone = "--if-none";

    public const string Usage = """
        usage: ./wan keys add NAME --tenant TENANT [--scopes create,read,cancel,operate] [--expires 90d] [--if-none] [--data DIR]
               ./wan keys list [--data DIR]
               ./wan keys revoke ID [--data DIR]
        """;

    private static readonly string[] OfAdd = ["--tenant", "--scopes", "--expires", IfNone];

    /// <summary>The value of an option, or null.</summary>
    public string? Option(string name) => Options.GetValueOrDefault(name);

    /// <summary>Whether somebody asks how it is used.</summary>
    public static bool AskHow(string[] words) => words is ["help" or "-h"] || words.Contains("--help");

    /// <summary>Reads it.</summary>
    /// <returns>False if it is none.</returns>
    public static bool TryRead(string[] words, [NotNullWhen(true)] out KeyWords? read)
    {
        read = null;
        var subjects = new List<string>();
        var options = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var index = 0; index < words.Length; index++)
        {
            var word = words[index];
            if (!word.StartsWith("--", StringComparison.Ordinal))
                subjects.Add(word);
            else if (!options.TryAdd(word, word == IfNone ? "" : index + 1 < words.Length ? words[++index] : ""))
                return false;
        }

        read = subjects switch
        {
            ["list"] => new("list", null, options),
            ["add" or "revoke", var subject] => new(subjects[0], subject, options),
            _ => null,
        };
        string[] known = read is { Verb: "add" } ? ["--data", .. OfAdd] : ["--data"];
        return read is not null && options.All(option => known.Contains(option.Key) && (option.Key == IfNone || option.Value.Length > 0));
    }
}
