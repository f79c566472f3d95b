using System.Text.Json.Nodes;

namespace Wan.Standalone.Tests.Descriptions;

public sealed class PromisesTests
{
    private const string Before = """
        {
          "paths": {
            "/things": {
              "post": {
                "operationId": "make",
                "parameters": [{"name": "size", "in": "query", "required": false, "schema": {"type": "string", "enum": ["small", "large"]}}],
                "requestBody": {"required": false, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Wish"}}}},
                "responses": {"200": {"headers": {"ETag": {}}, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}, "409": {"x-problem-codes": ["thing.taken"]}},
                "security": []
              }
            }
          },
          "components": {
            "schemas": {
              "Wish": {"type": "object", "properties": {"name": {"type": "string"}, "place": {"$ref": "#/components/schemas/Place"}}},
              "Place": {"type": "object", "properties": {"town": {"type": "string"}}},
              "Thing": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "weight": {"type": "integer"}, "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}}}
            }
          }
        }
        """;

    [Theory]
    [InlineData("/paths//things/get", """{"operationId": "find", "responses": {"200": {}}, "parameters": [{"name": "of", "in": "query", "required": true, "schema": {"type": "string"}}]}""")]
    [InlineData("/paths//things/post/responses/410", "{}")]
    [InlineData("/paths//things/post/responses/409/x-problem-codes/1", "\"thing.gone\"")]
    [InlineData("/paths//things/post/parameters/0/schema/enum/2", "\"huge\"")]
    [InlineData("/components/schemas/Thing/properties/colour", """{"type": "string"}""")]
    [InlineData("/components/schemas/Thing/required/1", "\"weight\"")]
    [InlineData("/components/schemas/Wish/properties/weight", """{"type": "integer"}""")]
    [InlineData("/components/schemas/Wish/properties/thing", """{"$ref": "#/components/schemas/Thing"}""")]
    public void An_addition_breaks_nothing(string place, string json) => Changed(place, json).ShouldBeEmpty();

    [Theory]
    [InlineData("/paths//things/post", null, "gone: POST /things takes requests as make")]
    [InlineData("/paths//things/post/operationId", "\"create\"", "gone: POST /things takes requests as make")]
    [InlineData("/paths//things/post/responses/409", null, "gone: POST /things gives 409")]
    [InlineData("/paths//things/post/responses/409/x-problem-codes/0", "\"thing.gone\"", "gone: POST /things gives 409 code thing.taken")]
    [InlineData("/paths//things/post/responses/200/headers/ETag", null, "gone: POST /things gives 200 header ETag")]
    [InlineData("/paths//things/post/parameters/0/schema/enum/1", null, "gone: POST /things takes query size=large")]
    [InlineData("/paths//things/post/parameters/0/required", "true", "new: POST /things needs query size")]
    [InlineData("/paths//things/post/requestBody/required", "true", "new: POST /things needs a body")]
    [InlineData("/paths//things/post/security/0", """{"key": ["create"]}""", "new: POST /things needs scope create")]
    [InlineData("/components/schemas/Thing/properties/weight", null, "gone: Thing gives weight: integer")]
    [InlineData("/components/schemas/Thing/properties/weight/type", "\"number\"", "gone: Thing gives weight: integer")]
    [InlineData("/components/schemas/Thing/required", null, "gone: Thing always gives id")]
    [InlineData("/components/schemas/Wish/properties/name", null, "gone: Wish takes name: string")]
    [InlineData("/components/schemas/Wish/required", """["name"]""", "new: Wish needs name")]
    [InlineData("/components/schemas/Place/required", """["town"]""", "new: Place needs town")]
    [InlineData("/components/schemas/Thing/properties/parts/items", """{"type": "string"}""", "gone: Thing gives parts: list of Thing")]
    public void A_change_that_breaks_somebody_is_named(string place, string? json, string broken) => Changed(place, json).ShouldContain(broken);

    private static IReadOnlyList<string> Changed(string place, string? json)
    {
        var document = JsonNode.Parse(Before)!.AsObject();
        var steps = place.Replace("//", "/~", StringComparison.Ordinal).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(step => step.Replace('~', '/')).ToList();
        var node = steps[..^1].Aggregate((JsonNode)document, (at, step) => at is JsonArray list ? list[int.Parse(step, null)]! : at[step]!);
        var value = json is null ? null : JsonNode.Parse(json);
        if (node is JsonArray items)
        {
            var index = int.Parse(steps[^1], null);
            if (index < items.Count)
                items.RemoveAt(index);
            if (value is not null)
                items.Insert(index, value);
        }
        else if (value is null)
        {
            node.AsObject().Remove(steps[^1]);
        }
        else
        {
            node[steps[^1]] = value;
        }

        return Promises.Broken(Promises.Of(JsonNode.Parse(Before)!.AsObject()), Promises.Of(document));
    }
}
