using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Wan.DashScope.Accounts;
using Wan.DashScope.Client;
using Wan.DashScope.Wire;

namespace Wan.DashScope.Uploads;

/// <summary>
/// The vendor's temporary storage for files that a request refers to: free, for one account and model, for 48 hours. Unlike a submit an upload may be
/// repeated: it makes one more file that nobody names. https://help.aliyun.com/zh/model-studio/get-temporary-file-url
/// </summary>
public sealed partial class DashScopeUploads(IHttpClientFactory clients, IOptions<DashScopeClientOptions> options, TimeProvider time)
{
    internal const string UploadClient = "dashscope-upload";
    private const int MaxAnswerBytes = 64 * 1024;
    private const int SlowestBytesPerSecond = 100 * 1024;

    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);

    /// <summary>Uploads a file: asks for leave, and sends it. Where the leave ran out meanwhile, once more with a new one.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="model">For which model.</param>
    /// <param name="name">How its name ends, such as <c>.jpg</c>; the rest of it is made up, and never the same.</param>
    /// <param name="mediaType">What it is.</param>
    /// <param name="content">Knows its length, and can be read again from its beginning.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<UploadOutcome> UploadAsync(
        DashScopeAccount account, string model, string name, string mediaType, Stream content, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(account);
        ArgumentNullException.ThrowIfNull(content);
        account = account.OfNow();
        for (var isSecond = false; ; isSecond = true)
        {
            var (policy, refusal) = await AskAsync(account, model, cancellationToken);
            if (policy is null)
                return new UploadOutcome.Failed(refusal!);
            if (policy.MaxMegabytes is { } most && content.Length > most * 1024 * 1024)
                return new UploadOutcome.TooLarge(most);
            if (UploadHost.Of(policy.Host, account.BaseUrl) is not { } host)
                return new UploadOutcome.Failed(Refused("upload_host", "The vendor names a place to upload to that no file is sent to: it must be https, or the account's own host where that has no TLS."));

            var key = $"{policy.Directory!.TrimEnd('/')}/{Guid.NewGuid():N}{name}";
            content.Position = 0;
            var (status, text, failure) = await SendAsync(host, UploadForm.Of(policy, key, content, mediaType), TimeoutOf(content.Length, options.Value.UploadTimeout), cancellationToken);
            if (failure is not null)
                return new UploadOutcome.Failed(failure);
            if (status is 200 or 204)
                return new UploadOutcome.Uploaded($"oss://{key}");
            if (status != 403 || isSecond || !text.Contains("Policy expired", StringComparison.OrdinalIgnoreCase))
                return new UploadOutcome.Failed(ErrorOf(status, text, account));
        }
    }

    /// <summary>How long a file of this length may take: a small one keeps no place for long where the vendor's storage does not answer.</summary>
    internal static TimeSpan TimeoutOf(long bytes, TimeSpan most) => Shortest + TimeSpan.FromSeconds((double)bytes / SlowestBytesPerSecond) is var enough && enough < most ? enough : most;

    private async Task<(UploadPolicy? Policy, DashScopeError? Error)> AskAsync(DashScopeAccount account, string model, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri($"{account.BaseUrl.AbsoluteUri.TrimEnd('/')}/uploads?action=getPolicy&model={Uri.EscapeDataString(model)}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", account.ApiKey);
        if (account.Workspace is not null)
            request.Headers.Add("X-DashScope-WorkSpace", account.Workspace);
        var (status, bytes, failure) = await CallAsync(DashScopeClient.CallClient, request, options.Value.CallTimeout, account, cancellationToken);
        var reply = new VendorReply(account, status, bytes, failure);
        var policy = reply.IsSuccess ? reply.Read(WireJson.Default.UploadAnswer)?.Data : null;
        return policy is { Policy: not null, Signature: not null, Directory.Length: > 0, Host: not null, AccessKeyId: not null } ? (policy, null) : (null, reply.ToError());
    }

    // Without the key: it is another host's, and the form says who may.
    private async Task<(int Status, string Text, DashScopeError? Failure)> SendAsync(Uri host, MultipartFormDataContent form, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, host) { Content = form };
        var (status, bytes, failure) = await CallAsync(UploadClient, request, timeout, null, cancellationToken);
        return (status, Encoding.UTF8.GetString(bytes ?? []), failure);
    }

    private async Task<(int Status, byte[]? Body, DashScopeError? Failure)> CallAsync(
        string client, HttpRequestMessage request, TimeSpan timeout, DashScopeAccount? account, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, late.Token);
        try
        {
            using var response = await clients.CreateClient(client).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, limit.Token);
            return ((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token), null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return (0, null, exception is OperationCanceledException
                ? Refused(DashScopeError.TimedOut, $"No answer within {timeout}.")
                : Refused(DashScopeError.Network, Redaction.Clean(exception.Message, account?.ApiKey)));
        }
    }

    private static DashScopeError Refused(string code, string message) => new() { Code = code, Message = message };

    // The storage answers in XML.
    private static DashScopeError ErrorOf(int status, string text, DashScopeAccount account)
    {
        var (code, message) = (Tag("Code", text), Tag("Message", text));
        return new DashScopeError
        {
            HttpStatus = status,
            Code = code is null ? DashScopeError.NotUnderstood : Redaction.Clean(code, account.ApiKey),
            Message = message is null ? $"The vendor's storage answered HTTP {status}." : Redaction.Clean(WebUtility.HtmlDecode(message), account.ApiKey),
            RequestId = Tag("RequestId", text),
        };
    }

    private static string? Tag(string name, string xml) =>
        Tags().Matches(xml.Length <= 4000 ? xml : xml[..4000]).FirstOrDefault(match => match.Groups[1].Value == name)?.Groups[2].Value;

    [GeneratedRegex(@"<([A-Za-z]{1,20})>([^<]{1,1000})</")]
    private static partial Regex Tags();
}
