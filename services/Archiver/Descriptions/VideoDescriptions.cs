using Wan.Archiver.Quarantine;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Archiver.Descriptions;

/// <summary>What the description of the API says of the videos' doors.</summary>
internal static class VideoDescriptions
{
    private static readonly DoorParameter Location = new("Location", "The path of the generation, where it is seen what becomes of it.");

    private static readonly DoorParameter[] OfFiles =
    [
        new("ETag", "Of the file; for `If-None-Match`, `If-Match` and `If-Range`."),
        new("Last-Modified", "When it was stored."),
    ];

    private static readonly DoorParameter[] OfRanges = [.. OfFiles, new("Accept-Ranges", "`bytes`."), new("Content-Disposition", "A name for the file.")];

    private static readonly DoorParameter[] Conditions =
    [
        new("Range", "Which bytes, such as `bytes=0-1023` (RFC 9110, 14.2).") { Example = "bytes=0-1023" },
        new("If-None-Match", "The `ETag` of what is there already."),
    ];

    private static readonly DoorAnswer AsItWas = new(304, "It is as it was.");
    private static readonly DoorAnswer Part = new(206, "The bytes that `Range` names.") { Headers = [.. OfRanges, new("Content-Range", "Which bytes they are, and of how many.")] };

    private static readonly DoorRefusal NoArchive = new(404, "There is no archive of this generation.");
    private static readonly DoorRefusal NoSuspect = new(404, "Nothing is in quarantine for this generation.");
    private static readonly DoorRefusal Deleted = new(410, "The video was deleted; `detail` says by which rule, or who asked.");
    private static readonly DoorRefusal Changed = new(412, "It is not what `If-Match` or `If-Unmodified-Since` wants.");
    private static readonly DoorRefusal NoRange = new(416, "There are no such bytes.");
    private static readonly DoorRefusal StoreAway = new(503, "The archive's store is not available.");

    public static DoorDescription Video { get; } = new("getVideo", DoorGroups.Videos, "Fetches the video")
    {
        Detail = "Whole or in ranges, as it was proven. Where it is kept in an object store that lets its readers come themselves, this sends on to it (307).",
        Headers = Conditions,
        Answers =
        [
            new(200, "The MP4.") { MediaType = "video/mp4", Headers = OfRanges },
            Part with { MediaType = "video/mp4" },
            AsItWas,
            new(307, "It is there, for a while.") { Headers = [new("Location", "A signed address of the object store.")] },
        ],
        Refusals = [new(404, "There is no video of this generation yet, or it is missing in the archive; `detail` says which."), Deleted, Changed, NoRange, StoreAway],
    };

    public static DoorDescription Poster { get; } = new("getPoster", DoorGroups.Videos, "Fetches the first picture of the video")
    {
        Detail = "Where ffmpeg is installed beside Archiver.",
        Headers = [new("If-None-Match", "The `ETag` of what is there already.")],
        Answers = [new(200, "The picture.") { MediaType = "image/jpeg", Headers = OfFiles }, AsItWas],
        Refusals = [new(404, "There is no video of this generation, or no poster of it."), Deleted, Changed, StoreAway],
    };

    public static DoorDescription Archive { get; } = new("archiveAgain", DoorGroups.Videos, "Tries a failed archiving again")
    {
        Detail = "Or replaces a video that is missing in the archive or has changed there: from the second copy, or from the vendor while it has it.",
        Answers = [new(202, "It is tried again.") { Headers = [Location] }],
        Refusals = [NoArchive, new(409, "The video is archived, and intact."), Deleted, StoreAway],
    };

    public static DoorDescription ShowHold { get; } = new("getHold", DoorGroups.Videos, "Shows whether the video is kept from being deleted")
    {
        Answers = [new(200, "Whether it is.", typeof(HoldView)) { Examples = new Dictionary<string, string> { ["on hold"] = """{"hold": true}""" } }],
        Refusals = [NoArchive],
    };

    public static DoorDescription Hold { get; } = new("holdVideo", DoorGroups.Videos, "Keeps the video from being deleted, by retention or because somebody asks")
    {
        Answers = [new(204, "It is on hold.")],
        Refusals = [NoArchive, Deleted, new(503, "The broker is away. The hold is changed all the same; ask again, so that its generation shows it.")],
    };

    public static DoorDescription Release { get; } = new("releaseVideo", DoorGroups.Videos, "Lets the video be deleted again")
    {
        Answers = [new(204, "It is not on hold any more.")],
        Refusals = [NoArchive, new(503, "The broker is away. The hold is changed all the same; ask again, so that its generation shows it.")],
    };

    public static DoorDescription ShowSuspect { get; } = new("getQuarantine", DoorGroups.Videos, "Shows what the vendor delivered in place of the video")
    {
        Answers = [new(200, "What it is, and why it was not archived.", typeof(QuarantineView))],
        Refusals = [NoSuspect],
    };

    public static DoorDescription SuspectFile { get; } = new("getQuarantinedFile", DoorGroups.Videos, "Fetches what the vendor delivered in place of the video")
    {
        Headers = Conditions,
        Answers =
        [
            new(200, "The bytes, for which nobody vouches.") { MediaType = "application/octet-stream", Headers = OfRanges },
            Part with { MediaType = "application/octet-stream" },
            AsItWas,
        ],
        Refusals = [NoSuspect with { Meaning = "Nothing is in quarantine for this generation, or its file is on another machine." }, Changed, NoRange, StoreAway],
    };

    public static DoorDescription Accept { get; } = new("acceptQuarantined", DoorGroups.Videos, "Says that what is in quarantine is the video after all")
    {
        Answers = [new(202, "It is being archived, or is so already.") { Headers = [Location] }],
        Refusals = [NoSuspect, new(409, "The video is archived, or the vendor is still being tried."), Deleted, new(503, "The archive's store or the broker is away. Ask again.")],
    };
}
