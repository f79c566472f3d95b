using System.Net;
using System.Net.Sockets;
using Wan.Hosting.Addresses;

namespace Wan.Hosting.Tests;

/// <summary>The addresses of names, asked for beside the pool.</summary>
public sealed class NameLookupsTests
{
    [Fact]
    public async Task It_finds_names_and_takes_addresses_as_they_are()
    {
        using var names = new NameLookups();

        (await names.FindAsync("localhost", CancellationToken.None)).ShouldContain(address => IPAddress.IsLoopback(address));
        (await names.FindAsync("192.0.2.7", CancellationToken.None)).ShouldBe([IPAddress.Parse("192.0.2.7")]);
        await Should.ThrowAsync<SocketException>(() => names.FindAsync("no-such-host.invalid", CancellationToken.None));
    }

    [Fact]
    public async Task Nobody_waits_longer_than_they_like()
    {
        using var names = new NameLookups();
        using var over = new CancellationTokenSource();
        await over.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => names.FindAsync("localhost", over.Token));
    }
}
