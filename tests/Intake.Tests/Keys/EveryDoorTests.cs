using System.Net;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Keys;

namespace Wan.Intake.Tests.Keys;

/// <summary>What holds at every door of Intake, whatever it is for.</summary>
public sealed class EveryDoorTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(true, ("Intake:ArchiverUrl", "http://archiver:8081"));
    private HttpClient http = null!;
    private IReadOnlyList<DoorCase> doors = null!;
    private string id = null!;

    public async Task InitializeAsync()
    {
        http = intake.CreateClient(new() { AllowAutoRedirect = false });
        doors = DoorCase.Of(intake);
        doors.Count.ShouldBeGreaterThan(18);
        id = (await intake.AddGenerationAsync("acme")).Id;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task Without_any_key_made_it_lets_in_whoever_is_near()
    {
        foreach (var door in doors)
            ((int)(await door.AskAsync(http, null, id)).Status).ShouldNotBeOneOf(401, 403);
    }

    [Fact]
    public async Task It_refuses_whoever_shows_no_key_once_there_is_one()
    {
        await intake.AddKeyAsync();

        await EachAsync(door => door.RefusesAsync(http, null, id, HttpStatusCode.Unauthorized, "auth.missing"));
    }

    [Theory]
    [InlineData("wan_")]
    [InlineData("sk-0123456789abcdef0123456789abcdef")]
    [InlineData("wan_aaaaaaaaaaaa_0123456789012345678901234567890123456789012")] // Of no key.
    [InlineData("wan_AAAAAAAAAAAA_0123456789012345678901234567890123456789012")]
    public async Task It_refuses_what_is_no_key(string key)
    {
        await intake.AddKeyAsync();

        await EachAsync(door => door.RefusesAsync(http, key, id, HttpStatusCode.Unauthorized, "auth.unknown"));
    }

    [Fact]
    public async Task It_refuses_the_right_id_with_a_wrong_secret_in_the_words_for_an_unknown_one()
    {
        var key = await intake.AddOperatorAsync();
        var wrong = key[..^1] + (key[^1] == 'A' ? 'B' : 'A');
        var unknown = $"wan_aaaaaaaaaaaa{key[16..]}";

        await EachAsync(door => door.RefusesAsync(http, wrong, id, HttpStatusCode.Unauthorized, "auth.unknown"));
        (await http.GetAsync(wrong, "/v1/keys")).Without().ShouldBe((await http.GetAsync(unknown, "/v1/keys")).Without());
    }

    [Fact]
    public async Task It_refuses_a_key_whose_time_is_over()
    {
        var key = await intake.AddKeyAsync("acme", Scopes.All, expiresIn: 60);
        (await http.GetAsync(key, $"/v1/generations/{id}")).Status.ShouldBe(HttpStatusCode.OK);

        intake.Clock.Move(TimeSpan.FromSeconds(61));

        await EachAsync(door => door.RefusesAsync(http, key, id, HttpStatusCode.Unauthorized, "auth.expired"));
    }

    [Fact]
    public async Task It_refuses_a_revoked_key()
    {
        var (operators, key) = (await intake.AddOperatorAsync(), await intake.AddOperatorAsync());
        (await http.GetAsync(key, $"/v1/generations/{id}")).Status.ShouldBe(HttpStatusCode.OK);

        (await http.AskAsync(operators, HttpMethod.Delete, $"/v1/keys/{key.Split('_')[1]}")).Status.ShouldBe(HttpStatusCode.NoContent);

        await EachAsync(door => door.RefusesAsync(http, key, id, HttpStatusCode.Unauthorized, "auth.revoked"));
    }

    [Fact]
    public async Task It_refuses_a_key_that_has_all_scopes_but_its_own_and_names_that()
    {
        var keys = new Dictionary<string, string>();
        foreach (var scope in Scopes.All)
            keys[scope] = await intake.AddKeyAsync("acme", [.. Scopes.All.Where(other => other != scope)]);

        await EachAsync(async door =>
        {
            await door.RefusesAsync(http, keys[door.Scope], id, HttpStatusCode.Forbidden, "auth.scope");
            (await door.AskAsync(http, keys[door.Scope], id)).Answer.Headers.WwwAuthenticate.ToString().ShouldContain($"scope=\"{door.Scope}\"");
        });
    }

    [Fact]
    public async Task It_needs_no_scope_but_its_own()
    {
        foreach (var door in doors)
            ((int)(await door.AskAsync(http, await intake.AddKeyAsync("acme", door.Scopes), id)).Status).ShouldNotBeOneOf([401, 403], $"{door}");
    }

    [Fact]
    public async Task It_says_of_anothers_generation_what_it_says_of_one_that_there_is_not()
    {
        var stranger = Guid.CreateVersion7().ToString();
        // Webhooks, files and tasks have their own tests of the same: DoorTests of Notifier, FileDoorTests, TaskTests.
        string[] others = ["/v1/webhooks", "/v1/files/", "/api/v1/tasks/"];
        foreach (var door in doors.Where(door => door.Pattern.Contains('{') && door.Scope != Scopes.Operate && !others.Any(other => door.Pattern.StartsWith(other, StringComparison.Ordinal))))
        {
            door.Generation.ShouldNotBeNull($"{door}: one with an id is of a generation");
            var key = await intake.AddKeyAsync("other", [door.Scope]);
            var (anothers, unknown) = (await door.AskAsync(http, key, id), await door.AskAsync(http, key, stranger));

            anothers.Status.ShouldBe(HttpStatusCode.NotFound, $"{door}");
            if (door.Method == HttpMethod.Head)
                continue;
            anothers.Code.ShouldBe("generation.not_found", $"{door}");
            anothers.Without(id).ShouldBe(unknown.Without(stranger), $"{door}");
            (await door.AskAsync(http, key, id.ToUpperInvariant())).Status.ShouldBe(HttpStatusCode.NotFound, $"{door}");
        }
    }

    [Fact]
    public async Task It_lets_in_everybody_where_that_is_said_out_loud()
    {
        await using var open = new IntakeApplication(true, ("Auth:Disabled", "true"));
        await open.AddKeyAsync();
        using var stranger = open.CreateClient();

        foreach (var door in DoorCase.Of(open))
            ((int)(await door.AskAsync(stranger, null, id)).Status).ShouldNotBeOneOf([401, 403], $"{door}");
        open.Logs.ToString().ShouldContain("EVERYBODY");
    }

    [Fact]
    public async Task Every_door_says_whether_it_asks()
    {
        var silent = intake.Service<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints.Where(door => door.Metadata.GetMetadata<DoorAccess>() is null);

        silent.ShouldBeEmpty();
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task No_key_and_no_signature_stands_in_the_log()
    {
        var key = await intake.AddOperatorAsync();
        foreach (var door in doors)
            await door.AskAsync(http, key, id);
        var made = await http.PostAsync(key, "/v1/keys", """{"name":"second","tenant":"acme"}""");
        var link = (await http.GetAsync(key, $"/v1/generations/{id}/video/link")).Json.GetProperty("url").GetString()!;
        await http.GetAsync(null, link);

        var log = intake.Logs.ToString();
        log.ShouldNotContain(key[^43..]);
        log.ShouldNotContain(made.Json.GetProperty("key").GetString()![^43..]);
        log.ShouldNotContain(link.Split("signature=")[1]);
    }

    private async Task EachAsync(Func<DoorCase, Task> check)
    {
        foreach (var door in doors)
            await check(door);
    }
}
