using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;
using Wan.Storage;
using Wan.Fixtures;

namespace Wan.Hosting.Tests.Doors.Access;

/// <summary>The doors of a service that has no keys of its own: it takes what Intake has signed, once anything is signed.</summary>
public sealed class SignedDoorTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private WebApplication app = null!;
    private HttpClient http = null!;

    public async Task InitializeAsync()
    {
        app = Build();
        await app.StartAsync();
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    public async Task DisposeAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task Before_that_it_lets_in_whoever_is_on_this_machine_and_nobody_behind_a_proxy()
    {
        (await StatusAsync("/things")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("/things?expires=1&signature=x")).ShouldBe(HttpStatusCode.OK); // Intake may know the secret a moment sooner.
        (await StatusAsync("/things?expires=1")).ShouldBe(HttpStatusCode.BadRequest);

        http.DefaultRequestHeaders.Add("X-Forwarded-For", "192.0.2.1");

        (await StatusAsync("/things")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync("/health/live")).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync("/")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task From_then_on_it_takes_signed_addresses_alone()
    {
        var signer = app.Services.GetRequiredService<AddressSigner>();
        signer.SignBriefly("GET", "/things").ShouldBe("/things");
        app.Services.GetRequiredService<SigningKey>().Ensure();

        (await StatusAsync("/things")).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(signer.SignBriefly("GET", "/things"))).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(signer.SignBriefly("POST", "/things"))).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(signer.SignBriefly("GET", "/nothing"))).ShouldBe(HttpStatusCode.NotFound);
        http.DefaultRequestHeaders.Add("Authorization", "Bearer wan_aaaaaaaaaaaa_0123456789012345678901234567890123456789012");
        using var answer = await http.GetAsync("/things");
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();
        problem.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("auth.missing");
        problem.GetProperty("detail").GetString()!.ShouldContain("Intake");
    }

    [Fact]
    public async Task Whoever_comes_by_a_signed_address_may_do_what_it_is_for()
    {
        app.Services.GetRequiredService<SigningKey>().Ensure();
        using var answer = await http.PostAsync(app.Services.GetRequiredService<AddressSigner>().SignBriefly("POST", "/orders"), null);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_door_that_does_not_say_who_may_ask_is_answered_to_nobody()
    {
        (await StatusAsync("/silent")).ShouldBe(HttpStatusCode.InternalServerError);
        (await StatusAsync("/open")).ShouldBe(HttpStatusCode.InternalServerError); // It asks who asks, which nobody has found out.
    }

    private async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await http.GetAsync(path);
        return answer.StatusCode;
    }

    private WebApplication Build()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddWanHosting("doors");
        builder.Logging.ClearProviders();
        builder.Services.Configure<StorageOptions>(storage => storage.Directory = folder.Path);
        var made = builder.Build();
        made.UseWanDoors();
        made.MapIndex();
        made.MapWanHealth();
        made.MapGet("/things", () => "things").Needs(Scopes.Read);
        made.MapPost("/orders", (HttpContext context) => $"{context.Requester().IsOperator}").Needs(Scopes.Operate);
        made.MapGet("/silent", () => "silent");
        made.MapGet("/open", (HttpContext context) => context.Requester().Tenant).IsOpen();
        return made;
    }
}
