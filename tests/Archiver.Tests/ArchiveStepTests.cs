using Wan.Archiver.Download;
using Wan.Contracts;

namespace Wan.Archiver.Tests;

public sealed class ArchiveStepTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly ArchiverOptions Options = new();

    [Fact]
    public void A_break_is_waited_for_twice_as_long_each_time_up_to_a_limit()
    {
        var archive = Waiting();

        for (var seconds = 1; seconds <= 256; seconds *= 2)
        {
            ArchiveStep.Miss(archive, new DownloadOutcome.Broken("It broke."), Options, Now).ShouldBeNull();
            archive.DueAt.ShouldBe(Now + TimeSpan.FromSeconds(seconds));
        }

        ArchiveStep.Miss(archive, new DownloadOutcome.Broken("It broke."), Options, Now);
        archive.DueAt.ShouldBe(Now + TimeSpan.FromMinutes(5));
        archive.State.ShouldBe(ArchiveState.Waiting);
    }

    [Fact]
    public void The_tries_outlast_the_life_of_a_URL()
    {
        var waits = Enumerable.Range(1, Options.MaxTries).Select(tries => ArchiveStep.BackOff(tries, Options));

        waits.Aggregate(TimeSpan.Zero, (sum, wait) => sum + wait).ShouldBeGreaterThan(TimeSpan.FromHours(24));
    }

    [Fact]
    public void A_dead_URL_is_asked_for_anew_until_the_vendor_has_forgotten_the_task()
    {
        var archive = Waiting();
        var now = Now;

        while (ArchiveStep.Miss(archive, new DownloadOutcome.UrlDead("It is dead."), Options, now) is RefreshResult question)
        {
            question.TaskId.ShouldBe(archive.TaskId);
            archive.DueAt.ShouldNotBeNull().ShouldBeGreaterThan(now);
            now = archive.DueAt.Value;
        }

        archive.State.ShouldBe(ArchiveState.Failed);
        archive.DeadUrls.ShouldBe(1);
        now.ShouldBeGreaterThan(archive.UrlExpiresAt);
        now.ShouldBeLessThan(archive.UrlExpiresAt + TimeSpan.FromHours(1));
    }

    [Fact]
    public void A_URL_that_expired_long_ago_is_still_asked_for_a_few_times()
    {
        var archive = Waiting();
        archive.UrlExpiresAt = Now - TimeSpan.FromDays(3);

        for (var i = 0; i < Options.MinRefreshes; i++)
            ArchiveStep.Miss(archive, new DownloadOutcome.UrlDead("It is dead."), Options, Now).ShouldBeOfType<RefreshResult>();

        ArchiveStep.Miss(archive, new DownloadOutcome.UrlDead("It is dead."), Options, Now).ShouldBeOfType<ArchivingFailed>();
    }

    [Fact]
    public void A_full_disk_costs_no_try()
    {
        var archive = Waiting();

        ArchiveStep.Miss(archive, new DownloadOutcome.NoRoom(), Options, Now).ShouldBeNull();

        (archive.State, archive.Tries, archive.DueAt).ShouldBe((ArchiveState.Waiting, 0, Now + Options.Interval));
    }

    [Fact]
    public void A_refusal_is_final_and_says_what_to_do()
    {
        var archive = Waiting();

        var told = ArchiveStep.Miss(archive, new DownloadOutcome.Refused("too_large", "It is too large."), Options, Now).ShouldBeOfType<ArchivingFailed>();

        told.Error.Message.ShouldStartWith("It is too large.");
        told.Error.Message.ShouldContain($"POST /v1/generations/{archive.Id}/archive");
        archive.DueAt.ShouldBeNull();
    }

    [Fact]
    public void Begun_anew_it_has_all_its_tries_again()
    {
        var archive = Waiting();
        for (var i = 0; i < Options.MaxWrongFiles; i++)
            ArchiveStep.Miss(archive, new DownloadOutcome.Damaged("It is damaged."), Options, Now);
        archive.State.ShouldBe(ArchiveState.Failed);

        ArchiveStep.Begin(archive, Now);

        (archive.State, archive.DueAt, archive.WrongFiles, archive.Error, archive.UrlIsDead).ShouldBe((ArchiveState.Waiting, Now, 0, null, false));
    }

    private static Archive Waiting() => new()
    {
        Id = "01920000-0000-7000-8000-000000000000",
        CreatedAt = Now,
        DueAt = Now,
        Tenant = "acme",
        Account = "default",
        Model = "wan2.7-r2v",
        TaskId = "task",
        SealedVideoUrl = "v1.sealed",
        UrlExpiresAt = Now + TimeSpan.FromHours(24),
        Expected = Clips.Expected,
    };
}
