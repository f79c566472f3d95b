using Wan.Archiver.Download;
using Wan.Contracts;

namespace Wan.Archiver.Tests;

public sealed class ArchiveRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private static readonly ArchiverOptions Options = new();

    [Fact]
    public void A_break_is_waited_for_twice_as_long_each_time_up_to_a_limit()
    {
        var archive = Waiting();

        for (var seconds = 1; seconds <= 256; seconds *= 2)
        {
            ArchiveRules.Miss(archive, new DownloadOutcome.Broken("It broke."), Options, Now).ShouldBeNull();
            archive.DueAt.ShouldBe(Now + TimeSpan.FromSeconds(seconds));
        }

        ArchiveRules.Miss(archive, new DownloadOutcome.Broken("It broke."), Options, Now);
        archive.DueAt.ShouldBe(Now + TimeSpan.FromMinutes(5));
        archive.State.ShouldBe(ArchiveState.Waiting);
    }

    [Fact]
    public void A_vendor_that_repeats_a_URL_whose_time_is_over_is_asked_ever_more_rarely()
    {
        var archive = Waiting();
        archive.UrlExpiresAt = Now + TimeSpan.FromHours(1);
        var (now, questions) = (archive.UrlExpiresAt + TimeSpan.FromMinutes(1), 0);
        var until = now + TimeSpan.FromMinutes(6);

        while (now < until && ArchiveRules.Miss(archive, new DownloadOutcome.UrlOver(), Options, now) is RefreshResult)
        {
            questions++;
            ArchiveRules.TakeFreshUrl(
                archive,
                new ArchiveVideo
                {
                    GenerationId = archive.Id,
                    Account = archive.Account,
                    Model = archive.Model,
                    TaskId = archive.TaskId,
                    Tenant = archive.Tenant,
                    SealedVideoUrl = $"sealed anew {questions}",
                    UrlExpiresAt = archive.UrlExpiresAt,
                    Expected = archive.Expected,
                    Request = "{}",
                },
                now);
            now = archive.DueAt > now ? archive.DueAt.Value : now + TimeSpan.FromMilliseconds(100);
        }

        questions.ShouldBeInRange(2, 12);
    }

    [Fact]
    public void A_broken_download_is_tried_again_however_often_it_breaks()
    {
        var archive = Waiting();

        for (var i = 0; i < 10_000; i++)
            ArchiveRules.Miss(archive, new DownloadOutcome.Broken("It broke."), Options, Now).ShouldBeNull();

        archive.State.ShouldBe(ArchiveState.Waiting);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(23)]
    public void A_refused_URL_is_asked_for_anew_until_neither_it_nor_a_fresh_one_can_live(int hoursUntilTheLastFreshUrl)
    {
        var archive = Waiting();
        var now = Now;
        var pauses = new List<TimeSpan>();

        while (ArchiveRules.Miss(archive, Refused(archive, now), Options, now) is RefreshResult question)
        {
            question.TaskId.ShouldBe(archive.TaskId);
            var gotOne = now < Now + TimeSpan.FromHours(hoursUntilTheLastFreshUrl);
            if (gotOne)
                ArchiveRules.TakeFreshUrl(archive, Fresh(archive, now), now);
            archive.DueAt.ShouldNotBeNull().ShouldBeGreaterThan(now);
            pauses.Add(archive.DueAt.Value - now);
            now = archive.DueAt.Value;
        }

        archive.State.ShouldBe(ArchiveState.Failed);
        now.ShouldBeGreaterThanOrEqualTo(archive.UrlExpiresAt);
        archive.UrlExpiresAt.ShouldBeGreaterThanOrEqualTo(Now + TimeSpan.FromHours(24));
        now.ShouldBeGreaterThanOrEqualTo(Now + Options.ResultLifetime);
        now.ShouldBeLessThan(archive.UrlExpiresAt + TimeSpan.FromHours(1));
        pauses.Take(8).ShouldBeInOrder(SortDirection.Ascending);
        pauses.Count.ShouldBeLessThan(1000, "a vendor that refuses everything is not asked all the time");
        archive.Error!.Message.ShouldContain("The server answered 403.");
    }

    [Fact]
    public void A_refused_URL_that_has_time_left_is_tried_again_if_no_fresh_one_comes()
    {
        var archive = Waiting();

        ArchiveRules.Miss(archive, new DownloadOutcome.UrlDead("It is dead."), Options, Now).ShouldBeOfType<RefreshResult>();

        (archive.State, archive.SealedVideoUrl, archive.DueAt).ShouldBe((ArchiveState.Waiting, "v1.sealed", Now + Options.RefreshPatience));
    }

    [Fact]
    public void A_URL_that_expired_long_ago_is_still_asked_for_a_few_times()
    {
        var archive = Waiting();
        archive.UrlExpiresAt = Now - TimeSpan.FromDays(3);
        var now = Now + TimeSpan.FromDays(1);

        for (var i = 0; i < Options.MinRefreshes; i++)
            ArchiveRules.Miss(archive, new DownloadOutcome.UrlOver(), Options, now).ShouldBeOfType<RefreshResult>();

        ArchiveRules.Miss(archive, new DownloadOutcome.UrlOver(), Options, now).ShouldBeOfType<ArchivingFailed>();
    }

    [Fact]
    public void Shortly_before_a_URL_dies_the_alarm_is_raised_once_and_a_fresh_one_asked_for_with_growing_pauses()
    {
        var archive = Waiting();
        ArchiveRules.Remind(archive, Options, Now).ShouldBe((false, null));
        var late = archive.UrlExpiresAt - Options.DeadlineAlarm;

        ArchiveRules.Remind(archive, Options, late).ShouldBe((true, new RefreshResult { GenerationId = archive.Id, Account = "default", TaskId = "task" }));

        ArchiveRules.Remind(archive, Options, late).ShouldBe((false, null));
        ArchiveRules.Remind(archive, Options, late + Options.RefreshPatience).Question.ShouldNotBeNull();
        ArchiveRules.Remind(archive, Options, late + Options.RefreshPatience * 2).Question.ShouldBeNull();
        ArchiveRules.Remind(archive, Options, late + Options.RefreshPatience * 3).Question.ShouldNotBeNull();
        ArchiveRules.Remind(archive, Options, Now + Options.ResultLifetime).Question.ShouldBeNull();

        ArchiveRules.TakeFreshUrl(archive, Fresh(archive, late), late);
        ArchiveRules.Remind(archive, Options, late).ShouldBe((false, null));
        ArchiveRules.Remind(archive, Options, archive.UrlExpiresAt - Options.DeadlineAlarm).Alarm.ShouldBeTrue("each URL has its own alarm");
    }

    [Fact]
    public void A_full_disk_costs_no_try()
    {
        var archive = Waiting();

        ArchiveRules.Miss(archive, new DownloadOutcome.NoRoom(), Options, Now).ShouldBeNull();

        (archive.State, archive.Tries, archive.DueAt).ShouldBe((ArchiveState.Waiting, 0, Now + Options.Interval));
    }

    [Fact]
    public void What_settings_forbid_is_tried_again_since_they_may_change_and_says_in_the_end_what_to_do()
    {
        var archive = Waiting();
        var refused = new DownloadOutcome.Refused("It is too large.");
        ArchiveRules.Miss(archive, refused, Options, Now).ShouldBeOfType<RefreshResult>();
        for (var i = 0; i < Options.MinRefreshes; i++)
            ArchiveRules.Miss(archive, refused, Options, archive.UrlExpiresAt);

        var told = ArchiveMessages.Of(archive).ShouldBeOfType<ArchivingFailed>();

        told.Error.Message.ShouldStartWith("It is too large.");
        told.Error.Message.ShouldContain($"POST /v1/generations/{archive.Id}/archive");
        archive.DueAt.ShouldBeNull();
    }

    [Fact]
    public void Begun_anew_it_has_all_its_tries_again()
    {
        var archive = Waiting();
        while (archive.State is ArchiveState.Waiting)
            ArchiveRules.Miss(archive, new DownloadOutcome.UrlOver(), Options, Now + TimeSpan.FromDays(2));

        ArchiveRules.Begin(archive, Now);

        (archive.State, archive.DueAt, archive.Tries, archive.Refreshes, archive.Error).ShouldBe((ArchiveState.Waiting, Now, 0, 0, null));
    }

    private static DownloadOutcome Refused(Archive archive, DateTimeOffset now) =>
        now < archive.UrlExpiresAt ? new DownloadOutcome.UrlDead("The server answered 403.") : new DownloadOutcome.UrlOver();

    private static ArchiveVideo Fresh(Archive archive, DateTimeOffset now) => new()
    {
        GenerationId = archive.Id,
        Account = archive.Account,
        Model = archive.Model,
        TaskId = archive.TaskId,
        Tenant = archive.Tenant,
        SealedVideoUrl = $"v1.{now:O}",
        UrlExpiresAt = now + TimeSpan.FromHours(24),
        Expected = archive.Expected,
        Request = "{}",
    };

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
