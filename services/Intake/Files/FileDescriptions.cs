using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Descriptions;

namespace Wan.Intake.Files;

/// <summary>What the description of the API says of the doors of files.</summary>
internal static class FileDescriptions
{
    private const string Id = "The file's id, a UUID; in capitals too.";

    private static readonly DoorRefusal NotFound = new(404, "There is no such file, or it is not for whoever asks.", "file.not_found");

    private static readonly DoorRefusal OtherTenant = new(403, "The key is of another tenant.", "auth.tenant");

    private static readonly DoorParameter Location = new("Location", "Where the file is found.");

    public static DoorDescription Upload { get; } = new("uploadFile", DoorGroups.Files, "Uploads an image, a video or a sound")
    {
        Detail = "The file is the body itself, or the only part, `file`, of a form: `curl -F file=@photo.jpg`. What it is shows by its content: JPEG, PNG, BMP, WEBP; MP4, MOV; WAV, MP3. "
            + "A request then names it by its `url` wherever a URL can stand. The same bytes of a tenant are the same file.",
        Query =
        [
            new("name", "What it is called, for people; a form may say it too."),
            new("tenant", "Whose it is; of an operator's key only, else that of the key."),
        ],
        File = "The file, as it is.",
        Answers =
        [
            new(201, "It is kept.", typeof(FileView)) { Headers = [Location] },
            new(200, "The tenant has the same bytes already: that file, kept for as long as a new one.", typeof(FileView)) { Headers = [Location] },
        ],
        Refusals =
        [
            new(400, "The form is not as documented, the body is cut off, or the tenant is no name.", "multipart.wrong", "query.tenant"),
            OtherTenant,
            new(408, "It came too slowly, or for longer than `Files:UploadTimeout`."),
            new(413, "It is longer than the vendor takes of its kind.", "file.too_large"),
            new(415, "It is no file that the vendor takes, or not what its name or `Content-Type` says.", "file.unknown_type", "file.other_type", "header.content_encoding"),
            new(422, "It is empty or cut off, or its headers claim what the vendor does not take.", "file.empty", "file.damaged", "file.pixels", "file.ratio", "file.length"),
            new(429, "The tenant has as many files, or bytes of them, as it may.", "limit.files"),
            new(503, "Too many uploads at once; `Retry-After` says when to come again."),
            new(507, "The disk is full."),
        ],
    };

    public static DoorDescription List { get; } = new("listFiles", DoorGroups.Files, "Lists files, newest first")
    {
        Query =
        [
            new("tenant", "Only those of this tenant."), new("limit", "Most files of the page, 1 to 200; 50 by itself.", "integer") { Least = 1, Most = 200 },
            new("cursor", "The `next` of the page before."),
        ],
        Answers = [new(200, "A page.", typeof(FilePageView))],
        Refusals = [new(400, "A parameter is not as documented.", "query.limit", "query.cursor"), OtherTenant],
    };

    public static DoorDescription Find { get; } = new("getFile", DoorGroups.Files, "Shows what a file is")
    {
        IdMeaning = Id, Answers = [new(200, "It.", typeof(FileView))], Refusals = [NotFound],
    };

    public static DoorDescription Content { get; } = new("getFileContent", DoorGroups.Files, "Fetches a file as it was uploaded")
    {
        IdMeaning = Id,
        Answers =
        [
            new(200, "The file, to be saved and not to be shown.")
            {
                MediaType = "application/octet-stream",
                Headers = [new("Content-Disposition", "`attachment`, with its name."), new("X-Content-Type-Options", "`nosniff`."), new("Content-Security-Policy", "Nothing of it runs."), new("Cache-Control", "`private, no-store`.")],
            },
        ],
        Refusals = [NotFound],
    };

    public static DoorDescription Delete { get; } = new("deleteFile", DoorGroups.Files, "Deletes a file")
    {
        Detail = "At once, whoever refers to it: a generation that waits and was not prepared for the vendor yet fails as `file_gone`, unpaid. What was uploaded to the vendor is used all the same, and goes there after two days.",
        IdMeaning = Id, Answers = [new(204, "It is gone.")], Refusals = [NotFound],
    };
}
