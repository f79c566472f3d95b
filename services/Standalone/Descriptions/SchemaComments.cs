using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Wan.Standalone.Descriptions;

/// <summary>Gives types and members of bodies the comments that they have in the code.</summary>
internal sealed class SchemaComments : IOpenApiSchemaTransformer
{
    // How ASP.NET Core knows what stands below components, and what is said beside a reference to it.
    private const string Id = "x-schema-id", BesideReference = "x-ref-description";

    private readonly Comments comments = new();

    public Task TransformAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var isComponent = schema.Metadata?.TryGetValue(Id, out var id) == true && id is string { Length: > 0 };
        if (isComponent && IsOurs(context.JsonTypeInfo.Type))
            schema.Description = comments.Of(context.JsonTypeInfo.Type);
        if (context.JsonPropertyInfo?.AttributeProvider is not PropertyInfo property || !IsOurs(property.DeclaringType!))
            return Task.CompletedTask;
        if (context.JsonPropertyInfo.NumberHandling?.HasFlag(JsonNumberHandling.WriteAsString) == true)
            (schema.Type, schema.Format) = (JsonSchemaType.String, null);
        if (isComponent)
            schema.Metadata![BesideReference] = comments.Of(property);
        else
            schema.Description = comments.Of(property);
        return Task.CompletedTask;
    }

    private static bool IsOurs(Type type) => type.Namespace?.StartsWith("Wan.", StringComparison.Ordinal) == true;
}
