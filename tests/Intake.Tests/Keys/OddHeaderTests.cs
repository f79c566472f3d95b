using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Wan.Intake.Tests.Keys;

/// <summary>What may stand in the header of a key, over a real connection.</summary>
public sealed class OddHeaderTests : IAsyncLifetime
{
    private readonly IntakeApplication intake = new();
    private string key = null!;

    public async Task InitializeAsync()
    {
        intake.ListenOnPort();
        intake.StartServer();
        key = await intake.AddKeyAsync();
    }

    public async Task DisposeAsync() => await intake.DisposeAsync();

    [Theory]
    [InlineData("Authorization: Bearer {key}", 200)]
    [InlineData("authorization: bearer {key}", 200)]
    [InlineData("Authorization: BEARER   {key}  ", 200)]
    [InlineData("Authorization: Bearer {key}\r\nAuthorization: Bearer {key}", 401)]
    [InlineData("Authorization: Bearer {key}, Bearer {key}", 401)]
    [InlineData("Authorization: Bearer\t{key}", 401)]
    [InlineData("Authorization: Bearer{key}", 401)]
    [InlineData("Authorization: Bearer", 401)]
    [InlineData("Authorization: Bearer ", 401)]
    [InlineData("Authorization:", 401)]
    [InlineData("Authorization: {key}", 401)]
    [InlineData("Authorization: Basic d2FuOndhbg==", 401)]
    [InlineData("Authorization: Bearer {key}x", 401)]
    [InlineData("Authorization: Bearer {key} x", 401)]
    [InlineData("Authorization: Bearer \"{key}\"", 401)]
    [InlineData("X-Api-Key: {key}", 401)]
    public async Task One_key_as_Bearer_is_let_in_and_nothing_else(string header, int status) => (await AskAsync(header)).ShouldBe(status);

    [Theory]
    [InlineData(1000)]
    [InlineData(16 * 1024)]
    [InlineData(64 * 1024)]
    public async Task A_long_one_is_refused(int length) => (await AskAsync($"Authorization: Bearer {new string('a', length)}")).ShouldBeOneOf(401, 431);

    [Fact]
    public async Task Any_bytes_are_answered_below_500()
    {
        var random = new Random(1);
        for (var round = 0; round < 300; round++)
        {
            var bytes = Encoding.Latin1.GetBytes(key).ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var status = await AskAsync($"Authorization: Bearer {Encoding.Latin1.GetString(bytes)}");
            if (Encoding.Latin1.GetString(bytes) != key)
                status.ShouldBeOneOf([400, 401], Convert.ToHexString(bytes));
        }

        intake.Errors.ShouldBeEmpty();
    }

    private async Task<int> AskAsync(string header)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(IPAddress.Loopback, intake.Address.Port);
        var stream = connection.GetStream();
        var request = $"GET /v1/generations HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{header.Replace("{key}", key, StringComparison.Ordinal)}\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        var start = new byte[12];
        await stream.ReadExactlyAsync(start).AsTask().WaitAsync(TimeSpan.FromSeconds(60));
        return int.Parse(Encoding.ASCII.GetString(start)[9..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
