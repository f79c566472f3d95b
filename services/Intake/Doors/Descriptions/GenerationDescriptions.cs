using Wan.Contracts;
using Wan.DashScope.Requests;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;
using Wan.Intake.Lists;
using Wan.Intake.Models;
using Wan.Intake.Views;

namespace Wan.Intake.Doors.Descriptions;

/// <summary>What the description of the API says of asking for videos, and of looking at what becomes of them.</summary>
internal static class GenerationDescriptions
{
    /// <summary>Of an answer about one generation.</summary>
    private static readonly DoorParameter Location = new("Location", "The path of the generation.");

    private static readonly DoorParameter PreferenceApplied = new("Preference-Applied", "The wait that `Prefer` has got, such as `wait=60`; absent if it asked for none.");

    private static readonly DoorParameter Prefer = new(
        "Prefer", "`wait=N`: answer at the end of the generation, or after N seconds (0 to 60) with what there is by then; `wait` alone is 60 (RFC 7240).") { Example = "wait=30" };

    private static readonly DoorRefusal OtherTenant = new(403, "The key is of another tenant.", "auth.tenant");

    public static DoorDescription Create { get; } = new("createGeneration", DoorGroups.Generations, "Asks for a video")
    {
        Detail = """
            The body is the vendor's own request, with a few fields of ours beside `model`. It is judged by the vendor's rules before anything is paid: what breaks one is refused (422) with
            everything that is wrong, and what is odd is accepted with warnings in `findings`. Fields that no rule knows are sent on to the vendor.

            With `dryRun=true` nothing is saved or sent: the answer says what would be sent, and what it would cost.

            The same request with the same `Idempotency-Key` is the same generation, however often it is sent.
            """,
        Query = [new("dryRun", "True: only say what would be sent and what it would cost. Nothing is saved or sent.", "boolean")],
        Headers =
        [
            new("Idempotency-Key", "The requester's own id of this request, 1 to 255 characters, bare or in double quotes; the same as `client_request_id`.") { Example = "order-42" },
            Prefer,
        ],
        Body = new(typeof(GenerateVideo), "The vendor's request body, with `client_request_id`, `tenant`, `priority`, `strict`, `callback_url`, `start_by` and `metadata` beside `model`.")
        {
            Examples = new Dictionary<string, string> { ["wan2.7"] = GenerationExamples.Request, ["wan2.6"] = GenerationExamples.EarlierRequest },
        },
        Answers =
        [
            new(202, "The generation is stored, and will be made. With `Prefer: wait` it goes on after the wait.", typeof(GenerationView))
            {
                Headers = [Location, PreferenceApplied], Examples = new Dictionary<string, string> { ["accepted"] = GenerationExamples.Accepted },
            },
            new(200, "The same request has ended already, or within the wait; or what a dry run found.", typeof(GenerationView))
            {
                Headers = [Location, PreferenceApplied], Examples = new Dictionary<string, string> { ["completed"] = GenerationExamples.Completed },
            },
            new(200, "", typeof(DryRunView)),
        ],
        Refusals =
        [
            new(400, "The body, a header or `dryRun` can't be read.",
                "body.not_json", "body.not_utf8", "header.idempotency_key", "idempotency.two_ids", "query.dry_run"),
            new(402, "The tenant's budget does not reach. Nothing was stored.", "budget.day", "budget.month", "budget.unpriced"),
            OtherTenant,
            new(409, "The id was used for another request.", "idempotency.conflict"),
            new(413, "The body is larger than `Intake:MaxRequestBytes`.", "body.too_large"),
            new(415, "The body is not plain JSON in UTF-8.", "header.content_type", "header.content_encoding"),
            new(422, "The request breaks rules; `findings` has all that is wrong with it.", FindingCodes.All),
            new(429, "The tenant asks too often, or too many of its generations wait.", "limit.rate", "limit.waiting"),
            new(503, "Too many large requests at once. Nothing was stored."),
        ],
    };

    public static DoorDescription List { get; } = new("listGenerations", DoorGroups.Generations, "Lists generations, newest first")
    {
        Detail = "By model, label, error or search a page looks at 5,000 generations at most: it may have fewer than `limit`, or none, and goes on at `next`.",
        Query =
        [
            new("status", "Only those of this status.") { Words = GenerationView.Statuses },
            new("tenant", "Only those of this tenant; beside `client_request_id` the one whose id it is (`default` if none is named)."),
            new("model", "Only those of this model, as the request named it."),
            new("created_after", "Only those accepted at this time or later, with its offset.") { Format = "date-time", Example = "2026-11-30T08:00:00Z" },
            new("created_before", "Only those accepted before this time, with its offset.") { Format = "date-time", Example = "2026-12-01T08:00:00Z" },
            new("label", "Only those with this key and value in `metadata`, with a colon between.") { Example = "order:42" },
            new("error_code", "Only those whose error has this code.") { Example = "quarantined" },
            new("search", "Only those that have this text in their id, the requester's own, the task's, in their error's code (ours or the vendor's) or in `metadata`, in capitals or not; an id that is given whole is found at once. 1 to 255 characters.") { Example = "order-42" },
            new("client_request_id", "The one with the requester's own id. Stands beside `tenant`, `view` and `limit` alone."),
            new("task_id", "The one of a task at the vendor. Stands beside `tenant`, `view` and `limit` alone."),
            new("limit", "Most generations of the page, 1 to 200; 50 by itself.", "integer") { Least = 1, Most = 200 },
            new("cursor", "The `next` of the page before."),
            new("view", "`summary` (by itself) shows what is named at the members; `full` shows all of each.") { Words = ["summary", "full"] },
        ],
        Answers =
        [
            new(200, "A page.", typeof(GenerationPageView)) { Examples = new Dictionary<string, string> { ["last page"] = GenerationExamples.Page } },
        ],
        Refusals =
        [
            new(400, "A parameter is not as documented.",
                "query.status", "query.created_after", "query.created_before", "query.label", "query.search", "query.client_request_id", "query.task_id", "query.limit", "query.cursor", "query.view"),
            OtherTenant,
        ],
    };

    public static DoorDescription Count { get; } = new("countGenerations", DoorGroups.Generations, "Counts generations by status")
    {
        Detail = "Of the key's tenant; for an operator of all of them, or of one. No status is counted beyond 5,000: `at_least` names those of which there may be more.",
        Query = [new("tenant", "Only those of this tenant.")],
        Answers =
        [
            new(200, "How many of each status.", typeof(GenerationCountsView))
            {
                Examples = new Dictionary<string, string>
                {
                    ["some"] = """{"counts": {"accepted": 0, "submitting": 12, "rendering": 5, "archiving": 1, "completed": 5000, "failed": 3, "cancelled": 2, "uncertain": 0, "rejected": 1}, "at_least": ["completed"]}""",
                },
            },
        ],
        Refusals = [OtherTenant],
    };

    public static DoorDescription Find { get; } = new("getGeneration", DoorGroups.Generations, "Shows a generation")
    {
        Detail = "With `If-None-Match` it is answered 304 while nothing is new; with `Prefer: wait` it is answered at the end.",
        Headers = [Prefer, new("If-None-Match", "The `ETag` of an earlier answer.")],
        Answers =
        [
            new(200, "How far it is, and what came of it.", typeof(GenerationView))
            {
                Headers = [new("ETag", "Of what it says, but for the estimated start; for `If-None-Match`."), PreferenceApplied],
                Examples = new Dictionary<string, string> { ["completed"] = GenerationExamples.Completed },
            },
            new(304, "Nothing is new."),
        ],
    };

    public static DoorDescription FindRequest { get; } = new("getGenerationRequest", DoorGroups.Generations, "Shows what a generation asked for")
    {
        Detail = "In the canonical form that the vendor gets, however large it is.",
        Answers = [new(200, "The request.", typeof(object))],
        Refusals = [new(404, "Its request is not kept.")],
    };

    public static DoorDescription Models { get; } = new("listModels", DoorGroups.Models, "Lists the models")
    {
        Detail = "What each takes, its limits, sizes and prices by the vendor's reference, and whether an account here may run it.",
        Answers = [new(200, "All that are known.", typeof(ModelsView))],
    };
}
