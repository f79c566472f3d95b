using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Wan.Hosting;

namespace Wan.Standalone.Descriptions;

/// <summary>
/// <c>openapi</c>: writes the description of the whole API (<c>docs/openapi.json</c>), out of what each door says of itself and the comments at the types. Nothing is started
/// for it.
/// </summary>
internal static class DescriptionCommand
{
    private const string Document = "v1";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Runs it.</summary>
    /// <returns>The exit code, 0.</returns>
    /// <exception cref="InvalidOperationException">A door is not described; the message names it, and what to do.</exception>
    public static async Task<int> RunAsync(Action<WebApplicationBuilder> add, Action<IEndpointRouteBuilder> map, TextWriter output)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear(); // It is the same, whatever is set here.
        builder.Configuration.AddInMemoryCollection([new("Bus:InMemory", "true"), new("DASHSCOPE_API_KEY", "none")]);
        builder.AddWanHosting("standalone");
        add(builder);
        builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict);
        builder.Services.AddOpenApi(Document, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddSchemaTransformer(new SchemaComments());
        });

        await using var app = builder.Build();
        var doors = app.MapGroup("");
        ((IEndpointConventionBuilder)doors).Finally(DescribedTypes.Declare);
        map(doors);
        app.UseRouting().UseEndpoints(static _ => { }); // As its start would.

        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Document).GetOpenApiDocumentAsync();
        var raw = JsonNode.Parse(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1))!.AsObject();
        var whole = new WholeDocument(raw, app.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()).Write();
        await output.WriteLineAsync(whole.ToJsonString(Readable));
        return 0;
    }
}
