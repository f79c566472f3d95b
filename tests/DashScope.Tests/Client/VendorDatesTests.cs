using Microsoft.Extensions.DependencyInjection;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

/// <summary>What answers tell of the vendor's clock.</summary>
public sealed class VendorDatesTests
{
    private static readonly DateTimeOffset Date = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(200)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Every_answer_tells_the_vendors_time_whatever_it_says(int status)
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(status, """{"data":[]}""", $"Date: {Date:R}\r\n"));
        await using var provider = Clients.Provide();
        var told = new List<(string Host, DateTimeOffset Date)>();
        provider.GetRequiredService<VendorDates>().Told += (host, date, _) => told.Add((host, date));
        var client = provider.GetRequiredService<DashScopeClient>();

        await client.ListAsync(vendor.Account, new TaskListQuery(), default);
        await client.SubmitAsync(vendor.Account, Clients.Model, "{}"u8.ToArray(), Clients.Window, default);

        told.Count.ShouldBe(2);
        told.ShouldAllBe(word => word.Host == vendor.Account.BaseUrl.Authority && word.Date == Date);
    }

    [Fact]
    public async Task What_a_cache_has_kept_tells_nothing()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, """{"data":[]}""", $"Date: {Date:R}\r\nAge: 60\r\n"));
        await using var provider = Clients.Provide();
        var told = 0;
        provider.GetRequiredService<VendorDates>().Told += (_, _, _) => told++;

        await provider.GetRequiredService<DashScopeClient>().ListAsync(vendor.Account, new TaskListQuery(), default);

        told.ShouldBe(0);
    }
}
