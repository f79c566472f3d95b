using System.Text.Json.Serialization;

namespace Wan.DashScope.Wire;

[JsonSerializable(typeof(TaskAnswer))]
[JsonSerializable(typeof(TaskUsage))]
[JsonSerializable(typeof(ListAnswer))]
[JsonSerializable(typeof(UploadAnswer))]
internal sealed partial class WireJson : JsonSerializerContext;
