using System.Net;
using System.Net.Sockets;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

/// <summary>POSTs that certainly never got out, so that they may be sent again.</summary>
public sealed class UnsentTests
{
    private static readonly byte[] Body = """{"model":"wan2.7-r2v","input":{"prompt":"图1"}}"""u8.ToArray();
    private readonly DashScopeClient client = Clients.Create();

    [Fact]
    public async Task A_submit_cancelled_before_it_goes_out_was_not_sent()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, "{}"));

        (await client.SubmitAsync(vendor.Account, Clients.Model, Body, Clients.Window, new CancellationToken(canceled: true))).ShouldBeOfType<SubmitOutcome.NotSent>();

        vendor.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Where_nobody_listens_nothing_was_sent()
    {
        using var reserved = new TcpListener(IPAddress.Loopback, 0);
        reserved.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)reserved.LocalEndpoint).Port}/api/v1");
        reserved.Stop();

        var outcome = await client.SubmitAsync(new DashScopeAccount { Name = "default", ApiKey = "sk-1", BaseUrl = address }, Clients.Model, Body, Clients.Window, default);

        outcome.ShouldBeOfType<SubmitOutcome.NotSent>().Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public async Task Where_tls_fails_nothing_was_sent()
    {
        await using var vendor = WireStub.Always(new WireAnswer("HTTP/1.1 400 Bad Request\r\n\r\n", WireEnd.Close));
        var account = vendor.Account with { BaseUrl = new UriBuilder(vendor.Address) { Scheme = "https" }.Uri };
        var impatient = Clients.Create(("DashScope:ConnectTimeout", "00:00:01"));

        (await impatient.SubmitAsync(account, Clients.Model, Body, Clients.Window, default)).ShouldBeOfType<SubmitOutcome.NotSent>();
    }
}
