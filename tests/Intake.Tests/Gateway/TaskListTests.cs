using System.Globalization;
using System.Net;
using System.Text.Json;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>The list in the vendor's manner.</summary>
public sealed class TaskListTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(record: false);
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("/api/v1/tasks")]
    [InlineData("/api/v1/tasks/")]
    public async Task An_item_has_the_vendors_fields(string path)
    {
        var submitted = await http.SubmitAsync();
        var before = await intake.Generations.FindAsync(submitted.Output("task_id")!);

        var heard = await http.GetAsync(null, path);

        heard.Status.ShouldBe(HttpStatusCode.OK, heard.Text);
        (Number(heard, "total"), Number(heard, "total_page"), Number(heard, "page_no"), Number(heard, "page_size")).ShouldBe((1, 1, 1, 10));
        var item = heard.Json.GetProperty("data").EnumerateArray().ShouldHaveSingleItem();
        (item.GetProperty("task_id").GetString(), item.GetProperty("status").GetString(), item.GetProperty("model_name").GetString()).ShouldBe((before!.Id, "PENDING", "wan2.7-r2v"));
        item.GetProperty("request_id").GetString().ShouldBe(submitted.Text("request_id"));
        item.GetProperty("gmt_create").GetInt64().ShouldBe(before.CreatedAt.ToUnixTimeMilliseconds());
        item.GetProperty("user_api_unique_key").GetString().ShouldBe("apikey:v1:aigc:video-generation:video-synthesis:wan2.7-r2v");
        item.TryGetProperty("end_time", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task It_is_narrowed_down_by_the_vendors_parameters()
    {
        var (waits, ended) = (Samples.Generation("submitting", createdAt: DateTimeOffset.UtcNow), Samples.Generation("completed", createdAt: DateTimeOffset.UtcNow.AddMinutes(-5)));
        var old = Samples.Generation("failed", createdAt: DateTimeOffset.UtcNow.AddHours(-30));
        foreach (var generation in new[] { waits, ended, old })
            await intake.Generations.InsertAsync(generation);

        (await IdsAsync("")).ShouldBe([waits.Id, ended.Id]); // Of the last 24 hours, newest first.
        (await IdsAsync("?status=SUCCEEDED")).ShouldBe([ended.Id]);
        (await IdsAsync("?status=UNKNOWN")).ShouldBeEmpty();
        (await IdsAsync($"?task_id={waits.Id}&api_key_id=1&region=cn-beijing")).ShouldBe([waits.Id]);
        (await IdsAsync($"?task_id={old.Id}")).ShouldBeEmpty();
        (await IdsAsync($"?task_id={old.Id}&start_time={At(old.CreatedAt)}")).ShouldBe([old.Id]);
        (await IdsAsync($"?end_time={At(old.CreatedAt)}")).ShouldBe([old.Id]);
        (await IdsAsync("?model_name=wan2.6-r2v")).ShouldBeEmpty();
        (await IdsAsync("?page_size=1&page_no=2&model_name=wan2.7-r2v")).ShouldBe([ended.Id]);
        (await IdsAsync("?page_no=2147483647&page_size=2147483647")).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wrong_is_said()
    {
        foreach (var (query, words) in new[]
        {
            ("?start_time=2026-11-01", "YYYYMMDDhhmmss"),
            ("?start_time=00010101000000", "YYYYMMDDhhmmss"),
            ("?start_time=20261101000000&end_time=20261103000000", "24 hours"),
            ("?start_time=20261102000000&end_time=20261101000000", "24 hours"),
            ("?page_no=0", "positive integers"),
            ("?page_size=ten", "positive integers"),
            ("?statuss=FAILED", "query.unknown at /statuss"),
        })
        {
            var heard = await http.GetAsync(null, VendorClient.Tasks + query);

            (heard.Status, heard.Text("code")).ShouldBe((HttpStatusCode.BadRequest, "InvalidParameter"));
            heard.Text("message").ShouldContain(words);
        }
    }

    private static string At(DateTimeOffset time) => time.ToOffset(TimeSpan.FromHours(8)).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private static int Number(Heard heard, string name) => heard.Json.GetProperty(name).GetInt32();

    private async Task<IReadOnlyList<string>> IdsAsync(string query)
    {
        var heard = await http.GetAsync(null, VendorClient.Tasks + query);
        heard.Status.ShouldBe(HttpStatusCode.OK, heard.Text);
        return [.. heard.Json.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("task_id").GetString()!)];
    }
}
