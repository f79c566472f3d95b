using Wan.Contracts;
using Wan.Hosting.Doors;
using Wan.Hosting.Doors.Access;

namespace Wan.Intake.Doors;

/// <summary>Refusals over HTTP: problem documents (RFC 9457) with the findings beside.</summary>
internal static class Problems
{
    public static IResult BadRequest(string detail, params Finding[] findings) => DoorProblems.BadRequest(detail, findings);

    public static IResult BadRequest(Finding finding) => DoorProblems.BadRequest(finding);

    public static IResult NotFound(string id) => GenerationDoors.NotFound(id);

    public static IResult NoKey(string id) => Of(404, "There is no such key.", $"No key has the id '{id}'.", [Error("key.not_found", "/id", $"No key has the id '{id}'.")]);

    public static IResult NotConfigured(string detail) => Of(503, "A setting is missing.", detail, []);

    public static IResult OtherTenant(string own) => DoorProblems.OtherTenant(own);

    public static IResult Conflict(Finding finding, string title = "This id was used for another request.") => Of(409, title, finding.Message, [finding]);

    public static IResult WrongState(string detail) => Of(409, "The generation's state does not allow this.", detail, []);

    public static IResult TooLarge(long limit) => DoorProblems.TooLarge(limit);

    public static Finding TooLargeFinding(long limit) => DoorProblems.TooLargeFinding(limit);

    public static IResult Busy() => Of(503, "Too many large requests at once.",
        "Nothing was stored. Send it again a little later, or upload large images with POST /v1/files, and name them.", []);

    public static IResult NotJson(string code, string message) => DoorProblems.NotJson(code, message);

    public static IResult NoRequest(Generation generation) => Of(404, "The request is not kept.",
        generation.Status == "rejected" ? "It was refused: its findings say why." : "It is deleted with what came of it, once its time is over.", []);

    public static IResult Refused(IReadOnlyList<Finding> findings) => DoorProblems.Refused(findings);

    public static IResult OverBudget(IReadOnlyList<Finding> findings) => Of(402, "The tenant's budget does not reach.",
        $"{string.Join(" ", findings.Select(finding => finding.Message))} Nothing was stored.", findings);

    public static IResult TooMany(string title, IReadOnlyList<Finding> findings) => Of(429, title, string.Join(" ", findings.Select(finding => finding.Message)), findings);

    public static IResult Gone(string title, Finding finding) => Of(410, title, finding.Message, [finding]);

    public static IResult Unavailable(string title, string detail) => Of(503, title, detail, []);

    public static IResult NotSent() => Of(503, "The broker can't be reached.",
        "Whether this was sent is not known. Ask again: twice does no more than once.", []);

    public static IResult Blocked(string reason) => Of(503, "The broker takes no messages.",
        $"It says why: {reason}. Nothing was sent. Ask again once /health/ready says that it is over.", []);

    public static IResult NoSubmitter() => Of(503, "Submitter can't be asked.",
        "It knows what the accounts may still do, and has not answered in time. Ask again; see that it runs, and that Intake:SubmitterUrl names its address.", []);

    public static IResult NoPoller() => Of(503, "Poller can't be asked.",
        "It knows the accounts' budgets of queries, and has not answered in time. Ask again; see that it runs, and that Intake:PollerUrl names its address.", []);

    public static IResult NoWebhook() => Of(404, "There is no such endpoint.", "An id in the path has characters that none has.", [Error("webhook.not_found", "/id", "No webhook endpoint has this id.")]);

    public static IResult NoNotifier() => Of(503, "Notifier can't be asked.",
        "It keeps the webhooks, and has not answered in time: whether anything was changed is not known. Ask again; see that it runs, and that Intake:NotifierUrl names its address.", []);

    public static Finding Error(string code, string pointer, string message) => DoorProblems.Error(code, pointer, message);

    private static IResult Of(int status, string title, string detail, IReadOnlyList<Finding> findings) => DoorProblems.Of(status, title, detail, findings);
}
