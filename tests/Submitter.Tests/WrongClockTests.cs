using Microsoft.Extensions.DependencyInjection;
using Wan.Fixtures;
using Wan.Storage;
using Wan.Hosting.Clocks;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;

namespace Wan.Submitter.Tests;

/// <summary>What a process whose clock was two hours ahead has left in the store stops nobody.</summary>
public sealed class WrongClockTests : SubmitterTest
{
    private static readonly TimeSpan Off = TimeSpan.FromHours(2);

    [Fact]
    public async Task A_quota_that_it_wrote_is_cut_for_good_and_the_next_is_sent()
    {
        await using (var before = await StartAsync())
        {
            await before.SubmittedAsync((await before.EnterAsync(1))[0]);
        }

        await using (var stored = SubmitterUnderTest.Stored(Folder))
        {
            var quotas = stored.GetRequiredService<IDocuments<Quota>>();
            var quota = (await quotas.FindAsync(Quota.IdFor("default", SubmitterUnderTest.Model)))!;
            quota.NextSubmitAt = quota.NextSubmitAt + Off;
            quota.BlockedUntil = DateTimeOffset.UtcNow + Off;
            quota.WrittenBy = "ahead/1";
            (await quotas.ReplaceAsync(quota)).ShouldBeTrue();
        }

        await using var submitter = await StartAsync(("Submitter:LongestBlock", "00:00:00.5"));
        var id = (await submitter.EnterAsync(1))[0];

        await submitter.SubmittedAsync(id);
        (await submitter.QuotaAsync()).NextSubmitAt.ShouldBeLessThan(DateTimeOffset.UtcNow + TimeSpan.FromHours(1));
        (await submitter.QuotaAsync()).WrittenBy.ShouldBe(ThisProcess.Name);
    }

    [Fact]
    public async Task One_in_the_line_that_it_claimed_is_sent()
    {
        var command = SubmitterUnderTest.Command();
        await using (var stored = SubmitterUnderTest.Stored(Folder))
        {
            (await stored.GetRequiredService<IDocuments<Submission>>().InsertAsync(new Submission
            {
                Id = command.GenerationId,
                CreatedAt = DateTimeOffset.UtcNow,
                DueAt = DateTimeOffset.UtcNow + Off,
                Model = command.Model,
                Body = command.Body,
                RequestHash = command.RequestHash,
                Tenant = command.Tenant,
                Rank = Priorities.Rank(1, 0),
            })).ShouldBeTrue();
        }

        await using var submitter = await StartAsync();
        var other = (await submitter.EnterAsync(1))[0]; // The line of this model is known then.

        await submitter.SubmittedAsync(command.GenerationId);
        await submitter.SubmittedAsync(other);
        Vendor.Posts.Count.ShouldBe(2);
    }

    [Fact]
    public async Task While_the_clock_is_known_to_be_wrong_nothing_is_sent_and_once_it_is_right_all_is()
    {
        await using var submitter = await StartAsync(
            ("Submitter:SweepInterval", "01:00:00"), ("Submitter:Strays:Interval", "01:00:00"), ("Submitter:Tick", "00:00:00.05"));
        var guard = submitter.Service<ClockGuard>();
        await submitter.Service<Sweep>().First.WaitAsync(Eventually.Patience);
        for (var word = 0; word < 2; word++)
            guard.HeardFromVendor(Vendor.BaseUrl.Authority, DateTimeOffset.UtcNow - Off, TimeSpan.Zero);
        guard.IsTrusted(out _).ShouldBeFalse();

        var ids = await submitter.EnterAsync(4);
        var putRightAt = DateTimeOffset.UtcNow;
        guard.HeardFromVendor(Vendor.BaseUrl.Authority, DateTimeOffset.UtcNow, TimeSpan.Zero);

        foreach (var id in ids)
            await submitter.SubmittedAsync(id);
        Vendor.Posts.Count.ShouldBe(4);
        Vendor.Posts.ShouldAllBe(post => post >= putRightAt);
    }

    [Fact]
    public async Task The_vendor_is_asked_for_the_time_once_at_the_start()
    {
        await using var submitter = await StartAsync(("Submitter:Strays:Interval", "01:00:00"));

        var id = (await submitter.EnterAsync(1))[0];
        await submitter.SubmittedAsync(id);
        for (var sweep = 0; sweep < 3; sweep++)
        {
            // Each sweep draws it in.
            await Eventually.UntilAsync(async () => await PutOffAsync(submitter, id), "it is put off");
            await Eventually.UntilAsync(async () => (await submitter.Submissions.FindAsync(id))!.DueAt < DateTimeOffset.UtcNow + Off / 2, "a sweep has come by");
        }

        Vendor.Lists.ShouldBe(1);
    }

    private static async Task<bool> PutOffAsync(SubmitterUnderTest submitter, string id)
    {
        var submission = (await submitter.Submissions.FindAsync(id))!;
        submission.DueAt = DateTimeOffset.UtcNow + Off;
        return await submitter.Submissions.ReplaceAsync(submission);
    }
}
