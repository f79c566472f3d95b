using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace Wan.Intake.Models;

/// <summary>Packs what <c>GET /v1/models</c> answers: it is long, forms begin with it, and nothing in it is secret or of whoever asks, which a packed length could tell.</summary>
internal static class ModelsCompression
{
    public static IServiceCollection AddModelsCompression(this IServiceCollection services) => services
        .AddResponseCompression(compression => compression.EnableForHttps = true)
        .Configure<BrotliCompressionProviderOptions>(brotli => brotli.Level = CompressionLevel.Optimal);

    public static void UseModelsCompression(this IApplicationBuilder app) =>
        app.UseWhen(context => context.Request.Path == "/v1/models", branch => branch.UseResponseCompression());
}
