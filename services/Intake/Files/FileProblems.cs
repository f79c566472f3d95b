using System.Globalization;
using Wan.Contracts;
using Wan.Intake.Doors;

namespace Wan.Intake.Files;

/// <summary>Refusals of the doors of files.</summary>
internal static class FileProblems
{
    private const string Taken = "JPEG, PNG, BMP or WEBP; MP4 or MOV; WAV or MP3";

    public static IResult NotFound(string id) => Of(404, "There is no such file.", Problems.Error("file.not_found", "/id", $"There is no file {id}."), "");

    public static IResult Form(string what) => Of(400, "The form can't be read.",
        Problems.Error("multipart.wrong", "", $"{what} A form has one part, named {IncomingFile.Part}: curl -F file=@photo.jpg"), "Or send the file itself as the body.");

    public static IResult Cut() => Of(400, "The upload is cut off.", Problems.Error("body.cut", "", "The body ended too early."), "Send it again.");

    public static IResult Encoded(string encoding) => Of(415, "The file is compressed.",
        Problems.Error("header.content_encoding", "", $"The Content-Encoding is '{encoding}'; files are taken as they are."), "");

    public static IResult Unknown(string? what) => Of(415, "This is no file that the vendor takes.",
        Problems.Error("file.unknown_type", "", $"By its content it is {what ?? "none of them"}; taken are {Taken}."), "Convert it.");

    public static IResult Contradiction(string message) => Of(415, "The file is not what it is called.", Problems.Error("file.other_type", "", message), "");

    public static IResult TooLarge(long most, string what) => Of(413, "The file is too large.",
        Problems.Error("file.too_large", "", string.Create(CultureInfo.InvariantCulture, $"{what} may have {most:N0} bytes ({most / 1024 / 1024} MB).")), "Make it smaller.");

    public static IResult Empty() => Of(422, "The file is empty.", Problems.Error("file.empty", "", "There are no bytes in it."), "");

    public static IResult Damaged(string format, string problem) => Of(422, "The file is damaged.",
        Problems.Error("file.damaged", "", $"It begins as a {format}. {problem}"), "Upload it again whole, or save it anew.");

    public static IResult OverLimit(IReadOnlyList<(string Code, string Message)> problems) =>
        Problems.Refused([.. problems.Select(problem => Problems.Error(problem.Code, "", problem.Message))]);

    public static IResult Full(FilesHeld held, FilesOptions limits) => Of(429, "The tenant has too many files.",
        Problems.Error("limit.files", "", string.Create(CultureInfo.InvariantCulture,
            $"It has {held.Count:N0} of {limits.MaxFiles:N0} files, with {held.Bytes:N0} of {limits.MaxBytes:N0} bytes.")), "Delete some with DELETE /v1/files/{id}, or wait until their time is over.");

    public static IResult Busy() => Of(503, "Too many uploads at once.", null, "Nothing was stored. Send it again a little later.");

    public static IResult TooSlow(TimeSpan most) => Of(408, "The upload took too long.", null, $"It may take {most.TotalMinutes:0.#} minutes (Files:UploadTimeout). Nothing was stored.");

    public static IResult DiskFull() => Of(507, "There is no room for files.", null,
        "The disk is full, or fewer bytes are free than Files:MinFreeBytes. Nothing was stored. Whoever runs the service makes room; then send it again.");

    private static IResult Of(int status, string title, Finding? finding, string detail) => Results.Problem(
        statusCode: status, title: title, detail: $"{finding?.Message} {detail}".Trim(),
        extensions: finding is null ? null : new Dictionary<string, object?> { ["findings"] = new[] { finding } });
}
