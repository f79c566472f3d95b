using System.Diagnostics;
using System.Text;
using MassTransit.Serialization;
using RabbitMQ.Client;
using Wan.Hosting.Tracing;

namespace Wan.Hosting.Tests;

/// <summary>What headers of any kind mean for the trace of a message.</summary>
public sealed class MessageTraceTests
{
    private const string Parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private const string Mine = "00-11111111111111111111111111111111-2222222222222222-00";

    public static TheoryData<string, object> OfEveryMake => new()
    {
        { "traceparent", Parent },
        { "traceparent", Encoding.ASCII.GetBytes(Parent) },
        { "traceparent", new BinaryTableValue(Encoding.ASCII.GetBytes(Parent)) },
        { "traceparent", Parent.Replace("00-", "cc-", StringComparison.Ordinal) }, // A later version of the standard begins as this one does.
        { "MT-Activity-Id", Parent },
    };

    public static TheoryData<string, object> Nonsense => new()
    {
        { "traceparent", "" },
        { "traceparent", "00" },
        { "traceparent", 7 },
        { "traceparent", Array.Empty<byte>() },
        { "traceparent", new byte[] { 0xff, 0xfe } },
        { "traceparent", new string('0', 130_000) },
        { "traceparent", "00-00000000000000000000000000000000-b7ad6b7169203331-01" },
        { "traceparent", "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01" },
        { "traceparent", "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01" },
        { "traceparent", Parent.ToUpperInvariant() },
        { "traceparent", new List<object> { Parent } },
        { "MT-Activity-Id", "|7.1." },
        { "MT-Activity-Correlation-Context", "userId=1,serverNode=DF%2028" },
        { "baggage", "=;," },
    };

    [Theory]
    [MemberData(nameof(OfEveryMake))]
    public void A_trace_is_read_as_any_client_writes_it(string header, object value)
    {
        var origin = MessageTrace.Read(Headers((header, value), ("tracestate", "a=1")))!;
        origin.Parent.ShouldBe(Parent);
        origin.State.ShouldBe(header == "traceparent" ? "a=1" : null);
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void What_is_no_trace_is_none(string header, object value) => MessageTrace.Read(Headers((header, value))).ShouldBeNull();

    [Fact]
    public void W3Cs_own_header_counts_before_MassTransits() =>
        MessageTrace.Read(Headers(("MT-Activity-Id", Mine), ("traceparent", Parent)))!.Parent.ShouldBe(Parent);

    [Fact]
    public void A_state_that_is_too_long_is_left_out() =>
        MessageTrace.Read(Headers(("traceparent", Parent), ("tracestate", new string('x', 513)))).ShouldBe(new TraceOrigin(Parent, null));

    [Fact]
    public void What_leaves_carries_the_trace_of_the_document_it_is_about()
    {
        using var around = new Activity("loop").Start();
        using var step = WanTrace.Enter(new Document());
        var headers = new DictionarySendHeaders();

        MessageTrace.Write(headers);

        headers.Get<string>("traceparent", null).ShouldBe(Mine);
        headers.Get<string>("tracestate", null).ShouldBe("b=2");
        headers.Get<string>("MT-Activity-Id", null).ShouldBe(Mine);
    }

    [Fact]
    public void Outside_of_any_trace_nothing_is_written()
    {
        Activity.Current = null;
        var headers = new DictionarySendHeaders();
        MessageTrace.Write(headers);
        headers.GetAll().ShouldBeEmpty();
    }

    private static DictionarySendHeaders Headers(params (string Name, object Value)[] headers) =>
        new(headers.ToDictionary(header => header.Name, header => (object?)header.Value));

    private sealed class Document : ITraced
    {
        public string TraceParent => Mine;

        public string TraceState => "b=2";
    }
}
