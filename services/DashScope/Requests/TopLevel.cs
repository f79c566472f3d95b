using System.Text.Json;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Requests;

/// <summary>The fields of a request's outermost object.</summary>
internal readonly ref struct TopLevel(JsonElement root)
{
    /// <summary>Names of the vendor's fields.</summary>
    public const string ModelField = "model", InputField = "input", ParametersField = "parameters";

    private static readonly FieldName[] Names = FieldName.List(
        ModelField, InputField, ParametersField, RequestEnvelope.ClientRequestIdField, RequestEnvelope.TenantField, RequestEnvelope.PriorityField,
        RequestEnvelope.StrictField, RequestEnvelope.CallbackUrlField, RequestEnvelope.MetadataField, RequestEnvelope.StartByField);

    /// <summary>All that have a meaning.</summary>
    public static ReadOnlySpan<FieldName> Known => Names;

    private readonly FieldValues values = FieldValues.Of(root, Names);

    public JsonElement Model => this[ModelField];

    public JsonElement Input => this[InputField];

    public JsonElement Parameters => this[ParametersField];

    public JsonElement ClientRequestId => this[RequestEnvelope.ClientRequestIdField];

    public JsonElement Tenant => this[RequestEnvelope.TenantField];

    public JsonElement Priority => this[RequestEnvelope.PriorityField];

    public JsonElement Strict => this[RequestEnvelope.StrictField];

    public JsonElement CallbackUrl => this[RequestEnvelope.CallbackUrlField];

    public JsonElement Metadata => this[RequestEnvelope.MetadataField];

    public JsonElement StartBy => this[RequestEnvelope.StartByField];

    public bool HasEnvelope =>
        ClientRequestId.IsGiven() || Tenant.IsGiven() || Priority.IsGiven() || Strict.IsGiven() || CallbackUrl.IsGiven() || Metadata.IsGiven() || StartBy.IsGiven();

    private JsonElement this[string field] => values[FieldValues.IndexOf(Names, field)];

    /// <summary>Whether a field is one of those above; every other one is kept and sent on.</summary>
    public static bool Knows(JsonProperty property) => FieldValues.IndexOf(Names, property) >= 0;
}
