using System.Text;
using Wan.DashScope.Client;

namespace Wan.DashScope.Tests;

/// <summary>A POST whose time is over is not completed, whatever stood still before.</summary>
public sealed class LateTests
{
    private static readonly byte[] Body = """{"model":"wan2.7-r2v","input":{"prompt":"图1"}}"""u8.ToArray();

    [Fact]
    public async Task A_submit_whose_window_has_closed_does_not_leave()
    {
        await using var vendor = WireStub.Always(WireAnswer.Json(200, """{"output":{"task_id":"t","task_status":"PENDING"}}"""));
        var window = new SendWindow(DateTimeOffset.UtcNow.AddSeconds(-1), TimeProvider.System);

        (await Clients.Create().SubmitAsync(vendor.Account, Clients.Model, Body, window, default)).ShouldBeOfType<SubmitOutcome.Late>();

        vendor.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_is_asked_after_everything_but_the_last_byte_is_out()
    {
        var clocks = new TwoClocks();
        using var content = new OneShotContent(Body, new SendWindow(clocks.GetUtcNow().AddSeconds(30), clocks));
        using var wire = new FreezingStream(() => clocks.Both(TimeSpan.FromMinutes(12)));

        await Should.ThrowAsync<HttpRequestException>(() => content.CopyToAsync(wire));

        wire.Text.ShouldBe(Encoding.UTF8.GetString(Body)[..^1]);
        (content.IsLate, content.IsSent).ShouldBe((true, false));
    }

    [Theory]
    [InlineData(29, 29, true)]
    [InlineData(31, 31, false)] // Frozen.
    [InlineData(31, 0, false)] // Suspended: the clock that nobody sets stood still.
    [InlineData(-3600, 31, false)] // The wall clock was set back meanwhile.
    [InlineData(3600, 1, false)] // It was set ahead: rather not.
    public void It_is_open_only_while_both_clocks_say_so(int wallSeconds, int steadySeconds, bool open)
    {
        var clocks = new TwoClocks();
        var window = new SendWindow(clocks.GetUtcNow().AddSeconds(30), clocks);

        clocks.Move(TimeSpan.FromSeconds(wallSeconds), TimeSpan.FromSeconds(steadySeconds));

        window.IsOpen.ShouldBe(open);
    }

    private sealed class TwoClocks : TimeProvider
    {
        private DateTimeOffset wall = DateTimeOffset.UnixEpoch.AddYears(56);
        private TimeSpan steady;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => wall;

        public override long GetTimestamp() => steady.Ticks;

        public void Both(TimeSpan step) => Move(step, step);

        public void Move(TimeSpan onWall, TimeSpan onSteady) => (wall, steady) = (wall + onWall, steady + onSteady);
    }

    /// <summary>A connection at whose flush the process stands still.</summary>
    private sealed class FreezingStream(Action freeze) : MemoryStream
    {
        public string Text => Encoding.UTF8.GetString(ToArray());

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            freeze();
            return Task.CompletedTask;
        }
    }
}
