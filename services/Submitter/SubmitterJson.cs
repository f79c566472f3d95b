using System.Text.Json.Serialization;
using Wan.Submitter.Line;
using Wan.Submitter.Quotas;
using Wan.Submitter.Repairs;
using Wan.Submitter.Restores;
using Wan.Submitter.Uploads;

namespace Wan.Submitter;

/// <summary>How Submitter's documents are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Submission))]
[JsonSerializable(typeof(Quota))]
[JsonSerializable(typeof(AccountState))]
[JsonSerializable(typeof(LineState))]
[JsonSerializable(typeof(StrayBook))]
[JsonSerializable(typeof(ArchiveRoom))]
[JsonSerializable(typeof(Upload))]
[JsonSerializable(typeof(RestoreMark))]
internal sealed partial class SubmitterJson : JsonSerializerContext;
