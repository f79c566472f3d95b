using System.Text.Json.Serialization;

namespace Wan.Archiver;

/// <summary>How the archiver's documents and records are written.</summary>
[JsonSourceGenerationOptions(
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Archive))]
[JsonSerializable(typeof(ArchiveRecord))]
internal sealed partial class ArchiverJson : JsonSerializerContext;
