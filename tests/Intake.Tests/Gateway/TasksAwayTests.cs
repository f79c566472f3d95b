using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Wan.Fixtures;
using Wan.Fixtures.MongoWire;
using Wan.Intake.Gateway.DashScope;
using Wan.Intake.Tests.Keys;
using Wan.Storage;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Queries of tasks that can't be answered: clients take anything but 200 for an end.</summary>
public sealed class TasksAwayTests
{
    [Fact]
    public async Task While_the_store_is_away_every_task_runs()
    {
        await using var server = new MongoWireServer();
        await using var away = GatewayOnMongoDb.Start(server);
        using var client = away.CreateClient();
        var id = (await Eventually.FindAsync(
            async () => await client.SubmitAsync() is { Status: HttpStatusCode.OK } heard ? heard.Output("task_id") : null, "accepted"))!;
        var key = await Eventually.FindAsync(() => PatientlyAsync(() => away.AddKeyAsync("default")), "a key");
        await server.GoAsync();

        foreach (var asked in new[] { id, Guid.CreateVersion7().ToString() })
        {
            var heard = await client.TaskAsync(asked, key); // Neither the key nor the task can be looked up.
            (heard.Output("task_id"), heard.Output("task_status")).ShouldBe((asked, "RUNNING"));
            heard.Output("message")!.ShouldContain("ask again");
            heard.Answer.Headers.RetryAfter.ShouldBeNull();
        }

        (await client.TaskAsync("no-id", key)).Output("task_status").ShouldBe("UNKNOWN");
        (await client.GetAsync(null, $"{VendorClient.Tasks}/{id}")).Status.ShouldBe(HttpStatusCode.Unauthorized); // That there are keys is known.
        (await client.GetAsync(key, VendorClient.Tasks)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
    }

    [Theory]
    [InlineData(500, "01920000-0000-7000-8000-000000000000", "RUNNING")]
    [InlineData(503, "01920000-0000-7000-8000-000000000000/", "RUNNING")]
    [InlineData(503, "no-id", "UNKNOWN")]
    public async Task A_failure_is_no_end_of_a_task(int status, string id, string word)
    {
        var context = new DefaultHttpContext { Request = { Path = $"{VendorClient.Tasks}/{id}" }, Response = { Body = new MemoryStream() } };
        context.Response.Headers.RetryAfter = "5";

        await new TaskProblemShape().WriteAsync(context, new ProblemDetails { Status = status });

        var output = JsonElement.Parse(((MemoryStream)context.Response.Body).ToArray()).GetProperty("output");
        (context.Response.StatusCode, output.GetProperty("task_id").GetString(), output.GetProperty("task_status").GetString()).ShouldBe((200, id.TrimEnd('/'), word));
        context.Response.Headers.RetryAfter.Count.ShouldBe(0);
    }

    private static async Task<string?> PatientlyAsync(Func<Task<string>> make)
    {
        try
        {
            return await make();
        }
        catch (StorageUnavailableException)
        {
            return null;
        }
    }
}
