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

    [Fact]
    public void What_is_told_of_a_document_is_told_in_its_trace_and_leads_back_to_what_made_us_tell()
    {
        using var around = new Activity("question").Start();
        using var activity = WanActivity.Enter("tell", TraceParent);

        activity!.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
        Activity.Current.ShouldBe(activity);
        activity.Links.Single().Context.TraceId.ShouldBe(around.TraceId);
    }

    [Theory]
    [InlineData(TraceParent)]
    [InlineData("nonsense")]
    [InlineData(null)]
    public void In_its_own_trace_or_of_a_document_without_one_nothing_is_entered(string? traceParent)
    {
        using var around = new Activity("its own").SetParentId(TraceParent).Start();

        WanActivity.Enter("tell", traceParent).ShouldBeNull();
        Activity.Current.ShouldBe(around);
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
