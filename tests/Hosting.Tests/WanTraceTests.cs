using System.Diagnostics;
using Wan.Hosting.Tracing;

namespace Wan.Hosting.Tests;

public sealed class WanTraceTests : IDisposable
{
    private const string TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private readonly List<Activity> ended = [];
    private readonly ActivityListener listener;

    public WanTraceTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Wan",
            Sample = (ref ActivityCreationOptions<ActivityContext> options) =>
                options.Parent == default || options.Parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)
                    ? ActivitySamplingResult.AllDataAndRecorded
                    : ActivitySamplingResult.PropagationData,
            ActivityStopped = activity =>
            {
                lock (ended)
                    ended.Add(activity);
            },
        };
        ActivitySource.AddActivityListener(listener);
    }

    public void Dispose() => listener.Dispose();

    [Fact]
    public void A_step_stands_below_the_root_of_its_documents_trace_whatever_runs_around_it()
    {
        using var around = new Activity("loop").Start();
        using (var step = WanTrace.Begin("wan.submit", new Document(TraceParent, "a=1")))
        {
            step.Span!.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
            step.Span.ParentSpanId.ToHexString().ShouldBe("b7ad6b7169203331");
            step.Span.TraceStateString.ShouldBe("a=1");
            WanTrace.Origin.ShouldBe(new TraceOrigin(TraceParent, "a=1"));
        }

        Activity.Current.ShouldBe(around);
        WanTrace.Current.ShouldBeNull();
    }

    [Fact]
    public void What_is_told_of_a_document_is_in_its_trace_without_a_span()
    {
        using var around = new Activity("question").Start();
        using (WanTrace.Enter(new Document(TraceParent)))
        {
            WanTrace.Origin!.Parent.ShouldBe(TraceParent);
            Activity.Current!.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c"); // Which the logs name.
            Activity.Current.Recorded.ShouldBeFalse();
        }

        Activity.Current.ShouldBe(around);
        EndedIn("0af7651916cd43dd8448eb211c80319c").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    public void A_document_without_a_trace_begins_one_at_a_step_and_is_in_none_else(string? traceParent)
    {
        var document = new Document(traceParent);
        using (WanTrace.Enter(document))
            WanTrace.Origin.ShouldBeNull();
        using var step = WanTrace.Begin("wan.submit", document);
        WanTrace.Origin!.TraceId.ShouldBe(step.Span!.TraceId.ToHexString());
        WanTrace.TraceId(document).ShouldBeNull();
    }

    [Fact]
    public async Task Steps_at_the_same_time_do_not_know_of_each_other()
    {
        var both = new TaskCompletionSource();
        var count = 0;
        await Task.WhenAll(Enumerable.Range(1, 2).Select(number => Task.Run(async () =>
        {
            var parent = $"00-{number:x32}-{number:x16}-01";
            using var step = WanTrace.Begin("wan.submit", new Document(parent));
            if (Interlocked.Increment(ref count) == 2)
                both.SetResult();
            await both.Task;
            WanTrace.Origin!.Parent.ShouldBe(parent);
        })));
        WanTrace.Origin.ShouldBeNull();
    }

    [Fact]
    public void A_message_about_a_document_of_another_trace_goes_on_in_the_documents_and_is_linked_to_it()
    {
        using var step = WanTrace.Begin("intake.generation process", new Document("00-11111111111111111111111111111111-1111111111111111-01"));
        step.GoOnFor(new Document(TraceParent));

        WanTrace.Origin!.Parent.ShouldBe(TraceParent);
        step.Span!.TraceId.ToHexString().ShouldBe("11111111111111111111111111111111");
        step.Span.Links.Single().Context.TraceId.ToHexString().ShouldBe("0af7651916cd43dd8448eb211c80319c");
    }

    [Fact]
    public void What_is_over_is_written_with_its_own_times_and_leaves_the_current_span_alone()
    {
        using var around = new Activity("loop").Start();
        var (from, to) = (DateTimeOffset.UnixEpoch.AddDays(9), DateTimeOffset.UnixEpoch.AddDays(9).AddMinutes(3));
        var parent = new TraceOrigin("00-22222222222222222222222222222222-2222222222222222-01", null).Context;

        var written = WanTrace.Write("wan.waiting", parent, from, to, [new("wan.model", "wan2.7-r2v")], "expired");
        WanTrace.Write("wan.archiving", written, to, from);

        Activity.Current.ShouldBe(around);
        var spans = EndedIn("22222222222222222222222222222222");
        spans.Select(span => span.DisplayName).ShouldBe(["wan.waiting", "wan.archiving"]);
        (spans[0].StartTimeUtc, spans[0].Duration).ShouldBe((from.UtcDateTime, TimeSpan.FromMinutes(3)));
        spans[0].GetTagItem("wan.model").ShouldBe("wan2.7-r2v");
        (spans[0].Status, spans[0].GetTagItem("error.type")).ShouldBe((ActivityStatusCode.Error, "expired"));
        (spans[1].ParentSpanId, spans[1].Duration).ShouldBe((spans[0].SpanId, TimeSpan.FromTicks(1)));
    }

    [Fact]
    public void A_request_that_is_not_to_be_recorded_is_not()
    {
        var document = new Document("00-33333333333333333333333333333333-3333333333333333-00");
        using (var step = WanTrace.Begin("wan.submit", document))
            step.Span!.Recorded.ShouldBeFalse();
        WanTrace.Write("wan.waiting", WanTrace.OriginOf(document)!.Context, DateTimeOffset.UtcNow, DateTimeOffset.UtcNow);

        EndedIn("33333333333333333333333333333333").ShouldAllBe(span => !span.Recorded);
        WanTrace.TraceId(document).ShouldBe("33333333333333333333333333333333");
    }

    [Fact]
    public void Of_too_many_values_the_later_have_one_label()
    {
        var tenants = new LabelSet(2);
        new[] { "a", "b", "c", "a", "d" }.Select(tenants.Of).ShouldBe(["a", "b", "other", "a", "other"]);
    }

    private List<Activity> EndedIn(string traceId)
    {
        lock (ended)
            return [.. ended.Where(span => span.TraceId.ToHexString() == traceId)];
    }

    private sealed record Document(string? TraceParent, string? TraceState = null) : ITraced;
}
