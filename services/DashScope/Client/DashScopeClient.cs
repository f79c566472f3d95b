using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Wire;

namespace Wan.DashScope.Client;

/// <summary>
/// The vendor's task API. What the vendor or the network does comes back as an outcome; only a caller's own
/// cancellation is thrown. Nothing here retries: whoever calls knows the budget and, for a submit, the price.
/// https://help.aliyun.com/zh/model-studio/wan-video-to-video-api-reference
/// </summary>
public sealed class DashScopeClient(IHttpClientFactory clients, ModelCatalogue catalogue, IOptions<DashScopeClientOptions> options, TimeProvider time)
{
    internal const string SubmitClient = "dashscope-submit";
    internal const string CallClient = "dashscope";
    private const int MaxAnswerBytes = 8 * 1024 * 1024;

    /// <summary>
    /// Makes a task: one POST of exactly this body (JSON as UTF-8), never repeated, and never completed once the window has closed. A cancellation that comes
    /// before the body is out gives <see cref="SubmitOutcome.NotSent"/>, a later one <see cref="SubmitOutcome.Unknown"/>; better pass none. A model whose path
    /// is not known (<see cref="ModelCatalogue.PathOf"/>) is not sent at all: <see cref="SubmitOutcome.ModelUnavailable"/> with
    /// <see cref="DashScopeError.UnknownModel"/>.
    /// </summary>
    public async Task<SubmitOutcome> SubmitAsync(
        DashScopeAccount account, string model, ReadOnlyMemory<byte> body, SendWindow window, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfZero(body.Length, nameof(body));
        ArgumentNullException.ThrowIfNull(account);
        account = account.OfNow();
        if (catalogue.PathOf(model) is not { } path)
        {
            return new SubmitOutcome.ModelUnavailable(DashScopeError.OfUnknownModel(model, catalogue));
        }

        using var content = new OneShotContent(body, window);
        using var request = CreateRequest(HttpMethod.Post, account, path);
        request.Content = content;
        request.Headers.Add("X-DashScope-Async", "enable");
        if (NamesUpload(body.Span))
        {
            // https://help.aliyun.com/zh/model-studio/get-temporary-file-url
            request.Headers.Add("X-DashScope-OssResourceResolve", "enable");
        }

        var reply = await SendAsync(SubmitClient, account, request, options.Value.SubmitTimeout, cancellationToken);
        if (reply.Failure is not null && !content.IsSent)
        {
            return content.IsLate ? new SubmitOutcome.Late() : new SubmitOutcome.NotSent(reply.Failure.Message);
        }

        if (reply.IsSuccess)
        {
            return reply.ToTask() is { } task
                ? new SubmitOutcome.Accepted(task.TaskId, task.Status, task.RequestId)
                : new SubmitOutcome.Unknown(reply.ToError());
        }

        var error = reply.ToError();
        return ErrorClass.IsThrottling(error) ? new SubmitOutcome.Throttled(error, ErrorClass.Throttling(error))
            : ErrorClass.IsModelProblem(error) ? new SubmitOutcome.ModelUnavailable(error)
            : ErrorClass.IsAccountProblem(error) ? new SubmitOutcome.Unauthorised(error)
            : ErrorClass.IsWrongAddress(error) ? new SubmitOutcome.WrongAddress(error)
            : ErrorClass.IsRefusal(error) ? new SubmitOutcome.Refused(error)
            : new SubmitOutcome.Unknown(error);
    }

    /// <summary>How a task stands.</summary>
    public async Task<QueryOutcome> QueryAsync(DashScopeAccount account, string taskId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        account = account.OfNow();
        using var request = CreateRequest(HttpMethod.Get, account, $"tasks/{Uri.EscapeDataString(taskId)}");
        var reply = await CallAsync(account, request, cancellationToken);
        if (reply.IsSuccess)
        {
            return reply.ToTask() is { } task && task.TaskId == taskId
                ? new QueryOutcome.Answered(task)
                : new QueryOutcome.Failed(reply.ToError());
        }

        var error = reply.ToError();
        return ErrorClass.IsThrottling(error) ? new QueryOutcome.Throttled(error, ErrorClass.Throttling(error))
            : ErrorClass.IsAccountProblem(error) ? new QueryOutcome.Unauthorised(error)
            : new QueryOutcome.Failed(error);
    }

    /// <summary>One page of the account's tasks of the last 24 hours, in the vendor's order.</summary>
    public async Task<ListOutcome> ListAsync(DashScopeAccount account, TaskListQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        account = account.OfNow();
        using var request = CreateRequest(HttpMethod.Get, account, $"tasks/?{ToQueryString(query)}");
        var reply = await CallAsync(account, request, cancellationToken);
        if (reply.IsSuccess)
        {
            return reply.Read(WireJson.Default.ListAnswer) is { Data: not null } answer
                ? new ListOutcome.Listed(ToPage(answer))
                : new ListOutcome.Failed(reply.ToError());
        }

        var error = reply.ToError();
        return ErrorClass.IsThrottling(error) ? new ListOutcome.Throttled(error, ErrorClass.Throttling(error))
            : ErrorClass.IsAccountProblem(error) ? new ListOutcome.Unauthorised(error)
            : new ListOutcome.Failed(error);
    }

    /// <summary>Cancels a task that is still PENDING.</summary>
    public async Task<CancelOutcome> CancelAsync(DashScopeAccount account, string taskId, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        account = account.OfNow();
        using var request = CreateRequest(HttpMethod.Post, account, $"tasks/{Uri.EscapeDataString(taskId)}/cancel");
        var reply = await CallAsync(account, request, cancellationToken);
        if (reply.IsSuccess && reply.Read(WireJson.Default.TaskAnswer) is { } answer)
        {
            return new CancelOutcome.Cancelled(answer.RequestId);
        }

        var error = reply.ToError();
        return ErrorClass.IsThrottling(error) ? new CancelOutcome.Throttled(error, ErrorClass.Throttling(error))
            : error.Code == "UnsupportedOperation" ? new CancelOutcome.NotPending(error)
            : ErrorClass.IsAccountProblem(error) ? new CancelOutcome.Unauthorised(error)
            : new CancelOutcome.Failed(error);
    }

    private async Task<VendorReply> CallAsync(DashScopeAccount account, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var reply = await SendAsync(CallClient, account, request, options.Value.CallTimeout, cancellationToken);
        if (reply.Failure is not null)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return reply;
    }

    private async Task<VendorReply> SendAsync(
        string client, DashScopeAccount account, HttpRequestMessage request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        int? status = null;
        try
        {
            using var response = await clients.CreateClient(client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            status = (int)response.StatusCode;
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, limit.Token);
            return new VendorReply(account, status.Value, await response.Content.ReadAsByteArrayAsync(limit.Token), null);
        }
        catch (Exception exception) // Of whatever kind: a body that is compressed otherwise than it says ends in one that is none of the network's.
        {
            // A refusal whose text got lost is a refusal all the same.
            return status is >= 400 and < 500
                ? new VendorReply(account, status.Value, null, null)
                : new VendorReply(account, 0, null, Describe(exception, account, timeout, cancellationToken));
        }
    }

    private static DashScopeError Describe(Exception exception, DashScopeAccount account, TimeSpan timeout, CancellationToken cancellationToken) => new()
    {
        Code = exception is OperationCanceledException && !cancellationToken.IsCancellationRequested ? DashScopeError.TimedOut : DashScopeError.Network,
        Message = exception is not OperationCanceledException ? Redaction.Clean(exception.Message, account.ApiKey)
            : cancellationToken.IsCancellationRequested ? "The call was cancelled on this side."
            : $"No answer within {timeout}.",
    };

    private static HttpRequestMessage CreateRequest(HttpMethod method, DashScopeAccount account, string path)
    {
        var request = new HttpRequestMessage(method, new Uri($"{account.BaseUrl.AbsoluteUri.TrimEnd('/')}/{path}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.ApiKey);
        if (account.Workspace is not null)
        {
            request.Headers.Add("X-DashScope-WorkSpace", account.Workspace);
        }

        return request;
    }

    // "oss://" in any case.
    private static bool NamesUpload(ReadOnlySpan<byte> body)
    {
        for (int at; (at = body.IndexOf("://"u8)) >= 0; body = body[(at + 3)..])
        {
            if (at >= 3 && Ascii.EqualsIgnoreCase(body[(at - 3)..at], "oss"u8))
            {
                return true;
            }
        }

        return false;
    }

    private static string ToQueryString(TaskListQuery query)
    {
        var parts = new List<string>
        {
            string.Create(CultureInfo.InvariantCulture, $"page_no={query.Page}"),
            string.Create(CultureInfo.InvariantCulture, $"page_size={query.PageSize}"),
        };
        Add("model_name", query.Model);
        Add("start_time", query.From is { } from ? VendorClock.ToListParameter(from) : null);
        Add("end_time", query.To is { } to ? VendorClock.ToListParameter(to) : null);
        Add("status", query.Status is { } status ? TaskStatusWords.ToWord(status) : null);
        return string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
            }
        }
    }

    private static TaskListPage ToPage(ListAnswer answer) => new()
    {
        Items = [.. answer.Data!.Where(task => !string.IsNullOrEmpty(task?.TaskId)).Select(task => new TaskListItem
        {
            TaskId = task!.TaskId!,
            Status = TaskStatusWords.Parse(task.Status ?? ""),
            StatusWord = task.Status ?? "",
            Model = task.ModelName,
            RequestId = task.RequestId,
            CreatedAt = task.GmtCreate,
            StartedAt = task.StartTime,
            EndedAt = task.EndTime,
        })],
        Total = VendorReply.ToInt(answer.Total),
        TotalPages = VendorReply.ToInt(answer.TotalPage),
        RequestId = answer.RequestId,
    };
}
