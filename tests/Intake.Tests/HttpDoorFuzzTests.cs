using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Xunit.Abstractions;

namespace Wan.Intake.Tests;

/// <summary>
/// Thousands of spoilt requests, or as many as <c>WAN_TEST_SPOILT_REQUESTS</c> says: every one gets an answer that is not our fault, and the process keeps
/// its size.
/// </summary>
[Collection(MeasuresMemory.Name)]
public sealed class HttpDoorFuzzTests(ITestOutputHelper output)
{
    private static readonly int Requests =
        int.TryParse(Environment.GetEnvironmentVariable("WAN_TEST_SPOILT_REQUESTS"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 30_000;

    private static readonly byte[][] Seeds =
    [
        .. new[]
        {
            """{"model":"wan2.7-r2v","input":{"prompt":"Image 1 and Video 1","media":[{"type":"reference_image","url":"https://e.com/a.png"},{"type":"reference_video","url":"https://e.com/a.mp4","reference_voice":"https://e.com/v.wav"},{"type":"first_frame","url":"oss://b/k"}]},"parameters":{"resolution":"720P","ratio":"16:9","duration":10,"prompt_extend":false,"watermark":true,"seed":7}}""",
            """{"model":"wan2.6-r2v-flash","input":{"prompt":"character1 dances","reference_urls":["https://e.com/a.mp4"]},"parameters":{"size":"1280*720","duration":5,"shot_type":"multi","audio":false}}""",
            """{"model":"wan2.6-r2v","input":{"prompt":"\u4f60\u597d character1","negative_prompt":"blur","reference_urls":["https://e.com/a.png","https://e.com/b.png"]},"priority":"high","metadata":{"a":"b"},"strict":true,"callback_url":"https://e.com/cb","client_request_id":"x"}""",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    [Fact]
    public async Task Every_spoilt_request_gets_an_answer_below_500()
    {
        await using var intake = new IntakeApplication(record: false);
        using var http = intake.CreateClient();
        var answers = new ConcurrentDictionary<HttpStatusCode, int>();
        var early = 0L;

        for (var done = 0; done < Requests; done += Requests / 10)
        {
            await Parallel.ForEachAsync(Enumerable.Range(done, Requests / 10), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, token) =>
            {
                using var content = new ByteArrayContent(Spoil(number));
                content.Headers.ContentType = new("application/json");
                using var response = await http.PostAsync(number % 4 == 0 ? "/v1/generations" : "/v1/generations?dryRun=true", content, token);
                if (!response.IsSuccessStatusCode)
                    response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
                answers.AddOrUpdate(response.StatusCode, 1, (_, count) => count + 1);
            });
            if (done == Requests / 10)
                early = GC.GetTotalMemory(forceFullCollection: true);
        }

        output.WriteLine(string.Join(", ", answers.OrderBy(answer => answer.Key).Select(answer => $"{answer.Value} times {(int)answer.Key}")));
        answers.Values.Sum().ShouldBe(Requests);
        answers.Keys.ShouldAllBe(status => (int)status < 500);
        answers.Keys.ShouldContain(HttpStatusCode.UnprocessableEntity);
        answers.Keys.ShouldContain(HttpStatusCode.BadRequest);
        answers.Keys.ShouldContain(HttpStatusCode.OK);
        intake.Errors.ShouldBeEmpty();
        (GC.GetTotalMemory(forceFullCollection: true) - early).ShouldBeLessThan(32 * 1024 * 1024);
    }

    private static byte[] Spoil(int number)
    {
        var random = new Random(number);
        return SpoiltBodies.Spoil(Seeds[random.Next(Seeds.Length)], random);
    }
}
