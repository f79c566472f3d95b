using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Wan.Studio;

/// <summary>The files of the page, which are a part of this assembly, and what it may load and run.</summary>
internal static partial class StudioFiles
{
    private const string Folder = "studio/", PageName = "index.html";

    private static readonly Lazy<IReadOnlyDictionary<string, StudioFile>> Read = new(ReadAll);

    /// <summary>All but the page, by the path behind <c>/studio/</c>.</summary>
    public static IReadOnlyDictionary<string, StudioFile> All => Read.Value;

    /// <summary>The page.</summary>
    public static StudioFile Page => Read.Value[PageName];

    /// <summary>
    /// What the page may do (https://www.w3.org/TR/CSP3/): load from its own origin alone, and run what it loads from there and the map of its
    /// modules, which can only stand in the page. Videos and posters may come from Archiver, which is another origin where it is another process.
    /// </summary>
    /// <param name="archiver">Where readers of videos are sent on to; null where this process has them.</param>
    public static string Policy(Uri? archiver)
    {
        var videos = archiver is null ? "" : $" {archiver.GetLeftPart(UriPartial.Authority)}";
        return string.Join("; ",
            "default-src 'none'",
            $"script-src 'self' {string.Join(' ', InlineScripts().Select(script => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(script)))}'"))}",
            "style-src 'self'",
            $"img-src 'self' blob: data:{videos}",
            $"media-src 'self' blob:{videos}",
            $"connect-src 'self'{videos}",
            "form-action 'none'",
            "base-uri 'none'",
            "frame-ancestors 'none'");
    }

    private static IEnumerable<string> InlineScripts() =>
        InlineScript().Matches(Encoding.UTF8.GetString(Page.Content)).Select(match => match.Groups[1].Value);

    private static Dictionary<string, StudioFile> ReadAll()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            return new StudioFile(name[Folder.Length..], content);
        }).ToDictionary(file => file.Path, StringComparer.Ordinal);
    }

    [GeneratedRegex("<script type=\"importmap\">(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();
}
