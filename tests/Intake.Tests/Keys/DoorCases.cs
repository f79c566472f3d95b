using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Tests.Keys;

/// <summary>Every door of a process that asks who asks.</summary>
internal sealed record DoorCase(HttpMethod Method, string Pattern, string Scope, string? Also, GenerationDoor? Generation)
{
    /// <summary>It refuses in a form of its own, without findings.</summary>
    public bool HasOwnForm { get; init; }

    /// <summary>All that it needs.</summary>
    public string[] Scopes => Also is null ? [Scope] : [Scope, Also];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DoorCase> Of(IntakeApplication intake) =>
    [
        .. from door in intake.Service<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
           let scope = door.Metadata.GetMetadata<DoorAccess>()?.Scope
           where scope is not null
           from method in door.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
           select new DoorCase(new HttpMethod(method), "/" + door.RoutePattern.RawText!.TrimStart('/'), scope, door.Metadata.GetMetadata<DoorAccess>()!.Also, door.Metadata.GetMetadata<GenerationDoor>())
           {
               HasOwnForm = door.Metadata.GetMetadata<IProblemShape>() is not null,
           },
    ];

    /// <summary>Its address, of a generation or a key.</summary>
    public string Path(string id) => Regex.Replace(Regex.Replace(Pattern, @"\{\w+:long\}", "0"), @"\{(id:guid|id\??|\*\*rest)\}", id);

    /// <summary>Asks at it, with nothing in the body.</summary>
    public Task<Heard> AskAsync(HttpClient http, string? key, string id) => http.AskAsync(key, Method, Path(id), body: null, ("X-DashScope-Async", "enable"));

    /// <summary>Sees that it refuses for this reason.</summary>
    public async Task RefusesAsync(HttpClient http, string? key, string id, HttpStatusCode status, string code)
    {
        var heard = await AskAsync(http, key, id);
        heard.Status.ShouldBe(status, ToString());
        heard.Answer.Headers.WwwAuthenticate.ToString().ShouldStartWith("Bearer", customMessage: ToString());
        if (Method == HttpMethod.Head)
            return;
        if (HasOwnForm)
            heard.Text.ShouldContain(code, customMessage: ToString());
        else
            (heard.Code, heard.Answer.Content.Headers.ContentType!.MediaType).ShouldBe((code, "application/problem+json"), ToString());
        if (key is { Length: > 20 })
            heard.Text.ShouldNotContain(key[^20..]);
    }
}
