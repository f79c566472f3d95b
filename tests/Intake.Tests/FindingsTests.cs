using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Contracts;

namespace Wan.Intake.Tests;

/// <summary>What a requester is told of a request, and where.</summary>
public sealed class FindingsTests : IAsyncLifetime
{
    private const string Odd =
        """{"model":"wan2.7-r2v","input":{"prompt":"Image 1","media":[{"type":"reference_image","url":"https://e.com/a.png"},{"type":"reference_image","url":"https://e.com/b.png"}]},"strict":false}""";

    private readonly IntakeApplication intake = new();

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("/v1/generations")]
    [InlineData("/v1/generations?dryRun=true")]
    public async Task All_that_is_wrong_is_said_at_once(string path)
    {
        var (status, answer) = await PostAsync(
            """{"model":"wan2.7-r2v","input":{"prompt":" ","media":[{"type":"image","url":"a.png"},{"type":"first_frame","url":"https://e.com/f.mp4"}]},"parameters":{"duration":16,"ratio":"1:1","size":"1x1"},"strict":true,"priority":"now"}""",
            path);

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Show(answer).ShouldBe(
            [
                "error priority.unknown_value /priority", "error media.unknown_type /input/media/0/type", "error url.not_absolute /input/media/0/url",
                "error media.other_kind /input/media/1", "error prompt.blank /input/prompt", "error duration.out_of_range /parameters/duration",
                "error ratio.ignored /parameters/ratio", "error parameters.other_family /parameters/size",
            ],
            ignoreOrder: true);
        (await intake.CountAsync()).ShouldBe(0);
        intake.Recorder.Published.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_warning_is_shown_at_once_and_kept_with_the_generation()
    {
        var (status, answer) = await PostAsync(Odd);

        status.ShouldBe(HttpStatusCode.Accepted);
        Show(answer).ShouldBe(["warning prompt.reference_not_named /input/media/1"]);
        Show(await http.GetFromJsonAsync<JsonElement>($"/v1/generations/{answer.GetProperty("id").GetString()}")).ShouldBe(Show(answer));
    }

    [Fact]
    public async Task A_warning_refuses_a_strict_request_at_either_door()
    {
        var strict = Odd.Replace("false", "true", StringComparison.Ordinal);

        var (status, answer) = await PostAsync(strict);
        await intake.Bus.Publish(new GenerateVideo
        {
            Model = "wan2.6-r2v",
            Input = new() { Prompt = "somebody", ReferenceUrls = ["https://e.com/a.png"] },
            Strict = true,
        });

        status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        Show(answer).ShouldBe(["error prompt.reference_not_named /input/media/1"]);
        (await intake.Recorder.PublishedAsync<GenerationRejected>()).Findings.ShouldHaveSingleItem().Pointer.ShouldBe("/input/reference_urls/0");
    }

    private static List<string> Show(JsonElement answer) =>
    [
        .. answer.GetProperty("findings").EnumerateArray()
            .Select(finding => $"{finding.GetProperty("severity").GetString()} {finding.GetProperty("code").GetString()} {finding.GetProperty("pointer").GetString()}"),
    ];

    private async Task<(HttpStatusCode Status, JsonElement Answer)> PostAsync(string body, string path = "/v1/generations")
    {
        using var response = await http.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
