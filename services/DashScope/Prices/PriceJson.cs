using System.Text.Json.Serialization;

namespace Wan.DashScope.Prices;

[JsonSourceGenerationOptions(UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Price[]))]
internal sealed partial class PriceJson : JsonSerializerContext;
