using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wan.Intake.Tests.Gateway;

/// <summary>Requests that reach no door, as the guide of the gateway says: an answer without a body, the connection is closed, and nothing is wrong with the process.</summary>
public sealed class NoDoorTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new(record: false);

    public Task InitializeAsync()
    {
        intake.ListenOnPort();
        intake.StartServer();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("GET /api/v1/tasks/%00 HTTP/1.1\r\nHost: localhost\r\n\r\n", 400)]
    [InlineData("GET /api/v1/tasks/* HTTP/1.1\r\nHost: localhost\r\n\r\n", 414)]
    [InlineData("GET /api/v1/tasks/0 HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: Gru\u00df\r\n\r\n", 400)]
    [InlineData("GET /api/v1/tasks/0 HTTP/1.1\r\nHost: localhost\r\nX-One: *\r\nX-Two: *\r\nX-Three: *\r\nX-Four: *\r\n\r\n", 431)]
    public async Task The_server_answers_with_a_status_alone(string request, int status)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, intake.Address.Port);
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request.Replace("*", new string('0', 9_000), StringComparison.Ordinal)));

        using var reader = new StreamReader(connection.GetStream());
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(60));

        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldContain("Content-Length: 0\r\n");
        answer.ShouldEndWith("\r\n\r\n");
        intake.Errors.ShouldBeEmpty();
    }
}
