using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Storage;

namespace Wan.Bench.Doors;

/// <summary>A minimal API alone in this process that stores each request in the same kind of store and answers 202: what HTTP and the disk cost without all that Intake does.</summary>
internal static class BareDoors
{
    /// <summary>How the process is told from a benchmark.</summary>
    public const string Name = "bare-doors";

    public static async Task RunAsync(string folder, int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Storage:Directory"] = folder;
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddDocuments(new Collection<BareRequest>("bare", "requests", BareJson.Default.BareRequest));
        var app = builder.Build();
        app.MapGet("/", () => Results.Ok());
        app.MapPost("/", async (HttpRequest http, IDocuments<BareRequest> requests) =>
        {
            var body = await JsonSerializer.DeserializeAsync(http.Body, BareJson.Default.JsonElement);
            var request = new BareRequest { Id = Guid.CreateVersion7().ToString(), CreatedAt = DateTimeOffset.UtcNow, Body = body };
            await requests.InsertAsync(request);
            return Results.Json(request, BareJson.Default.BareRequest, statusCode: StatusCodes.Status202Accepted);
        });
        await app.RunAsync();
    }
}

/// <summary>What the bare server stores.</summary>
internal sealed class BareRequest : IDocument
{
    public required string Id { get; init; }

    public long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? DueAt { get; set; }

    public required JsonElement Body { get; init; }
}

[JsonSerializable(typeof(BareRequest))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class BareJson : JsonSerializerContext;
