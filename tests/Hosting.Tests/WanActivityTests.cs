using System.Diagnostics;

namespace Wan.Hosting.Tests;

public sealed class WanActivityTests : IDisposable
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly ActivityListener listener = new()
    {
        ShouldListenTo = source => source.Name == "Wan",
        Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public WanActivityTests() => ActivitySource.AddActivityListener(listener);

    public void Dispose() => listener.Dispose();

    [Fact]
    public void A_stored_trace_is_continued_whatever_runs_around_it()
    {
        using var around = new Activity("loop").Start();
        using var activity = WanActivity.Continue("poll", TraceParent);

        activity!.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        activity.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
        WanActivity.TraceId(WanActivity.TraceParent).ShouldBe("0af7651916cd43dd8448eb211c80319c");
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    public void Without_a_stored_trace_a_new_one_begins(string? traceParent)
    {
        using var activity = WanActivity.Continue("poll", traceParent);
        activity!.TraceId.ShouldNotBe(default);
        WanActivity.TraceId(traceParent).ShouldBeNull();
    }
}
