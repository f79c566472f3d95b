using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Lists;

namespace Wan.Intake.Doors.Descriptions;

/// <summary>What the description of the API says of ending generations, and of deciding on them.</summary>
internal static class CancelDescriptions
{
    private static readonly DoorParameter Location = new("Location", "The path of the generation, where it is seen what becomes of it.");

    private static readonly DoorRefusal TooLarge = new(413, "The body has more than 4,096 bytes.", "body.too_large");
    private static readonly DoorRefusal NotJson = new(415, "The body is not plain JSON in UTF-8.", "header.content_type", "header.content_encoding");
    private static readonly DoorRefusal NotSent = new(503, "The broker is away, or takes nothing. Ask again: twice does no more than once.");

    public static DoorDescription Cancel { get; } = new("cancelGeneration", DoorGroups.Generations, "Cancels a generation")
    {
        Detail = """
            Certain, and free, while it waits here or is PENDING at the vendor. A task that renders already can't be cancelled there: its video is archived all the same, unless `discard` throws it
            away (it is paid all the same). What has become of it is seen at the generation.
            """,
        Body = new(typeof(CancelRequest), "How.") { IsOptional = true, Examples = new Dictionary<string, string> { ["throw the result away"] = """{"discard": true}""" } },
        Answers = [new(202, "It is asked for.") { Headers = [Location] }],
        Refusals = [new(400, "The body is not as documented.", "body.wrong_type"), new(409, "The generation has ended."), TooLarge, NotJson, NotSent],
    };

    public static DoorDescription DeleteVideo { get; } = new("deleteVideo", DoorGroups.Videos, "Deletes the archived video")
    {
        Detail = """
            Everywhere that Archiver keeps it, its second copy and its poster too. Its proof, its request and its costs stay for as long as the generation does. It is done a moment later: the
            generation shows `deleted_at` then, and who asked in `deletion_reason`. Asked for again it is the same wish.
            """,
        Answers = [new(202, "It is asked for, or was done before.") { Headers = [Location] }],
        Refusals = [new(409, "The generation has no video: it has not ended, or ended without one. Or the video is on hold.")],
    };

    public static DoorDescription Delete { get; } = new("deleteGeneration", DoorGroups.Generations, "Deletes a generation")
    {
        Detail = """
            All that is kept of it: its request, its video with the proof, what is in quarantine, its state and its timeline; what it cost stays in the tenant's usage. It must have ended. Archiver
            deletes first; then the generation is gone (404) within `Intake:RetentionInterval`, twice that after a start, and `wan.generation-deleted` tells it. Asked for again it is the same wish.
            What Submitter and Poller know of it, which is no text of the request, leaves after `Storage:KeepFinishedFor`; files that were uploaded for it have their own time, or `DELETE /v1/files/{id}`.
            """,
        Answers = [new(202, "It is asked for.") { Headers = [Location] }],
        Refusals = [new(409, "The generation has not ended. Or its video is on hold.")],
    };

    public static DoorDescription CancelMany { get; } = new("cancelGenerations", DoorGroups.Generations, "Cancels many generations")
    {
        Detail = """
            All unfinished ones that the filter means, as each would be by itself. With `dry_run` they are counted only, and the answer names the `created_before` to repeat it with, so that what was
            accepted meanwhile is left alone. One call works 10 seconds at most: where it has had no time for all, `next` is to be sent as `cursor`.
            """,
        Body = new(typeof(CancelManyRequest), "Which ones: a filter that narrows it down, or `all`.")
        {
            Examples = new Dictionary<string, string>
            {
                ["count those of an order"] = """{"filter": {"labels": {"order": "42"}}, "dry_run": true}""",
                ["all"] = """{"all": true}""",
            },
        },
        Answers =
        [
            new(200, "How many were found, and how many of them asked to end.", typeof(CancelManyView))
            {
                Examples = new Dictionary<string, string> { ["done"] = """{"matched": 3, "asked": 3, "saves": [{"amount": "9.000000", "currency": "CNY"}], "created_before": "2026-11-30T08:00:00+00:00"}""" },
            },
        ],
        Refusals = [new(400, "The body is not as documented.", "body.wrong_type", "cancel.filter"), new(403, "The key is of another tenant.", "auth.tenant"), TooLarge, NotJson, NotSent],
    };

    public static DoorDescription Resolve { get; } = new("resolveGeneration", DoorGroups.Generations, "Decides on an uncertain generation")
    {
        Detail = """
            Of one whose POST to the vendor had no answer, so that there may be a paid task. `adopt` takes a task as its own, which is asked for before it is believed; it is also for one that was given
            up. `resubmit` POSTs again, and may pay twice; it is possible once the generation is on hold. `fail` gives it up.
            """,
        Body = new(typeof(ResolveRequest), "The decision.") { Examples = new Dictionary<string, string> { ["give it up"] = """{"decision": "fail"}""" } },
        Answers = [new(202, "It is asked for.") { Headers = [Location] }],
        Refusals =
        [
            new(400, "The body is not as documented.", "body.wrong_type", "resolve.decision", "resolve.task_id"),
            new(409, "The generation's state does not allow it."), TooLarge, NotJson, NotSent,
        ],
    };
}
