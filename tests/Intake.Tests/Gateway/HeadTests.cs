using System.Net;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>HEAD at the doors that are asked in another system's manner, over a real connection: a GET without the body.</summary>
public sealed class HeadTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(true, ("Intake:ArchiverUrl", "http://archiver:8081"));
    private readonly HttpClientHandler handler = new() { AllowAutoRedirect = false };
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        intake.ListenOnPort();
        intake.StartServer();
        http = new HttpClient(handler) { BaseAddress = intake.Address };
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        handler.Dispose();
        await intake.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/v1/tasks/{id}")]
    [InlineData("/api/v1/tasks/no-id")]
    [InlineData("/api/v1/tasks")]
    [InlineData("/api/v1/tasks?page_no=none")]
    [InlineData("/api/v1/uploads?action=getPolicy&model=wan2.7-r2v")]
    [InlineData("/v1/videos")]
    [InlineData("/v1/videos/{id}")]
    [InlineData("/v1/videos/none")]
    [InlineData("/v1/videos/{id}/content")]
    public async Task It_is_answered_as_GET_without_a_body(string path)
    {
        var (acme, address) = (await intake.AddKeyAsync("acme"), path.Replace("{id}", (await intake.AddGenerationAsync("acme")).Id, StringComparison.Ordinal));
        var get = await http.GetAsync(acme, address);

        var head = await http.AskAsync(acme, HttpMethod.Head, address);

        (head.Status, head.Text).ShouldBe((get.Status, ""));
        head.Answer.Content.Headers.ContentType.ShouldBe(get.Answer.Content.Headers.ContentType);
        get.Status.ShouldNotBe(HttpStatusCode.MethodNotAllowed);
        (await http.AskAsync(null, HttpMethod.Head, address)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }
}
