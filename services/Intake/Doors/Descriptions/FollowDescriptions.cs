using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Intake.Doors.Descriptions;

/// <summary>What the description of the API says of following generations, and of showing their videos to others.</summary>
internal static class FollowDescriptions
{
    private static readonly DoorRefusal TooMany = new(503, "Too many streams are open at this process, or it stops. Come again later, with the same `Last-Event-ID`: nothing is missed.");

    public static DoorDescription All { get; } = new("followGenerations", DoorGroups.Generations, "Tells every change of every generation as it comes")
    {
        Detail = """
            Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), one for each change of state: `event` is its type, `data` a summary of the generation as JSON. The stream
            begins now, or behind the event that `Last-Event-ID` names.
            """,
        Query = [new("tenant", "Only those of this tenant."), new("types", "Only events of these types, with commas between: the words of `status` with `generation.` before them.")],
        Headers = [new("Last-Event-ID", "The `id` of the last event that was received, as it was received.")],
        Answers = [new(200, "The stream, which does not end by itself.") { MediaType = "text/event-stream" }],
        Refusals =
        [
            new(400, "`types` or `Last-Event-ID` can't be read.", "query.types", "header.last_event_id"),
            new(403, "The key is of another tenant.", "auth.tenant"),
            new(410, "What came since is not told any more: read the list, and begin anew.", "header.last_event_id"),
            TooMany,
        ],
    };

    public static DoorDescription One { get; } = new("followGeneration", DoorGroups.Generations, "Tells every change of a generation, from its first to its end")
    {
        Detail = "Server-sent events as of all generations; the `id` of each is its number.",
        Headers = [new("Last-Event-ID", "The number of the last change that was received; the stream begins behind it.")],
        Answers =
        [
            new(200, "The stream. It ends with the generation.") { MediaType = "text/event-stream" },
            new(204, "The generation has ended, and that was told. Browsers come no more."),
        ],
        Refusals = [new(400, "`Last-Event-ID` can't be read.", "header.last_event_id"), TooMany],
    };

    public static DoorDescription VideoLink { get; } = new("getVideoLink", DoorGroups.Videos, "Makes an address of the video that others can open for a while")
    {
        Detail = "Such as a browser, which sends no key: whoever has the address can see the video.",
        Query = [new(VideoLinkEndpoint.Expires, "Seconds that it is good for, 1 to 86400; 3600 by itself.", "integer") { Least = 1, Most = 86400 }],
        Answers =
        [
            new(200, "The address.", typeof(VideoLinkView))
            {
                Examples = new Dictionary<string, string>
                {
                    ["for an hour"] = """{"url": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/video?expires=1796032800&signature=mYq0...", "expires_at": "2026-11-30T09:00:00+00:00"}""",
                },
            },
        ],
        Refusals =
        [
            new(400, "`expires` can't be read.", "query.expires"), new(409, "There is no video to link to: it is not there yet, or not any more."),
            new(503, "`Auth:SigningKey` is not set, and there is no folder to keep one in."),
        ],
    };
}
