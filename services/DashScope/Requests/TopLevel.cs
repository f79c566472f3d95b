using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>The fields of a request's outermost object, found in one pass.</summary>
internal readonly ref struct TopLevel
{
    public TopLevel(JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (property.NameEquals("model"u8))
            {
                Model = property.Value;
            }
            else if (property.NameEquals("input"u8))
            {
                Input = property.Value;
            }
            else if (property.NameEquals("parameters"u8))
            {
                Parameters = property.Value;
            }
            else if (property.NameEquals("client_request_id"u8))
            {
                ClientRequestId = property.Value;
            }
            else if (property.NameEquals("tenant"u8))
            {
                Tenant = property.Value;
            }
            else if (property.NameEquals("priority"u8))
            {
                Priority = property.Value;
            }
            else if (property.NameEquals("strict"u8))
            {
                Strict = property.Value;
            }
            else if (property.NameEquals("callback_url"u8))
            {
                CallbackUrl = property.Value;
            }
            else if (property.NameEquals("metadata"u8))
            {
                Metadata = property.Value;
            }
        }
    }

    public JsonElement Model { get; }

    public JsonElement Input { get; }

    public JsonElement Parameters { get; }

    public JsonElement ClientRequestId { get; }

    public JsonElement Tenant { get; }

    public JsonElement Priority { get; }

    public JsonElement Strict { get; }

    public JsonElement CallbackUrl { get; }

    public JsonElement Metadata { get; }

    public bool HasEnvelope =>
        ClientRequestId.IsGiven() || Tenant.IsGiven() || Priority.IsGiven() || Strict.IsGiven() || CallbackUrl.IsGiven() || Metadata.IsGiven();

    /// <summary>Whether a field is one of those above; every other one is kept and sent on.</summary>
    public static bool Knows(JsonProperty property) =>
        property.NameEquals("model"u8) || property.NameEquals("input"u8) || property.NameEquals("parameters"u8)
        || property.NameEquals("client_request_id"u8) || property.NameEquals("tenant"u8) || property.NameEquals("priority"u8)
        || property.NameEquals("strict"u8) || property.NameEquals("callback_url"u8) || property.NameEquals("metadata"u8);
}
