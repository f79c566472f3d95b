using System.Net.Sockets;
using System.Text;

namespace Wan.Standalone.Tests.Descriptions;

/// <summary>Whoever announces a body that is too long reads why it is not taken, though still sending: no broken connection hides the answer.</summary>
[Collection(DescribedTogether.Name)]
public sealed class RefusedUnreadTests(DescribedStandalone standalone)
{
    private const int Length = 40_000_000, Half = 4_000_000;

    [Theory]
    [InlineData("/v1/generations", "application/json", "413")]
    [InlineData("/v1/videos", "application/json", "413")]
    [InlineData("/api/v1/services/aigc/video-generation/video-synthesis", "application/json", "400")]
    [InlineData("/v1/generations/0/cancel", "application/json", "413")]
    [InlineData("/v1/files", "image/png", "413", 200)]
    [InlineData("/mcp", "application/json", "413")]
    [InlineData("/vendor/events", "application/json", "413")]
    public async Task The_answer_to_a_body_that_is_too_long_is_read_by_who_sends_on(string path, string type, string status, int times = 1)
    {
        using var client = new TcpClient { ReceiveTimeout = 60_000, SendTimeout = 60_000 };
        await client.ConnectAsync(standalone.Address.Host, standalone.Address.Port);
        var stream = client.GetStream();
        var head = $"POST {path} HTTP/1.1\r\nHost: {standalone.Address.Authority}\r\nContent-Type: {type}\r\nContent-Length: {(long)Length * times}\r\nX-DashScope-Async: enable\r\n"
            + $"x-eventbridge-signature-token: {DescribedStandalone.Secret}\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.WriteAsync(new byte[Half]);

        var answer = new byte[12];
        await stream.ReadExactlyAsync(answer);
        Encoding.ASCII.GetString(answer).ShouldBe($"HTTP/1.1 {status}");
        await Should.NotThrowAsync(async () =>
        {
            await stream.WriteAsync(new byte[Half]);
            await stream.WriteAsync(new byte[Half]);
        });
    }
}
