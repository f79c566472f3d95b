using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Json;
using Wan.Notifier.Deliveries;

namespace Wan.Notifier.Tests;

/// <summary>Webhooks go to allowed addresses only, whatever a URL, a redirect or a name server says.</summary>
public sealed class AddressTests
{
    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/")]
    [InlineData("http://10.0.0.1/x")]
    [InlineData("http://[::ffff:192.168.0.1]/x")]
    [InlineData("http://0x7f000001/x")]
    [InlineData("http://[::1]/x")]
    [InlineData("http://127.0.0.1./x")]
    [InlineData("http://localhost:8080/x")]
    [InlineData("http://LOCALHOST./x")]
    [InlineData("http://a.localhost/x")]
    public async Task An_address_that_is_not_public_is_refused_when_it_is_given(string url)
    {
        await using var host = await NotifierHost.StartAsync(("Notifier:AllowedNetworks:0", "203.0.113.0/24"));

        using var refused = await host.Http.PostAsJsonAsync("/v1/webhooks", new { url });

        refused.StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await refused.Content.ReadAsStringAsync()).ShouldContain("public address");
    }

    [Theory]
    [InlineData("http://localhost:8080/x")]
    [InlineData("http://localhost./x")]
    [InlineData("http://127.0.0.1./x")]
    [InlineData("http://localhost.example/x")]
    public async Task An_address_of_this_machine_is_taken_where_the_setting_allows_it(string url)
    {
        await using var host = await NotifierHost.StartAsync(("Notifier:AllowedNetworks:0", "127.0.0.0/8"));

        using var taken = await host.Http.PostAsJsonAsync("/v1/webhooks", new { url });

        taken.StatusCode.ShouldBe(HttpStatusCode.Created, await taken.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    [InlineData("::ffff:192.168.0.1")]
    public async Task A_name_of_an_address_that_is_not_public_is_not_called(string address)
    {
        await using var host = await NotifierHost.StartAsync(_ => [IPAddress.Parse(address)]);
        var id = (await host.AddAsync("http://inside.example/x")).GetProperty("id").GetString()!;

        host.Story.Ends();

        var delivery = await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried");
        delivery.Attempts[0].Outcome.ShouldBe("refused_address");
        delivery.Attempts[0].Detail!.ShouldContain("no public address");
    }

    [Fact]
    public async Task A_redirect_to_where_the_cloud_keeps_its_keys_is_not_followed()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync();
        var id = (await host.AddAsync(receiver.Url())).GetProperty("id").GetString()!;
        receiver.AnswerWith(302, "Location", "http://169.254.169.254/latest/meta-data/iam");

        host.Story.Ends();

        (await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried")).Attempts[0].Outcome.ShouldBe("redirect");
        receiver.All.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Where_webhooks_go_stands_in_no_metric()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync(_ => [IPAddress.Loopback]);
        var hosts = new System.Collections.Concurrent.ConcurrentBag<string?>();
        using var ears = new MeterListener { InstrumentPublished = (instrument, ears) => Listen(instrument, ears) };
        ears.SetMeasurementEventCallback<double>((_, _, tags, _) => Hear(tags));
        ears.SetMeasurementEventCallback<long>((_, _, tags, _) => Hear(tags));
        ears.Start();
        var id = (await host.AddAsync($"http://secret-in-its-name.example:{new Uri(receiver.Url()).Port}/hook")).GetProperty("id").GetString()!;

        host.Story.Ends();

        await host.DeliveryAsync(id, delivery => delivery.Status == DeliveryStatus.Delivered, "delivered");
        hosts.ShouldNotContain("secret-in-its-name.example");
        hosts.ShouldNotBeEmpty(); // Of the test's own requests.

        static void Listen(Instrument instrument, MeterListener ears)
        {
            if (instrument.Meter.Name == "System.Net.Http")
                ears.EnableMeasurementEvents(instrument);
        }

        void Hear(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "server.address")
                    hosts.Add(tag.Value as string);
            }
        }
    }

    [Fact]
    public async Task A_name_that_leads_elsewhere_the_second_time_is_looked_at_each_time_it_is_connected_to()
    {
        await using var receiver = await Receiver.StartAsync();
        var asked = 0;
        await using var host = await NotifierHost.StartAsync(_ => [IPAddress.Parse(Interlocked.Increment(ref asked) == 1 ? "127.0.0.1" : "169.254.169.254")]);
        var port = new Uri(receiver.Url()).Port;
        var id = (await host.AddAsync($"http://rebinds.example:{port}/hook")).GetProperty("id").GetString()!;
        receiver.Answer = context =>
        {
            context.Response.StatusCode = 500;
            context.Response.Headers.Connection = "close"; // So that it is connected to again.
            return Task.CompletedTask;
        };
        host.Story.Ends();
        await host.DeliveryAsync(id, delivery => delivery.Tries == 1, "tried");

        host.Clock.Move(TimeSpan.FromSeconds(10));

        var delivery = await host.DeliveryAsync(id, delivery => delivery.Tries == 2, "tried again");
        delivery.Attempts.Select(attempt => attempt.Outcome).ShouldBe(["refused", "refused_address"]);
        delivery.Status.ShouldBe(DeliveryStatus.Pending);
    }

    [Fact]
    public async Task One_of_several_addresses_of_a_name_that_is_allowed_is_called_and_no_other()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = await NotifierHost.StartAsync(_ => [IPAddress.Parse("169.254.169.254"), IPAddress.Loopback]);
        await host.AddAsync($"http://several.example:{new Uri(receiver.Url()).Port}/hook");

        host.Story.Ends();

        (await receiver.HeardAsync()).ShouldHaveSingleItem().Headers["host"].ShouldStartWith("several.example");
    }
}
