using System.Text.Json.Serialization;

namespace Wan.DashScope;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ModelFamily))]
[JsonSerializable(typeof(Price[]))]
internal sealed partial class RulesJson : JsonSerializerContext;
