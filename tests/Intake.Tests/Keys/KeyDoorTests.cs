using System.Net;
using Wan.Fixtures;
using Wan.Hosting.Doors.Access;
using Wan.Intake.Keys;
using Wan.Storage;

namespace Wan.Intake.Tests.Keys;

/// <summary>Keys over HTTP: made, shown once, listed, used, revoked.</summary>
public sealed class KeyDoorTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new();
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task The_first_is_made_without_one_and_from_then_on_everybody_needs_one()
    {
        (await http.GetAsync(null, "/v1/generations")).Status.ShouldBe(HttpStatusCode.OK);

        var made = await http.PostAsync(null, "/v1/keys", """{"name":"me","tenant":"acme","scopes":["operate","read"]}""");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made.Answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var key = made.Json.GetProperty("key").GetString()!;
        (await http.GetAsync(null, "/v1/generations")).Code.ShouldBe("auth.missing");
        (await http.PostAsync(null, "/v1/keys", """{"name":"you","tenant":"acme"}""")).Code.ShouldBe("auth.missing");
        (await http.GetAsync(key, "/v1/generations")).Status.ShouldBe(HttpStatusCode.OK);
        File.Exists(intake.Folder.File("signing.key")).ShouldBeTrue();
    }

    [Fact]
    public async Task It_is_shown_once_and_kept_as_a_hash()
    {
        var operators = await intake.AddOperatorAsync();
        var made = await http.PostAsync(operators, "/v1/keys", """{"name":"CI","tenant":"acme","expires_in":3600}""");
        var (key, id) = (made.Json.GetProperty("key").GetString()!, made.Json.GetProperty("id").GetString()!);

        key.ShouldStartWith($"wan_{id}_");
        made.Json.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["create", "read", "cancel"]);
        foreach (var path in new[] { "/v1/keys", $"/v1/keys/{id}", "/v1/keys?tenant=acme" })
        {
            var shown = await http.GetAsync(operators, path);
            shown.Status.ShouldBe(HttpStatusCode.OK);
            shown.Text.ShouldContain(id);
            shown.Text.ShouldNotContain(key[^43..]);
            shown.Text.ShouldNotContain("hash", Case.Insensitive);
        }

        var secret = System.Text.Encoding.ASCII.GetBytes(key[^43..]);
        Directory.GetFiles(intake.Folder.Path, "intake.db*").Count(file => File.ReadAllBytes(file).AsSpan().IndexOf(secret) >= 0).ShouldBe(0);
        (await intake.Service<IDocuments<AccessKey>>().FindAsync(id))!.SecretHash.Length.ShouldBe(32);
    }

    [Theory]
    [InlineData("""{}""", "/name", "/tenant")]
    [InlineData("""{"name":"","tenant":"a b"}""", "/name", "/tenant")]
    [InlineData("""{"name":"x","tenant":"acme","scopes":[]}""", "/scopes")]
    [InlineData("""{"name":"x","tenant":"acme","scopes":["read","read"]}""", "/scopes")]
    [InlineData("""{"name":"x","tenant":"acme","scopes":["admin"]}""", "/scopes")]
    [InlineData("""{"name":"x","tenant":"acme","scopes":[null]}""", "/scopes")]
    [InlineData("""{"name":"x","tenant":"acme","expires_in":59}""", "/expires_in")]
    [InlineData("""{"name":"x","tenant":"acme","expires_in":1e300}""", "/expires_in")]
    public async Task What_is_wrong_with_a_key_that_is_wanted_is_named(string body, params string[] pointers)
    {
        var refused = await http.PostAsync(null, "/v1/keys", body);

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        refused.Json.GetProperty("findings").EnumerateArray().Select(finding => finding.GetProperty("pointer").GetString()).ShouldBe(pointers);
        (await intake.Service<KeyBook>().AnyAsync(default)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""["name"]""")]
    [InlineData("""{"name":"x","tenant":"acme","colour":"blue"}""")]
    [InlineData("""{"name":"x","tenant":"acme","expires_in":"90d"}""")]
    [InlineData("nonsense")]
    public async Task What_is_no_such_body_is_refused(string body) => (await http.PostAsync(null, "/v1/keys", body)).Status.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task A_name_is_one_keys_of_a_tenant_until_that_is_revoked_or_its_time_is_over()
    {
        var operators = await intake.AddOperatorAsync();
        const string wanted = """{"name":"CI","tenant":"acme","expires_in":3600}""";
        var first = await http.PostAsync(operators, "/v1/keys", wanted);

        var again = await http.PostAsync(operators, "/v1/keys", wanted);
        (again.Status, again.Code).ShouldBe((HttpStatusCode.Conflict, "key.name_taken"));
        (await http.PostAsync(operators, "/v1/keys", wanted.Replace("acme", "other"))).Status.ShouldBe(HttpStatusCode.Created);

        await http.AskAsync(operators, HttpMethod.Delete, $"/v1/keys/{first.Json.GetProperty("id").GetString()}");
        (await http.PostAsync(operators, "/v1/keys", wanted)).Status.ShouldBe(HttpStatusCode.Created);

        intake.Clock.Move(TimeSpan.FromHours(2));
        (await http.PostAsync(operators, "/v1/keys", wanted)).Status.ShouldBe(HttpStatusCode.Created);
        (await http.PostAsync(operators, "/v1/keys", wanted)).Status.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Of_many_who_want_one_name_at_once_one_gets_it()
    {
        var operators = await intake.AddOperatorAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => http.PostAsync(operators, "/v1/keys", """{"name":"CI","tenant":"acme"}""")));

        answers.Count(answer => answer.Status == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(answer => answer.Status == HttpStatusCode.Conflict).ShouldBe(19);
    }

    [Fact]
    public async Task Revoking_twice_is_as_good_as_once_and_what_there_is_not_is_not_found()
    {
        var (operators, key) = (await intake.AddOperatorAsync(), await intake.AddKeyAsync());
        var path = $"/v1/keys/{key.Split('_')[1]}";

        (await http.AskAsync(operators, HttpMethod.Delete, path)).Status.ShouldBe(HttpStatusCode.NoContent);
        var at = (await http.GetAsync(operators, path)).Json.GetProperty("revoked_at").GetString();
        (await http.AskAsync(operators, HttpMethod.Delete, path)).Status.ShouldBe(HttpStatusCode.NoContent);

        (await http.GetAsync(operators, path)).Json.GetProperty("revoked_at").GetString().ShouldBe(at);
        (await http.AskAsync(operators, HttpMethod.Delete, "/v1/keys/nothing")).Code.ShouldBe("key.not_found");
        (await http.GetAsync(operators, "/v1/keys/nothing")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task After_the_last_one_is_revoked_nobody_is_let_in()
    {
        var key = await intake.AddOperatorAsync();
        await http.AskAsync(key, HttpMethod.Delete, $"/v1/keys/{key.Split('_')[1]}");

        (await http.GetAsync(null, "/v1/generations")).Code.ShouldBe("auth.missing");
        (await http.GetAsync(key, "/v1/generations")).Code.ShouldBe("auth.revoked");
    }

    [Fact]
    public async Task Another_process_that_revokes_it_is_heard_of()
    {
        var key = await intake.AddKeyAsync();
        (await http.GetAsync(key, "/v1/generations")).Status.ShouldBe(HttpStatusCode.OK);

        await intake.Service<KeyBook>().RevokeAsync(key.Split('_')[1], default); // And says so to nobody.

        await Eventually.UntilAsync(async () => (await http.GetAsync(key, "/v1/generations")).Status == HttpStatusCode.Unauthorized, "refused", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Another_process_that_makes_the_first_is_heard_of()
    {
        (await http.GetAsync(null, "/v1/generations")).Status.ShouldBe(HttpStatusCode.OK);

        await intake.Service<KeyBook>().AddAsync(new NewKey { Name = "x", Tenant = "acme" }, default);

        await Eventually.UntilAsync(async () => (await http.GetAsync(null, "/v1/generations")).Status == HttpStatusCode.Unauthorized, "refused", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Its_last_use_is_known_to_the_hour()
    {
        var (operators, key) = (await intake.AddOperatorAsync(), await intake.AddKeyAsync());
        var path = $"/v1/keys/{key.Split('_')[1]}";
        (await http.GetAsync(operators, path)).Json.TryGetProperty("last_used_at", out _).ShouldBeFalse();

        await http.GetAsync(key, "/v1/generations");
        var first = await Eventually.FindAsync(() => LastUseAsync(null), "the first use");
        intake.Clock.Move(TimeSpan.FromMinutes(61));

        await Eventually.FindAsync(
            async () =>
            {
                await http.GetAsync(key, "/v1/generations");
                return await LastUseAsync(first);
            },
            "a later use");

        async Task<string?> LastUseAsync(string? but) =>
            (await http.GetAsync(operators, path)).Json.TryGetProperty("last_used_at", out var at) && at.GetString() != but ? at.GetString() : null;
    }

    [Fact]
    public async Task Pages_of_them_follow_each_other()
    {
        var operators = await intake.AddOperatorAsync();
        for (var count = 0; count < 4; count++)
            await intake.AddKeyAsync();

        var first = (await http.GetAsync(operators, "/v1/keys?limit=3")).Json;
        var second = (await http.GetAsync(operators, $"/v1/keys?limit=3&cursor={first.GetProperty("next").GetString()}")).Json;

        first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(key => key.GetProperty("id").GetString()).Distinct().Count().ShouldBe(5);
        second.TryGetProperty("next", out _).ShouldBeFalse();
        (await http.GetAsync(operators, "/v1/keys?limit=0")).Code.ShouldBe("query.limit");
        (await http.GetAsync(operators, "/v1/keys?cursor=x")).Code.ShouldBe("query.cursor");
    }
}
