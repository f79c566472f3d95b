using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.Fixtures;
using Wan.Submitter.Uploads;

namespace Wan.Submitter.Tests;

/// <summary>A storage that does not answer takes the places of uploads once, and not again and again.</summary>
public sealed class UploadPausesTests : FileTest
{
    private static readonly DashScopeAccount One = Account("one"), Two = Account("two");

    private readonly Stopped clock = new();
    private readonly UploadPauses pauses;

    public UploadPausesTests() => pauses = new(Options.Create(new SubmitterOptions { Uploads = { FirstWait = TimeSpan.FromSeconds(2), LongestWait = TimeSpan.FromSeconds(5) } }), clock);

    [Fact]
    public void What_has_not_answered_is_left_alone_for_a_while_and_others_are_not()
    {
        pauses.WhyNot(One).ShouldBeNull();

        pauses.Failed(One, "why");

        pauses.WhyNot(One).ShouldBe("why");
        pauses.WhyNot(Two).ShouldBeNull();
    }

    [Fact]
    public void Then_one_tries_it_and_the_others_wait_for_what_comes_of_that()
    {
        pauses.Failed(One, "why");
        pauses.Failed(One, "had begun before");
        clock.Advance(TimeSpan.FromSeconds(2));

        pauses.WhyNot(One).ShouldBeNull();
        pauses.WhyNot(One).ShouldBe("why");

        pauses.Failed(One, "again");
        clock.Advance(TimeSpan.FromSeconds(3));
        pauses.WhyNot(One).ShouldBe("again"); // 4 s now.
        clock.Advance(TimeSpan.FromSeconds(1));
        pauses.WhyNot(One).ShouldBeNull();
        pauses.Answered(One);
        pauses.WhyNot(One).ShouldBeNull();
        pauses.WhyNot(One).ShouldBeNull();
    }

    [Fact]
    public void A_try_that_is_given_up_leaves_it_to_the_next()
    {
        pauses.Failed(One, "why");
        clock.Advance(TimeSpan.FromSeconds(2));
        pauses.WhyNot(One).ShouldBeNull();

        pauses.GivenUp(One);

        pauses.WhyNot(One).ShouldBeNull();
    }

    [Fact]
    public async Task Other_files_do_not_take_a_place_to_find_out_the_same()
    {
        Vendor.UploadAnswers.Enqueue((503, "<Error><Code>ServiceUnavailable</Code><Message>Not now.</Message></Error>"));
        await using var submitter = await StartAsync(
            [("Submitter:Uploads:MaxConcurrent", "1"), ("Submitter:Uploads:FirstWait", "1.00:00:00"), ("Submitter:Uploads:LongestWait", "1.00:00:00")]);
        foreach (var command in new[] { Command(await KeepAsync(submitter)), Command(await KeepAsync(submitter)) })
        {
            await submitter.HandleAsync(command);
            await Eventually.UntilAsync(
                async () => (await submitter.PlaceAsync(command.GenerationId))?.WaitingFor?.Contains("ServiceUnavailable", StringComparison.Ordinal) == true, "its reason");
        }

        Vendor.Uploads.ShouldBeEmpty();
    }

    private static DashScopeAccount Account(string name) => new() { Name = name, ApiKey = "sk", BaseUrl = new Uri("https://example.com/api/v1") };

    private sealed class Stopped : TimeProvider
    {
        private long now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => now;

        public void Advance(TimeSpan by) => now += by.Ticks;
    }
}
