using System.Text.Json.Serialization;
using Wan.Archiver.Quarantine;

namespace Wan.Archiver;

/// <summary>How the archiver's documents and records are written.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Archive))]
[JsonSerializable(typeof(ArchiveRecord))]
[JsonSerializable(typeof(QuarantineRecord))]
[JsonSerializable(typeof(QuarantineView))]
[JsonSerializable(typeof(HoldView))]
[JsonSerializable(typeof(string))]
internal sealed partial class ArchiverJson : JsonSerializerContext;
