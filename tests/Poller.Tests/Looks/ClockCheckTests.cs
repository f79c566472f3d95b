using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;
using Wan.Poller.Budgets;
using Wan.Storage;

namespace Wan.Poller.Tests.Looks;

/// <summary>The list by which the vendor is asked for the time, before any task is watched.</summary>
public sealed class ClockCheckTests
{
    [Theory]
    [InlineData(401, "InvalidApiKey", "unauthorised")]
    [InlineData(429, "Throttling", "throttled")]
    public async Task An_account_is_paused_by_the_answer_to_the_first_list(int status, string code, string because)
    {
        await using var vendor = await StubVendor.StartAsync();
        vendor.InsteadOfLists = () => StubVendor.Error(status, code);
        await using var poller = await PollerHost.StartAsync(vendor.Address);

        Budget? budget = null;
        await Eventually.UntilAsync(
            async () => (budget = await poller.Service<IDocuments<Budget>>().FindAsync("default"))?.LoweredAt > 0 || budget?.BlockedBecause is not null,
            "the answer counts");

        vendor.Lists.ShouldBe(1);
        (budget!.BlockedBecause ?? "throttled").ShouldBe(because);
    }
}
