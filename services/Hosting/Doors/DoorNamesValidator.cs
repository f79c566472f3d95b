using Microsoft.Extensions.Options;

namespace Wan.Hosting.Doors;

/// <summary>Refuses names in <see cref="DoorOptions"/> that no request would ever fit, such as an origin with a slash behind it.</summary>
internal sealed class DoorNamesValidator : IValidateOptions<DoorOptions>
{
    private static readonly char[] NotInNames = ['*', ':', '/', ' '];

    public ValidateOptionsResult Validate(string? name, DoorOptions options)
    {
        var problems = options.Hosts.Select(Wrong).Concat(options.Origins.Select(WrongOrigin)).OfType<string>().ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static string? Wrong(string host)
    {
        var rest = host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;
        return host == "*" || (rest.Length > 0 && rest.IndexOfAny(NotInNames) < 0)
            ? null
            : $"{DoorOptions.SectionName}:{nameof(DoorOptions.Hosts)}: '{host}' must be a name without a port, such as wan.example.com or *.example.com, or * for any.";
    }

    // As browsers write it: https://html.spec.whatwg.org/multipage/browsers.html#ascii-serialisation-of-an-origin.
    private static string? WrongOrigin(string origin)
    {
        if (!Uri.TryCreate(origin, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return $"{DoorOptions.SectionName}:{nameof(DoorOptions.Origins)}: '{origin}' must have a scheme and a host, such as https://studio.example.com.";
        var host = uri.HostNameType == UriHostNameType.IPv6 ? uri.Host : uri.IdnHost;
        var written = $"{uri.Scheme}://{host}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}";
        return origin == written
            ? null
            : $"{DoorOptions.SectionName}:{nameof(DoorOptions.Origins)}: '{origin}' is not as browsers write it; it would be {written}.";
    }
}
