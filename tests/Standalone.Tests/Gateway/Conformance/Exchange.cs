using System.Text;

namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>A request of the vendor's protocol, whose answer everybody who speaks it must agree on.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Method">Of HTTP.</param>
/// <param name="Path">Below the base URL; a task's name in braces stands for its id.</param>
internal sealed record Exchange(string Name, string Method, string Path)
{
    /// <summary>Null for none.</summary>
    public string? Body { get; init; }

    /// <summary>Of the body.</summary>
    public string ContentType { get; init; } = "application/json";

    /// <summary>The header <c>Authorization</c>; null for one with the right key, empty for none.</summary>
    public string? Authorization { get; init; }

    /// <summary>Whether somebody else asks.</summary>
    public bool ByAnother { get; init; }

    /// <summary>Others.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>The request to one of them.</summary>
    public HttpRequestMessage To(DashScopeTarget target, IReadOnlyDictionary<string, string> tasks)
    {
        var path = tasks.Aggregate(Path, (path, task) => path.Replace($"{{{task.Key}}}", task.Value, StringComparison.Ordinal));
        var request = new HttpRequestMessage(new HttpMethod(Method), $"{target.BaseUrl}/{path}");
        if (Authorization != "")
            request.Headers.TryAddWithoutValidation("Authorization", Authorization ?? $"Bearer {(ByAnother ? target.OtherKey : target.Key)}");
        foreach (var (name, value) in Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        if (Body is not null)
            request.Content = new StringContent(Body, Encoding.UTF8, ContentType);
        return request;
    }
}
