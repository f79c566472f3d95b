using System.Text.Json.Serialization;
using Wan.Poller.Budgets;
using Wan.Poller.Timing;

namespace Wan.Poller;

/// <summary>How the documents are written. Their property names are the stored names: rename none.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Watch))]
[JsonSerializable(typeof(Budget))]
[JsonSerializable(typeof(TimeHistory))]
internal sealed partial class PollerJson : JsonSerializerContext;
