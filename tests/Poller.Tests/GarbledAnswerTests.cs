using Microsoft.AspNetCore.Http;
using Wan.Contracts;

namespace Wan.Poller.Tests;

/// <summary>A proxy between us and the vendor that says of its answers that they are compressed, which they are not.</summary>
public sealed class GarbledAnswerTests : PollerTest
{
    // More of them than may be under way at once: each of them has to count as ended.
    private const int QueriesPerSecond = 2, Garbled = 4;

    private protected override (string Key, string Value)[] Settings =>
        PollerHost.AccountOf(Vendor.Address, QueriesPerSecond + 1); // One is kept for Submitter.

    [Fact]
    public async Task A_task_is_asked_for_until_an_answer_can_be_read()
    {
        for (var count = 0; count < Garbled; count++)
            Vendor.InsteadOfQueries.Enqueue(new CompressedByWord());
        Vendor.Add("t1", "SUCCEEDED");

        await Poller.TrackAsync("t1");

        (await Poller.PublishedAsync<GenerationRendered>()).TaskId.ShouldBe("t1");
        Vendor.InsteadOfQueries.ShouldBeEmpty();
    }

    private sealed class CompressedByWord : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers.ContentEncoding = "gzip";
            return httpContext.Response.WriteAsync("""{"request_id":"r","output":{"task_id":"t1","task_status":"RUNNING"}}""");
        }
    }
}
