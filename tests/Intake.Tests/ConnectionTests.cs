using System.Net;
using System.Net.Sockets;
using System.Text;
using Wan.Fixtures;

namespace Wan.Intake.Tests;

/// <summary>Connections that end, are too many, or bring what is no request.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private const string Body = """{"model":"wan2.6-r2v","input":{"prompt":"character1 waves","reference_urls":["https://example.com/a.png"]}}""";

    private readonly IntakeApplication intake = new(true, ("Doors:MaxConnections", "20"));

    private HttpClient http = null!;

    public Task InitializeAsync()
    {
        intake.ListenOnPort(); // Not all of this reaches a double of it.
        http = intake.CreateClient();
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")]
    [InlineData("POST /v1/generations/x/cancel HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nffffffffff\r\n{}")]
    public async Task A_body_that_is_badly_cut_is_no_fault_of_ours(string request)
    {
        using var connection = await SendRawAsync(request);
        var answer = await ReadToEndAsync(connection.GetStream());

        answer.ShouldStartWith("HTTP/1.1 400 ");
        answer.ShouldContain("application/problem+json");
        intake.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_requester_who_goes_away_in_mid_body_is_no_fault_of_ours()
    {
        using (await SendRawAsync("POST /v1/generations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{}"))
        {
            // And away.
        }

        using var next = await http.PostAsync("/v1/generations", new StringContent(Body, Encoding.UTF8, "application/json"));

        next.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        intake.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task More_connections_than_may_be_are_closed_and_it_goes_on()
    {
        var idle = new List<TcpClient>();
        try
        {
            for (var count = 0; count < 60; count++)
            {
                var connection = new TcpClient();
                idle.Add(connection);
                await connection.ConnectAsync(IPAddress.Loopback, Port);
            }

            var reads = idle.ConvertAll(connection => ReadToEndAsync(connection.GetStream())); // Each ends once it is closed from the other end.
            await Eventually.UntilAsync(() => reads.Count(read => read.IsCompleted) == 40, "all that are too many to be closed");
        }
        finally
        {
            idle.ForEach(connection => connection.Dispose());
        }

        await Eventually.UntilAsync(
            async () =>
            {
                try
                {
                    using var response = await http.GetAsync("/health/live");
                    return response.IsSuccessStatusCode;
                }
                catch (HttpRequestException)
                {
                    return false; // Those that have gone are not all counted off yet.
                }
            },
            "an answer once there is room");
    }

    private int Port => http.BaseAddress!.Port;

    private async Task<TcpClient> SendRawAsync(string request)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, Port);
        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        return connection;
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream);
        try
        {
            return await reader.ReadToEndAsync();
        }
        catch (IOException)
        {
            return ""; // Closed without a farewell.
        }
    }
}
