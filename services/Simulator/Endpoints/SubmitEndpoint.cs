using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.Simulator.Faults;
using Wan.Simulator.Requests;
using Wan.Simulator.Tasks;

namespace Wan.Simulator.Endpoints;

/// <summary>Takes a task: checks the caller, the model and the limits, and nothing else.</summary>
internal sealed class SubmitEndpoint(AccountDoor door, Vendor vendor, SubmitFaults faults, ModelCatalogue catalogue, SimulatorOptions options)
{
    /// <summary>Where tasks of a family are made.</summary>
    public static string Address(ModelFamily family) => $"{SimulatorApplication.Api}/{family.Path}";

    public async Task HandleAsync(HttpContext context)
    {
        var (account, refusal) = door.Enter(context.Request);
        var (body, problem) = account is null ? (null, refusal) : await ReadAsync(context);
        using (body)
            await (body is null ? problem! : Submit(context, account!, body.RootElement)).WriteAsync(context);
    }

    private Answer Submit(HttpContext context, SimulatedAccount account, JsonElement body)
    {
        var model = body.TryGetProperty("model", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString()! : "";
        var family = catalogue.Find(model);
        if (Check(body, model, family, context.Request.Path) is { } problem)
        {
            lock (account.Gate)
                account.Counters.RefusedSubmits++;
            return problem;
        }

        var resolvesOss = string.Equals(context.Request.Headers["X-DashScope-OssResourceResolve"], "enable", StringComparison.OrdinalIgnoreCase);
        var video = RequestReader.Read(family!, body, resolvesOss, url => vendor.FindUpload(url, account.Name, model, vendor.Now), options.InputVideoLength);
        lock (account.Gate)
        {
            var now = vendor.Now;
            if (account.ThrottleSubmit(model, now) is { } throttled)
                return throttled;

            var subject = new FaultSubject(account.Name, model, video.Prompt);
            faults.ShutDoor(context, subject);
            return faults.Refusal(subject) is { } refusal ? refusal : Accept(account, new TaskDraft(model, Answer.NewRequestId(), video, family!.RenderSeconds, context.Request.Headers.TraceParent), subject, now);
        }
    }

    private Answer Accept(SimulatedAccount account, TaskDraft draft, FaultSubject subject, DateTimeOffset now)
    {
        var hiding = faults.Hide(subject);
        if (hiding is { Kind: FaultKind.SubmitNotJson, Accept: false })
            return SubmitFaults.Send(default, hiding);

        var fate = faults.Fate(subject);
        var task = vendor.Accept(account, draft with
        {
            Outcome = hiding?.Kind.Name() ?? SimulatedTask.Accepted,
            Request = fate is { } fails ? draft.Request with { Failure = fails.Failure } : draft.Request,
        }, now);
        faults.Touch(hiding, task);
        faults.Touch(fate?.Fault, task);
        return SubmitFaults.Send(Accepted(task), hiding) with { Skew = door.Skew(account) };
    }

    private static async Task<(JsonDocument? Body, VendorError? Problem)> ReadAsync(HttpContext context)
    {
        if (!string.Equals(context.Request.Headers["X-DashScope-Async"], "enable", StringComparison.OrdinalIgnoreCase))
            return (null, VendorError.NotAsynchronous);

        try
        {
            var body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
            if (body.RootElement.ValueKind == JsonValueKind.Object)
                return (body, null);

            body.Dispose();
            return (null, VendorError.NotJson);
        }
        catch (JsonException)
        {
            return (null, VendorError.NotJson);
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, VendorError.TooLarge);
        }
    }

    private static VendorError? Check(JsonElement body, string model, ModelFamily? family, string path) =>
        model.Length == 0 ? VendorError.NoModel
        : family is null ? VendorError.UnknownModel
        : path != Address(family) ? VendorError.WrongUrl
        : !body.TryGetProperty("input", out var input) || input.ValueKind != JsonValueKind.Object ? VendorError.NoInput
        : null;

    private static Answer Accepted(SimulatedTask task) => Answer.Ok(json =>
    {
        json.WriteStartObject("output");
        json.WriteString("task_status", TaskState.Pending.Word());
        json.WriteString("task_id", task.Id);
        json.WriteEndObject();
        json.WriteString("request_id", task.RequestId);
    });
}
