using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Wan.Archiver;
using Wan.Contracts;
using Wan.DashScope.Costs;
using Wan.DashScope.Prices;
using Wan.Intake;
using Wan.Poller;
using Wan.Submitter;
using Wan.Submitter.Posting;
using Wan.Submitter.Repairs;

namespace Wan.Bench.Scale;

/// <summary>Everything that one finished generation leaves behind.</summary>
/// <param name="Archive">Null if there is no video.</param>
internal sealed record FinishedGeneration(Generation Generation, Submission Submission, Watch Watch, Archive? Archive, byte[] Body);

/// <summary>
/// A history: of twenty tenants, nine in ten completed, the others failed or cancelled. It ends eight days ago, so that what Intake looks through once at
/// its start (the requests of seven days) is not measured with the calls.
/// </summary>
/// <param name="count">So many of them.</param>
/// <param name="name">What tells their requests from those of another history.</param>
internal sealed class FinishedGenerations(int count, string name)
{
    public const string Account = "default";
    public const string Model = "wan2.6-r2v-flash";
    private const int Tenants = 20;

    private static readonly TimeSpan Days = TimeSpan.FromDays(300);
    private static readonly ExpectedVideo Expected = new() { Width = 1280, Height = 720, Resolution = 720, Fps = 30, Duration = 5, Audio = true };
    private static readonly VideoUsage Usage = new() { Duration = 10, InputVideoDuration = 5, OutputVideoDuration = 5, VideoCount = 1, Resolution = 720, Size = "1280*720" };

    private static readonly Price Price = new()
    {
        Region = "cn-beijing", Model = Model, Resolution = 720, Audio = true, Amount = 0.3m, Currency = "CNY", Date = new DateOnly(2026, 2, 1),
        Source = "https://help.aliyun.com/zh/model-studio/model-pricing",
    };

    private static readonly CostEstimate Estimate = new()
    {
        InputSecondsMin = 0, InputSecondsMax = 5, OutputSeconds = 5, UnitPrice = Price, AmountMin = Yuan("1.50"), AmountMax = Yuan("3.00"),
    };

    private static readonly CostSettlement Settled = new() { BilledSeconds = 10, UnitPrice = Price, Amount = Yuan("3.00"), Difference = Yuan("0.00") };

    private static readonly GenerationError Error = new()
    {
        Code = "vendor_failed", Message = "The vendor could not make it.", VendorCode = "InternalError.Algo", VendorRequestId = "f0f8e8f0-9ab7-9b0e-8f3c-1f2c3d4e5f60",
    };

    private readonly DateTimeOffset begin = DateTimeOffset.UtcNow - TimeSpan.FromDays(8) - Days;

    public static string TenantOf(int number) => $"tenant-{number % Tenants:00}";

    /// <summary>Makes one; later numbers are younger.</summary>
    public FinishedGeneration Make(int number)
    {
        var at = begin + (Days * ((double)number / count));
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"model":"{{{Model}}}","input":{"prompt":"character1 walks along the beach at dusk, in the style of an old film, number {{{number}}} {{{name}}}.","reference_urls":["https://example.com/references/dance.mp4"]},"parameters":{"size":"1280*720","duration":5}}""");
        var facts = new Facts(
            Guid.CreateVersion7(at), at, TenantOf(number), (number / Tenants % 50) switch { < 45 => "Completed", < 48 => "Failed", _ => "Cancelled" },
            Hex(SHA256.HashData(body)), Hex(SHA256.HashData(BitConverter.GetBytes(number))), Guid.NewGuid().ToString(), Guid.NewGuid().ToString(),
            $"v1.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(260))}", $"00-{Hex(RandomNumberGenerator.GetBytes(16))}-{Hex(RandomNumberGenerator.GetBytes(8))}-01", body.Length);
        return new FinishedGeneration(GenerationOf(facts), SubmissionOf(facts), WatchOf(facts), facts.Completed ? ArchiveOf(facts) : null, body);
    }

    private static Generation GenerationOf(Facts facts)
    {
        var request = $"order-{facts.RequestHash[..16]}";
        var generation = new Generation
        {
            CorrelationId = facts.Id, CreatedAt = facts.At, UniqueKey = $"{facts.Tenant}/{request}", CurrentState = facts.State, Tenant = facts.Tenant,
            Model = Model, Priority = "normal", ClientRequestId = request, RequestHash = facts.RequestHash, RequestBytes = facts.BodyBytes,
            PromptSha256 = facts.PromptSha256, Expected = Expected, Estimate = Estimate, TraceParent = facts.TraceParent, Account = Account,
            TaskId = facts.TaskId, SubmittedAt = facts.At.AddSeconds(2), StartedAt = facts.At.AddSeconds(10),
            SealedVideoUrl = facts.Completed ? facts.SealedUrl : null, UrlExpiresAt = facts.Completed ? facts.At.AddHours(24) : null,
            Usage = facts.Completed ? Usage : null, Settled = facts.Completed ? Settled : null, Video = facts.Completed ? VideoOf(facts) : null,
            Error = facts.Completed ? null : Error,
        };
        generation.Note(facts.At, "accepted");
        generation.Note(facts.At.AddSeconds(1), "submitting");
        generation.Note(facts.At.AddSeconds(2), "submitted", facts.TaskId);
        generation.Note(facts.At.AddSeconds(10), "started", Vendor("at the vendor", facts.At.AddSeconds(9)));
        if (facts.Completed)
            generation.Note(facts.At.AddSeconds(250), "rendered", $"{Vendor("ended at the vendor", facts.At.AddSeconds(249))}; {Vendor("seen", facts.At.AddSeconds(250))}; request {facts.TaskId}");
        generation.Note(facts.At.AddSeconds(255), facts.State.ToLowerInvariant(), facts.Completed ? null : Error.Code);
        return generation;
    }

    private static Submission SubmissionOf(Facts facts) => new()
    {
        Id = facts.Id.ToString(), CreatedAt = facts.At, State = SubmissionState.Ended, Model = Model, BodyBytes = facts.BodyBytes, RequestHash = facts.RequestHash,
        PromptSha256 = facts.PromptSha256, Expected = Expected, Tenant = facts.Tenant, Rank = facts.At.UtcTicks, AttemptCount = 1, TraceParent = facts.TraceParent,
        Attempts =
        [
            new Attempt
            {
                Id = facts.AttemptId, Account = Account, Host = "submitter-1", RequestHash = facts.RequestHash, SendAt = facts.At.AddSeconds(1),
                NotAfter = facts.At.AddSeconds(6), EndedAt = facts.At.AddSeconds(2), Outcome = Attempt.Accepted, VendorRequestId = facts.AttemptId,
            },
        ],
        Task = new VendorTask(facts.TaskId, Account, facts.AttemptId, facts.AttemptId, facts.At.AddSeconds(2)),
    };

    private static Watch WatchOf(Facts facts) => new()
    {
        Id = facts.TaskId, CreatedAt = facts.At.AddSeconds(2), GenerationId = facts.Id.ToString(), Account = Account, Model = Model, Expected = Expected,
        SubmittedAt = facts.At.AddSeconds(2), TraceParent = facts.TraceParent, StatusSeen = "RUNNING", SeenAt = facts.At.AddSeconds(10), StartedAt = facts.At.AddSeconds(10), Asks = 4,
        End = new WatchEnd
        {
            Kind = facts.Completed ? WatchEndKind.Rendered : WatchEndKind.Failed, SeenAt = facts.At.AddSeconds(250), SubmittedAt = facts.At.AddSeconds(2),
            StartedAt = facts.At.AddSeconds(9), EndedAt = facts.At.AddSeconds(249), SealedVideoUrl = facts.Completed ? facts.SealedUrl : null,
            UrlExpiresAt = facts.Completed ? facts.At.AddHours(24) : null, Usage = facts.Completed ? Usage : null, PromptSha256 = facts.PromptSha256,
            Error = facts.Completed ? null : Error, VendorRequestId = facts.AttemptId,
        },
    };

    private static Archive ArchiveOf(Facts facts) => new()
    {
        Id = facts.Id.ToString(), CreatedAt = facts.At.AddSeconds(250), State = ArchiveState.Stored, Tenant = facts.Tenant, Account = Account, Model = Model, TaskId = facts.TaskId,
        UrlExpiresAt = facts.At.AddHours(24), Expected = Expected, Usage = Usage, RequestHash = facts.RequestHash, RequestBytes = facts.BodyBytes,
        TraceParent = facts.TraceParent, Video = VideoOf(facts), RecordFingerprint = facts.RequestHash, Key = $"{facts.At:yyyy-MM-dd}/{facts.Id}.mp4",
    };

    private static ArchivedVideo VideoOf(Facts facts) => new()
    {
        Bytes = 4_812_345, Sha256 = facts.PromptSha256, Width = 1280, Height = 720, Fps = 30, Duration = 5, Audio = true, ArchivedAt = facts.At.AddSeconds(255), Codec = "avc1",
    };

    private static Money Yuan(string amount) => new() { Amount = amount, Currency = "CNY" };

    private static string Vendor(string what, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{what} {at.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}");

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private sealed record Facts(
        Guid Id, DateTimeOffset At, string Tenant, string State, string RequestHash, string PromptSha256, string TaskId, string AttemptId, string SealedUrl,
        string TraceParent, int BodyBytes)
    {
        public bool Completed => State == "Completed";
    }
}
