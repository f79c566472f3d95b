using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Wan.Intake.Tests.Files;
using Wan.Intake.Tests.Keys;

namespace Wan.Intake.Tests.Gateway;

/// <summary>The doors of OpenAI's videos API by themselves; their real clients are in Standalone.Tests.</summary>
public sealed class OpenAiDoorTests : IAsyncLifetime
{
    private const string Good = """{"model":"wan2.6-r2v","prompt":"character1 waves","seconds":"4","size":"1280x720","input_reference":"https://example.com/a.png"}""";

    private readonly IntakeApplication intake = new(true, ("Limits:Tenants:poor:DailyBudget", "0.01"));
    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        http = intake.CreateClient(new() { AllowAutoRedirect = false });
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Fact]
    public async Task What_is_asked_here_is_the_same_generation_at_every_door()
    {
        var video = await AskAsync(Good, ("Idempotency-Key", "order-42"));

        video.Status.ShouldBe(HttpStatusCode.OK);
        var id = video.Json.GetProperty("id").GetString()!;
        var generation = (await http.GetAsync(null, $"/v1/generations/{id}")).Json;
        generation.GetProperty("client_request_id").GetString().ShouldBe("order-42");
        generation.GetProperty("request").GetProperty("parameters").GetProperty("size").GetString().ShouldBe("1280*720");
        (await AskAsync(Good, ("Idempotency-Key", "order-42"))).Json.GetProperty("id").GetString().ShouldBe(id);
        (await http.GetAsync(null, $"/v1/videos/{id}")).Json.GetProperty("prompt").GetString().ShouldBe("character1 waves");
        (await intake.CountAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_in_its_form_with_the_first_field()
    {
        var refused = await AskAsync("""{"model":"wan2.6-r2v","prompt":"","seconds":"soon","size":"1x1"}""");

        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        var error = refused.Json.GetProperty("error");
        (error.GetProperty("type").GetString(), error.GetProperty("param").GetString(), error.GetProperty("code").GetString()).ShouldBe(("invalid_request_error", "seconds", "video.seconds"));
        foreach (var word in new[] { "1088x832", "whole number", "prompt" })
            error.GetProperty("message").GetString()!.ShouldContain(word);
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Theory]
    [InlineData("{", "application/json", HttpStatusCode.BadRequest, "body.not_json")]
    [InlineData("x", "text/plain", HttpStatusCode.UnsupportedMediaType, "header.content_type")]
    [InlineData("x", "multipart/form-data", HttpStatusCode.BadRequest, "multipart.wrong")]
    [InlineData("x", "multipart/form-data; boundary=b", HttpStatusCode.BadRequest, "multipart.wrong")]
    [InlineData("--b\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", HttpStatusCode.BadRequest, "multipart.wrong")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a.png\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", HttpStatusCode.BadRequest, "multipart.wrong")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a.png\"\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b", HttpStatusCode.UnsupportedMediaType, "file.unknown_type")]
    [InlineData("--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwan9\r\n--b--\r\n", "multipart/form-data; boundary=b", HttpStatusCode.UnprocessableEntity, "model.unknown")]
    public async Task Nonsense_is_refused_in_its_form(string body, string type, HttpStatusCode status, string code)
    {
        using var content = new StringContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var answer = await http.PostAsync(new Uri("/v1/videos", UriKind.Relative), content);
        var heard = new Heard(answer, await answer.Content.ReadAsStringAsync());

        (heard.Status, heard.Code).ShouldBe((status, code), heard.Text);
    }

    [Fact]
    public async Task A_form_with_too_much_text_is_refused()
    {
        using var form = new MultipartFormDataContent { { new StringContent(new string('x', 70_000)), "prompt" } };
        using var answer = await http.PostAsync(new Uri("/v1/videos", UriKind.Relative), form);

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"code\":\"body.too_large\"");
    }

    [Fact]
    public async Task A_picture_in_a_form_is_kept_as_a_file_and_is_the_same_when_it_comes_again()
    {
        var (first, again) = (await FormAsync("order-1"), await FormAsync("order-1"));

        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        again.Json.GetProperty("id").GetString().ShouldBe(first.Json.GetProperty("id").GetString());
        var file = (await http.GetAsync(null, "/v1/files")).Json.GetProperty("items").EnumerateArray().ShouldHaveSingleItem();
        var generation = (await http.GetAsync(null, $"/v1/generations/{first.Json.GetProperty("id").GetString()}")).Json;
        generation.GetProperty("request").GetProperty("input").GetProperty("media")[0].GetProperty("url").GetString().ShouldBe(file.GetProperty("url").GetString());
        generation.GetProperty("metadata").GetProperty("order").GetString().ShouldBe("42");
    }

    [Fact]
    public async Task What_its_client_sends_again_without_an_id_is_not_made_twice()
    {
        (await AskAsync(Good)).Status.ShouldBe(HttpStatusCode.OK);

        var again = await AskAsync(Good, ("X-Stainless-Retry-Count", "1"));

        (again.Status, again.Code).ShouldBe((HttpStatusCode.Conflict, "idempotency.no_key"));
        again.Text.ShouldNotContain("another request"); // It may be the same, and there is no id.
        again.Answer.Headers.GetValues("x-should-retry").ShouldBe(["false"]);
        foreach (var count in new[] { "2", "99999999999", "1, 0", "once" }) // What can't be read does not say that it is the first.
            (await AskAsync(Good, ("X-Stainless-Retry-Count", count))).Code.ShouldBe("idempotency.no_key", count);
        (await AskAsync(Good, ("X-Stainless-Retry-Count", "0"))).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(Good.Replace("{", """{"client_request_id":"c",""", StringComparison.Ordinal), ("X-Stainless-Retry-Count", "1"))).Status.ShouldBe(HttpStatusCode.OK);
        (await AskAsync(Good, ("X-Stainless-Retry-Count", "1"), ("Idempotency-Key", "k"))).Status.ShouldBe(HttpStatusCode.OK);
        (await intake.CountAsync()).ShouldBe(4);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("order-42", false)]
    public async Task Its_client_is_told_not_to_send_again_what_could_be_paid_twice(string? key, bool isTold)
    {
        var refused = await AskAsync(Good.Replace("{", """{"tenant":"poor",""", StringComparison.Ordinal), key is null ? [] : [("Idempotency-Key", key)]);

        (refused.Status, refused.Json.GetProperty("error").GetProperty("type").GetString()).ShouldBe((HttpStatusCode.PaymentRequired, "insufficient_quota"));
        refused.Answer.Headers.Contains("x-should-retry").ShouldBe(isTold);
    }

    [Fact]
    public async Task A_form_with_two_references_of_the_same_name_is_refused_and_none_is_left_out()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("wan2.7-r2v"), "model" }, { new StringContent("Image 1 waves to Image 2"), "prompt" }, { new StringContent("https://example.com/a.png"), "input_reference" },
        };
        form.Add(new ByteArrayContent(SampleFiles.Png()), "input_reference", "b.png");

        using var answer = await http.PostAsync(new Uri("/v1/videos", UriKind.Relative), form);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("multipart.wrong");
    }

    [Fact]
    public async Task A_field_that_stands_there_twice_is_refused_for_that()
    {
        using var form = new MultipartFormDataContent { { new StringContent("wan2.7-r2v"), "model" }, { new StringContent("Image 1 waves"), "prompt" }, { new StringContent("Image 1 jumps"), "prompt" } };
        using var answer = await http.PostAsync(new Uri("/v1/videos", UriKind.Relative), form);
        var heard = new Heard(answer, await answer.Content.ReadAsStringAsync());

        (heard.Status, heard.Code).ShouldBe((HttpStatusCode.BadRequest, "multipart.wrong"));
        heard.Text.ShouldContain("The field prompt stands there twice");
    }

    [Theory]
    [InlineData("Host", "wan.example.com", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Origin", "https://evil.example.com", HttpStatusCode.Forbidden)]
    public async Task Who_is_not_let_in_hears_a_code_that_stays(string name, string value, HttpStatusCode status)
    {
        var refused = await AskAsync(Good, (name, value));

        (refused.Status, refused.Code).ShouldBe((status, "not_let_in"), refused.Text);
        (await intake.CountAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_text_that_is_no_UTF_8_is_refused_and_not_altered()
    {
        using var body = new ByteArrayContent([.. """{"model":"wan2.7-r2v","prompt":"Image 1 caf"""u8, 0xC3, .. """ end","input_reference":"https://example.com/a.png"}"""u8]);
        body.Headers.ContentType = new("application/json");

        using var answer = await http.PostAsync(new Uri("/v1/videos", UriKind.Relative), body);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("body.not_utf8");
    }

    [Theory]
    [InlineData("POST", "/v1/videos/edits")]
    [InlineData("POST", "/v1/videos/01920000-0000-7000-8000-000000000000/remix")]
    [InlineData("GET", "/v1/videos/characters/x")]
    public async Task What_is_not_offered_is_told_in_its_form(string method, string path)
    {
        var refused = await http.AskAsync(null, new HttpMethod(method), path);

        refused.Status.ShouldBe(HttpStatusCode.NotFound);
        refused.Json.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("not offered");
    }

    [Theory]
    [InlineData("PUT", "/v1/videos", "GET, HEAD, POST")]
    [InlineData("OPTIONS", "/v1/videos/", "GET, HEAD, POST")]
    [InlineData("DELETE", "/v1/videos", "GET, HEAD, POST")]
    [InlineData("PATCH", "/v1/videos/01920000-0000-7000-8000-000000000000", "GET, HEAD, DELETE")]
    [InlineData("POST", "/v1/videos/01920000-0000-7000-8000-000000000000", "GET, HEAD, DELETE")]
    [InlineData("PURGE", "/v1/videos/01920000-0000-7000-8000-000000000000/content?a=b&a=c", "GET, HEAD")]
    public async Task A_method_that_does_not_fit_is_told_in_its_form_with_those_that_do(string method, string path, string allowed)
    {
        var refused = await http.AskAsync(null, new HttpMethod(method), path);

        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.MethodNotAllowed, "method_not_allowed"), refused.Text);
        string.Join(", ", refused.Answer.Content.Headers.Allow).ShouldBe(allowed);
        refused.Json.GetProperty("error").GetProperty("message").GetString()!.ShouldContain($"takes {allowed}, not {method}");
    }

    [Fact]
    public async Task An_address_with_an_empty_id_is_none()
    {
        var refused = await http.GetAsync(null, "/v1/videos//content");

        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.NotFound, "not_found"), refused.Text);
    }

    [Fact]
    public async Task Every_spoilt_request_gets_an_answer_below_500_in_its_form()
    {
        string[] seeds =
        [
            """{"model":"wan2.7-r2v","prompt":"Image 1 waves","seconds":"5","size":"1280x720","input_reference":{"image_url":"https://e.com/a.png"},"media":[{"type":"reference_video","url":"https://e.com/a.mp4"}],"parameters":{"seed":7}}""",
            """{"model":"wan2.6-r2v","prompt":"character1","seconds":5,"size":"1088x832","input_reference":"https://e.com/a.png","reference_urls":["https://e.com/b.png"],"input":{"negative_prompt":"n"},"metadata":{"a":"b"}}""",
            string.Join("", new[] { ("model", "wan2.7-r2v"), ("prompt", "Image 1"), ("media[][type]", "reference_image"), ("media[][url]", "https://e.com/a.png"), ("parameters[seed]", "7"), ("metadata", """{"a":"b"}""") }
                .Select(field => $"--b\r\nContent-Disposition: form-data; name=\"{field.Item1}\"\r\n\r\n{field.Item2}\r\n")) + "--b--\r\n",
        ];
        var (answers, failures) = (new System.Collections.Concurrent.ConcurrentDictionary<HttpStatusCode, int>(), new System.Collections.Concurrent.ConcurrentQueue<string>());
        await Parallel.ForEachAsync(Enumerable.Range(0, 3_000), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (number, token) =>
        {
            var (random, seed) = (new Random(number), seeds[number % seeds.Length]);
            using var content = new ByteArrayContent(SpoiltBodies.Spoil(Encoding.UTF8.GetBytes(seed), random));
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(seed[0] == '{' ? "application/json" : "multipart/form-data; boundary=b");
            using var answer = await http.PostAsync(new Uri("/v1/videos", UriKind.Relative), content, token);
            answers.AddOrUpdate(answer.StatusCode, 1, (_, count) => count + 1);
            var text = await answer.Content.ReadAsStringAsync(token);
            if ((int)answer.StatusCode >= 500 || !(answer.IsSuccessStatusCode || JsonElement.Parse(text).GetProperty("error").GetProperty("message").GetString()!.Length > 0))
                failures.Enqueue($"{number}: {(int)answer.StatusCode} {text}");
        });

        failures.ShouldBeEmpty(string.Join("\n", intake.Errors));
        foreach (var status in new[] { HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity })
            answers.Keys.ShouldContain(status);
        intake.Errors.ShouldBeEmpty();
    }

    private async Task<Heard> AskAsync(string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos") { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        foreach (var (name, value) in headers)
            request.Headers.Add(name, value);
        using var answer = await http.SendAsync(request);
        return new(answer, await answer.Content.ReadAsStringAsync());
    }

    private async Task<Heard> FormAsync(string key)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, text) in new[] { ("model", "wan2.7-r2v"), ("prompt", "Image 1 waves"), ("metadata[order]", "42") })
            form.Add(new StringContent(text), name);
        form.Add(new ByteArrayContent(SampleFiles.Png(640, 480)), "input_reference", "a.png");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/videos") { Content = form };
        request.Headers.Add("Idempotency-Key", key);
        using var answer = await http.SendAsync(request);
        return new(answer, await answer.Content.ReadAsStringAsync());
    }
}
