using System.Net;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Wan.DashScope.Catalogue;

namespace Wan.Simulator.Tests;

/// <summary>The simulator knows a family by its file alone: its path, what it takes, its pictures, its sound and its bill.</summary>
public sealed class NewFamilyTests
{
    private const string Path = "services/aigc/invented/synthesis";
    private const string OtherPath = "services/aigc/video-generation/video-synthesis";

    [Fact]
    public async Task A_task_is_made_at_the_path_of_the_file_with_its_defaults()
    {
        await using var simulator = await StartAsync();

        var id = await SubmitAsync(simulator, Body("{}"));
        simulator.Clock.Advance(11);

        var usage = (await simulator.QueryAsync(id)).GetProperty("usage");
        usage.GetProperty("size").GetString().ShouldBe("960*960");
        usage.GetProperty("SR").GetInt32().ShouldBe(720);
        usage.GetProperty("output_video_duration").GetInt32().ShouldBe(4);
        usage.GetProperty("input_video_duration").GetDouble().ShouldBe(2);
        await ShouldHaveTracksAsync(simulator, id, 1);
    }

    [Fact]
    public async Task What_is_asked_for_is_made()
    {
        await using var simulator = await StartAsync();

        var id = await SubmitAsync(simulator, Body("""{"resolution":"large","duration":6,"sound":true}"""));
        simulator.Clock.Advance(11);

        var usage = (await simulator.QueryAsync(id)).GetProperty("usage");
        usage.GetProperty("size").GetString().ShouldBe("1440*1440");
        usage.GetProperty("SR").GetInt32().ShouldBe(1080);
        await ShouldHaveTracksAsync(simulator, id, 2);
    }

    [Theory]
    [InlineData("""{"duration":7}""", "Duration should be between 3 and 6")]
    [InlineData("""{"mood":"sad"}""", "Input should be 'calm' or 'wild'")]
    [InlineData("""{"resolution":"720P"}""", "Input should be 'small' or 'large'")]
    public async Task What_the_file_does_not_allow_fails(string parameters, string message)
    {
        await using var simulator = await StartAsync();

        var id = await SubmitAsync(simulator, Body(parameters));
        simulator.Clock.Advance(2);

        (await simulator.QueryAsync(id)).GetProperty("output").GetProperty("message").GetString().ShouldBe(message);
    }

    [Fact]
    public async Task A_model_at_the_path_of_another_family_is_refused_in_the_vendors_words()
    {
        await using var simulator = await StartAsync();

        await ShouldBeRefusedAsync(simulator, Body("{}"), OtherPath, "url error, please check url！");
        await ShouldBeRefusedAsync(simulator, Bodies.Wan27(), Path, "url error, please check url！");
        await ShouldBeRefusedAsync(simulator, Bodies.Wan26(model: "wan9-r2v"), Path, "Model not exist.");
    }

    [Fact]
    public async Task A_list_names_the_service_of_its_path()
    {
        await using var simulator = await StartAsync();
        await SubmitAsync(simulator, Body("{}"));

        var item = (await simulator.GetAsync("/api/v1/tasks/")).GetProperty("data")[0];

        item.GetProperty("user_api_unique_key").GetString().ShouldBe("apikey:v1:aigc:invented:synthesis:invented-r2v");
    }

    [Fact]
    public async Task A_picture_that_the_simulator_can_not_show_stops_the_start_with_the_file_and_what_to_do()
    {
        var family = Invented() with { Frames = [new FrameRule { Resolution = "small", Tier = 720, Width = 640, Height = 360 }], Fps = 48 };

        var failure = await Should.ThrowAsync<OptionsValidationException>(() => StartAsync(family));

        failure.Message.ShouldContain("Families/invented-r2v.json: frames has 640*360");
        failure.Message.ShouldContain("make-frames.sh");
        failure.Message.ShouldContain("Families/invented-r2v.json: fps is 48");
    }

    [Fact]
    public async Task A_name_of_ones_own_is_a_model_once_the_catalogue_has_it()
    {
        await using var simulator = await RunningSimulator.StartAsync(
            new ManualClock(), services => services.AddSingleton(new ModelCatalogue([KeyValuePair.Create("mine-r2v", "wan2.6-r2v")])), "Models:mine-r2v:RenderTime=00:00:20");
        var id = await simulator.SubmitAsync(Bodies.Wan26(model: "mine-r2v"));

        simulator.Clock.Advance(11);

        (await simulator.StatusAsync(id)).ShouldBe("RUNNING");
    }

    private static Task<RunningSimulator> StartAsync() => StartAsync(Invented());

    private static Task<RunningSimulator> StartAsync(ModelFamily family) =>
        RunningSimulator.StartAsync(new ManualClock(), services => services.AddSingleton(new ModelCatalogue([.. FamilyFile.ReadAll(), family])));

    private static ModelFamily Invented()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("invented-r2v.json")!;
        return FamilyFile.Read("invented-r2v.json", stream);
    }

    private static JsonObject Body(string parameters) => new JsonObject
    {
        ["model"] = "invented-r2v",
        ["input"] = new JsonObject
        {
            ["prompt"] = "Video 1 and Image 1",
            ["media"] = new JsonArray(Bodies.Media("clip", "https://e.com/a.webm"), Bodies.Media("picture", "https://e.com/a.png")),
        },
        ["parameters"] = JsonNode.Parse(parameters),
    };

    private static async Task<string> SubmitAsync(RunningSimulator simulator, JsonNode body)
    {
        using var response = await simulator.Http.SendAsync(RunningSimulator.SubmitRequest(body, path: Path));
        return (await RunningSimulator.ReadAsync(response)).GetProperty("output").GetProperty("task_id").GetString()!;
    }

    private static async Task ShouldBeRefusedAsync(RunningSimulator simulator, JsonNode body, string path, string message)
    {
        using var response = await simulator.Http.SendAsync(RunningSimulator.SubmitRequest(body, path: path));
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var answer = await RunningSimulator.ReadAsync(response);
        answer.GetProperty("code").GetString().ShouldBe("InvalidParameter");
        answer.GetProperty("message").GetString().ShouldBe(message);
    }

    private static async Task ShouldHaveTracksAsync(RunningSimulator simulator, string id, int count)
    {
        var url = (await simulator.QueryAsync(id)).GetProperty("output").GetProperty("video_url").GetString()!;
        Mp4.Read(await simulator.Http.GetByteArrayAsync(url)).Single(box => box.Type == "moov").Tracks.Count().ShouldBe(count);
    }
}
