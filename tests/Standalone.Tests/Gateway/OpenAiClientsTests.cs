#pragma warning disable OPENAI001 // Its makers call the videos of the .NET client experimental.
using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using OpenAI.Videos;
using Wan.Fixtures;
using Wan.Standalone.Tests.Descriptions;

namespace Wan.Standalone.Tests.Gateway;

/// <summary>The real clients of OpenAI's videos API, with another base URL and nothing else.</summary>
[Collection(DescribedTogether.Name)]
public sealed class OpenAiClientsTests(DescribedStandalone standalone) : IDisposable
{
    private const string Package = "openai@6.49.0";

    private readonly HttpClient http = new() { BaseAddress = standalone.Address };
    private readonly TemporaryFolder folder = new();
    private readonly string order = Guid.NewGuid().ToString("N");

    public void Dispose()
    {
        http.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_one_of_npm_asks_waits_lists_fetches_deletes_and_pays_once_when_an_answer_is_lost()
    {
        var place = await OtherProgram.InstallAsync("openai", Package);
        var script = Path.Combine(place, $"{order}.mjs");
        File.Copy(Repository.File("tests", "Standalone.Tests", "Gateway", "openai.mjs"), script);
        await File.WriteAllBytesAsync(folder.File("picture.png"), Png);

        string[] said;
        try
        {
            said = (await OtherProgram.RunAsync(place, OtherProgram.Nothing, "node", script, standalone.Address.AbsoluteUri.TrimEnd('/'), order, folder.File("picture.png")))
                .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
        finally
        {
            File.Delete(script);
        }

        var id = said.Single(line => line.StartsWith("id: ", StringComparison.Ordinal))[4..];
        var generation = await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}");
        said.Where(line => !line.StartsWith("id: ", StringComparison.Ordinal)).ShouldBe([
            "made: video 2 1280x720",
            "ended: completed 100 character1 dances true",
            $"sha256: {generation.GetProperty("video").GetProperty("sha256").GetString()}",
            "with a file, whose answer was lost: video",
            "fetched too early: ConflictError wrong_state at null",
            "given up: true",
            "as JSON: video",
            "listed: 2",
            "lost without an id: ConflictError idempotency.no_key at null",
            "of no such size: UnprocessableEntityError video.size at size",
            "its files: BadRequestError 400",
            "its models: 0",
            "deleted: true",
            "gone: NotFoundError generation.not_found at id",
        ]);
        generation.GetProperty("request").GetProperty("parameters").GetProperty("seed").GetInt32().ShouldBe(7);
        (await CountAsync(order)).ShouldBe(2); // The one whose answer was lost, once.
        (await CountAsync($"{order}-lost")).ShouldBe(1);
        await Eventually.UntilAsync(async () => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("video").TryGetProperty("deleted_at", out _), "the deletion");
    }

    [Fact]
    public async Task The_one_of_NuGet_asks_waits_lists_fetches_deletes_and_pays_once_when_an_answer_is_lost()
    {
        var client = Client(new AnswersGetLost());
        using var asked = BinaryContent.CreateJson(new
        {
            model = "wan2.6-r2v-flash", prompt = "character1 dances", seconds = "2", size = "1280x720", reference_urls = new[] { "https://example.com/dance.mp4" }, metadata = new { order },
        });
        var once = new RequestOptions();
        once.SetHeader("Idempotency-Key", order);

        var id = Of(await client.CreateVideoAsync(asked, "application/json", once)).GetProperty("id").GetString()!;

        var video = default(JsonElement);
        await Eventually.UntilAsync(async () => (video = Of(await client.GetVideoAsync(id))).GetProperty("status").GetString() is "completed" or "failed", () => $"the video\n{standalone.Tail()}");
        (video.GetProperty("status").GetString(), video.GetProperty("size").GetString()).ShouldBe(("completed", "1280x720"));
        var content = (await client.DownloadVideoAsync(id)).GetRawResponse().Content.ToArray();
        var proof = (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("video");
        Convert.ToHexStringLower(SHA256.HashData(content)).ShouldBe(proof.GetProperty("sha256").GetString());
        (await CountAsync(order)).ShouldBe(1);

        var listed = new List<string>();
        await foreach (var page in client.GetVideosAsync(limit: 1, options: new()).GetRawPagesAsync())
        {
            listed.Add(Of(page).GetProperty("last_id").GetString()!);
            if (listed.Count == 2)
                break;
        }

        listed.ShouldContain(id);
        Of(await client.DeleteVideoAsync(id)).GetProperty("deleted").GetBoolean().ShouldBeTrue();
        (await Should.ThrowAsync<ClientResultException>(() => client.GetVideoAsync(id))).Message.ShouldContain("generation.not_found");
    }

    [Fact]
    public async Task The_one_of_NuGet_sends_a_picture_and_reads_refusals()
    {
        var client = Client(new HttpClientHandler());
        using var form = new MultipartFormDataContent
        {
            { new StringContent("wan2.7-r2v"), "model" }, { new StringContent("Image 1 waves"), "prompt" }, { new StringContent($$"""{"order":"{{order}}"}"""), "metadata" },
            { new ByteArrayContent(Png), "input_reference", "picture.png" },
        };
        using var body = BinaryContent.Create(await form.ReadAsStreamAsync());
        var id = Of(await client.CreateVideoAsync(body, form.Headers.ContentType!.ToString())).GetProperty("id").GetString()!;

        Of(await client.GetVideoAsync(id)).GetProperty("size").GetString().ShouldBe("1920x1080");
        var input = (await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{id}")).GetProperty("request").GetProperty("input");
        var picture = input.GetProperty("media").EnumerateArray().ShouldHaveSingleItem().GetProperty("url").GetString()!;
        (await http.GetFromJsonAsync<JsonElement>($"/v1/files/{picture["wan-file:".Length..]}")).GetProperty("sha256").GetString().ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Png)));
        (await Should.ThrowAsync<ClientResultException>(() => client.DownloadVideoAsync(id))).Status.ShouldBe(409);
        Of(await client.DeleteVideoAsync(id)).GetProperty("object").GetString().ShouldBe("video.deleted");
        using var wrong = BinaryContent.CreateJson(new { model = "sora-2", prompt = "A cat" });
        var refused = await Should.ThrowAsync<ClientResultException>(() => client.CreateVideoAsync(wrong, "application/json"));
        (refused.Status, refused.Message.Contains("model.unknown", StringComparison.Ordinal)).ShouldBe((422, true), refused.Message);
    }

    // The least that is an image: a head, and an end.
    private static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAoAAAAHgCAIAAAAAAAAAAAAAAElFTkQAAAAA");

    private VideoClient Client(HttpMessageHandler handler) => new(new ApiKeyCredential("wan_of_nobody"), new VideoClientOptions
    {
        Endpoint = new Uri(standalone.Address, "/v1"), Transport = new HttpClientPipelineTransport(new HttpClient(handler)),
    });

    private static JsonElement Of(ClientResult result) => JsonElement.Parse(result.GetRawResponse().Content);

    private async Task<int> CountAsync(string label) => (await http.GetFromJsonAsync<JsonElement>($"/v1/generations?label=order:{label}")).GetProperty("items").GetArrayLength();

    /// <summary>The answer to the first POST is lost. It follows no redirects, as its own transport does not.</summary>
    private sealed class AnswersGetLost : DelegatingHandler
    {
        private bool lost;

        public AnswersGetLost() : base(new HttpClientHandler { AllowAutoRedirect = false })
        {
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.Method != HttpMethod.Post || lost)
                return answer;
            lost = true;
            answer.Dispose();
            throw new HttpRequestException("The connection was lost.");
        }
    }
}
