namespace Wan.Standalone.Tests.Gateway.Conformance;

/// <summary>The requests: each address of the protocol, right and wrong.</summary>
internal static class Exchanges
{
    /// <summary>Where tasks are submitted.</summary>
    public const string Submit = "services/aigc/video-generation/video-synthesis";

    /// <summary>In a prompt, it makes the simulated vendor fail the task.</summary>
    public const string Fails = "must fail";

    private static readonly (string, string) Async = ("X-DashScope-Async", "enable");

    /// <summary>A request of the family 2.6.</summary>
    public static string Body26(string model, string prompt = "character1 dances") =>
        $$$"""{"model":"{{{model}}}","input":{"prompt":"{{{prompt}}}","reference_urls":["https://example.com/dance.mp4"]},"parameters":{"size":"1280*720","duration":2,"watermark":false}}""";

    /// <summary>A request of the family 2.7.</summary>
    public static string Body27(string model, string prompt = "Video 1 dances") =>
        $$$"""{"model":"{{{model}}}","input":{"prompt":"{{{prompt}}}","media":[{"type":"reference_video","url":"https://example.com/dance.mp4"}]},"parameters":{"resolution":"720P","ratio":"16:9","duration":2,"watermark":false}}""";

    public static IReadOnlyList<Exchange> All { get; } =
    [
        Submits("submit 2.7", Body27(GatewayStandalone.Quick27)),
        Submits("submit 2.6", Body26(GatewayStandalone.Quick26)),
        Submits("submit what SDKs add", """{"model":"wan2.6-r2v-flash","input":{"prompt":"character1 sings","reference_urls":["https://example.com/dance.mp4"],"extend_prompt":true,"function":"x"},"parameters":{"size":"1280*720","duration":2,"with_audio":false}}"""),
        Submits("submit with small header names", Body26(GatewayStandalone.Quick26)) with { Headers = [("x-dashscope-async", "enable")] },
        Submits("submit without X-DashScope-Async", Body26(GatewayStandalone.Quick26)) with { Headers = [] },
        Submits("submit with X-DashScope-Async: disable", Body26(GatewayStandalone.Quick26)) with { Headers = [("X-DashScope-Async", "disable")] },
        Submits("submit without a key", Body26(GatewayStandalone.Quick26)) with { Authorization = "" },
        Submits("submit with a wrong key", Body26(GatewayStandalone.Quick26)) with { Authorization = "Bearer sk-wrong" },
        Submits("submit with another scheme", Body26(GatewayStandalone.Quick26)) with { Authorization = "Basic YTpi" },
        Submits("submit what is no JSON", "{"),
        Submits("submit an array", "[]"),
        Submits("submit nothing", ""),
        Submits("submit without a model", """{"input":{"prompt":"character1 dances"}}"""),
        Submits("submit to no model", Body26("qwen-max")),
        Submits("submit without input", """{"model":"wan2.6-r2v-flash"}"""),
        Submits("submit with input that is no object", """{"model":"wan2.6-r2v-flash","input":"dance"}"""),
        Submits("submit as plain text", Body26(GatewayStandalone.Quick26)) with { ContentType = "text/plain" },
        Submits("submit without a prompt", """{"model":"wan2.6-r2v-flash","input":{"reference_urls":["https://example.com/dance.mp4"]}}"""),
        Submits("submit what is too long", Body26(GatewayStandalone.Quick26).Replace("\"duration\":2", "\"duration\":99", StringComparison.Ordinal)),
        new("submit by GET", "GET", Submit),
        new("an address that there is not", "POST", "services/aigc/nothing") { Body = "{}", Headers = [Async] },

        new("query PENDING", "GET", "tasks/{pending}"),
        new("query RUNNING", "GET", "tasks/{running}"),
        new("query SUCCEEDED of 2.6", "GET", "tasks/{succeeded26}"),
        new("query SUCCEEDED of 2.7", "GET", "tasks/{succeeded27}"),
        new("query FAILED", "GET", "tasks/{failed}"),
        new("query CANCELED", "GET", "tasks/{canceled}"),
        new("query an id that there is not", "GET", "tasks/0385dc79-5ff8-4d82-bcb6-000000000000"),
        new("query what is no id", "GET", "tasks/nothing"),
        new("query with a null in the path", "GET", "tasks/%00"), // This and the next reach no door: see the guide.
        new("query by an address that is too long", "GET", $"tasks/{new string('0', 9_000)}"),
        new("query another's", "GET", "tasks/{succeeded26}") { ByAnother = true },
        new("query without a key", "GET", "tasks/{pending}") { Authorization = "" },
        new("query with a wrong key", "GET", "tasks/{pending}") { Authorization = "Bearer sk-wrong" },

        new("list one", "GET", "tasks?task_id={succeeded26}"),
        new("list one with a slash", "GET", "tasks/?task_id={succeeded27}"),
        new("list one that waits", "GET", "tasks?task_id={pending}"),
        new("list one that runs", "GET", "tasks?task_id={running}"),
        new("list one that failed", "GET", "tasks?task_id={failed}&status=FAILED"),
        new("list one that is canceled", "GET", "tasks?task_id={canceled}&model_name=wan2.6-r2v"),
        new("list one of another status", "GET", "tasks?task_id={canceled}&status=RUNNING"),
        new("list one of another model", "GET", "tasks?task_id={canceled}&model_name=wan2.7-r2v"),
        new("list with a status that there is not", "GET", "tasks?status=ASLEEP"),
        new("list with a model that there is not", "GET", "tasks?model_name=qwen-max"),
        new("list an id that there is not", "GET", "tasks?task_id=0385dc79-5ff8-4d82-bcb6-000000000000"),
        new("list a page", "GET", "tasks?page_no=1&page_size=1&model_name=wan2.6-r2v"),
        new("list a page far off", "GET", "tasks?page_no=5000&page_size=100&model_name=wan2.6-r2v"),
        new("list a page that is too large", "GET", "tasks?page_size=5000&task_id={pending}"),
        new("list the first second of a year", "GET", "tasks?start_time=20250101000000&end_time=20250101000001"),
        new("list page 0", "GET", "tasks?page_no=0"),
        new("list a page size that is no number", "GET", "tasks?page_size=many"),
        new("list from what is no time", "GET", "tasks?start_time=yesterday"),
        new("list more than a day", "GET", "tasks?start_time=20260101000000&end_time=20260103000000"),
        new("list to before its start", "GET", "tasks?start_time=20260103000000&end_time=20260101000000"),
        new("list another's", "GET", "tasks?task_id={succeeded26}") { ByAnother = true },
        new("list nothing of one's own", "GET", "tasks") { ByAnother = true },
        new("list without a key", "GET", "tasks") { Authorization = "" },

        new("cancel what waits", "POST", "tasks/{cancelled next}/cancel"),
        new("cancel what is canceled", "POST", "tasks/{canceled}/cancel"),
        new("cancel what runs", "POST", "tasks/{running}/cancel"),
        new("cancel what has succeeded", "POST", "tasks/{succeeded26}/cancel"),
        new("cancel an id that there is not", "POST", "tasks/0385dc79-5ff8-4d82-bcb6-000000000000/cancel"),
        new("cancel another's", "POST", "tasks/{pending}/cancel") { ByAnother = true },
        new("cancel without a key", "POST", "tasks/{pending}/cancel") { Authorization = "" },

        new("leave to upload", "GET", "uploads?action=getPolicy&model=wan2.6-r2v-flash"),
        new("leave to upload for no model", "GET", "uploads?action=getPolicy&model=qwen-max"),
        new("leave to upload without a model", "GET", "uploads?action=getPolicy"),
        new("no action of uploads", "GET", "uploads?model=wan2.6-r2v-flash"),
        new("leave to upload without a key", "GET", "uploads?action=getPolicy&model=wan2.6-r2v-flash") { Authorization = "" },
    ];

    private static Exchange Submits(string name, string body) => new(name, "POST", Submit) { Body = body, Headers = [Async] };
}
