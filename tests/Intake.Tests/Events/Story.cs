using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Wan.Contracts;
using Wan.Fixtures;

namespace Wan.Intake.Tests.Events;

/// <summary>Takes generations from the door to the video, as the other services would.</summary>
internal static class Story
{
    /// <summary>What is told of one.</summary>
    public static readonly string[] Whole = ["1 accepted", "2 submitting", "3 rendering", "4 archiving", "5 completed"];

    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    /// <summary>Accepts one.</summary>
    /// <returns>Its id.</returns>
    public static async Task<string> AcceptAsync(HttpClient http, string tenant = "default")
    {
        using var answer = await http.PostAsync("/v1/generations", new StringContent(Body.Insert(1, $"\"tenant\":\"{tenant}\","), Encoding.UTF8, "application/json"));
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    /// <summary>Takes one to its end, each step at another process.</summary>
    public static async Task TellAsync(string id, params IntakeApplication[] intakes)
    {
        await IsAsync(id, intakes[0], "submitting");
        await StepAsync(Samples.Submitted(id) with { Model = "wan2.6-r2v" }, "rendering", intakes[0]);
        await StepAsync(Samples.Rendered(id) with { Model = "wan2.6-r2v" }, "archiving", intakes[1 % intakes.Length]);
        await StepAsync(new VideoArchived { GenerationId = id, TaskId = "task", Video = Samples.Video }, "completed", intakes[2 % intakes.Length]);

        async Task StepAsync(object message, string status, IntakeApplication intake)
        {
            await intake.Bus.Publish(message);
            await IsAsync(id, intake, status);
        }
    }

    private static Task IsAsync(string id, IntakeApplication intake, string status) => Eventually.UntilAsync(
        async () => (await intake.Generations.FindAsync(id))?.Status == status, $"{id} is {status}");
}
