using System.Text.Json;
using Wan.DashScope.Catalogue;
using static Wan.DashScope.Requests.RequestEnvelope;

namespace Wan.DashScope.Requests;

/// <summary>Our own fields beside the vendor's: their limits, which are ours too, and their values.</summary>
internal static class EnvelopeRules
{
    private const int MaxClientRequestId = 255;
    private const int MaxCallbackUrl = 2048;
    private const int MaxMetadataEntries = 32;
    private const int MaxMetadataKey = 64;
    private const int MaxMetadataValue = 512;
    private static readonly string[] Priorities = ["high", "normal", "low"];

    public static RequestEnvelope Read(in TopLevel fields, FindingList findings, CallbackRule? callbacks, DateTimeOffset now)
    {
        if (!fields.HasEnvelope)
        {
            return RequestEnvelope.Empty;
        }

        var envelope = new RequestEnvelope
        {
            ClientRequestId = Text(fields.ClientRequestId, ClientRequestIdField, MaxClientRequestId, findings),
            Tenant = Tenant(fields.Tenant, findings),
            Strict = fields.Strict.IsGiven() && Values.IsSwitch(fields.Strict, StrictField, "/" + StrictField, findings) && fields.Strict.GetBoolean(),
            CallbackUrl = CallbackUrl(fields.CallbackUrl, findings, callbacks),
            Metadata = Metadata(fields.Metadata, findings),
            StartBy = StartByRules.Read(fields.StartBy, findings, now),
        };
        return Priority(fields.Priority, findings) is { } priority ? envelope with { Priority = priority } : envelope;
    }

    private static string? Text(JsonElement element, string field, int max, FindingList findings)
    {
        if (!element.IsGiven() || !Values.IsText(element, field, "/" + field, findings))
        {
            return null;
        }

        var length = Length(element);
        if (length == 0 || length > max)
        {
            findings.Error($"{field}.length", "/" + field, $"{field} must have 1 to {max} characters, but has {length}.");
            return null;
        }

        var text = element.GetString()!;

        if (text.Any(char.IsControl))
        {
            findings.Error($"{field}.bad_character", "/" + field, $"{field} has a control character.");
            return null;
        }

        return text;
    }

    private static string? Tenant(JsonElement element, FindingList findings)
    {
        if (Text(element, TenantField, TenantName.MaxLength, findings) is not { } tenant)
        {
            return null;
        }

        if (TenantName.HasGoodCharacters(tenant))
        {
            return tenant;
        }

        findings.Error("tenant.bad_character", "/" + TenantField, "tenant may have letters and digits of ASCII and . _ - only.");
        return null;
    }

    private static string? Priority(JsonElement element, FindingList findings)
    {
        if (!element.IsGiven() || !Values.IsText(element, PriorityField, "/" + PriorityField, findings))
        {
            return null;
        }

        if (Array.Find(Priorities, element.ValueEquals) is { } priority)
        {
            return priority;
        }

        findings.Error(
            "priority.unknown_value",
            "/" + PriorityField,
            $"priority must be one of {Describe.List(Priorities)}, but is {Describe.Value(element)}.");
        return null;
    }

    private static string? CallbackUrl(JsonElement element, FindingList findings, CallbackRule? callbacks)
    {
        if (!element.IsGiven() || !Values.IsText(element, CallbackUrlField, "/" + CallbackUrlField, findings))
        {
            return null;
        }

        using var text = Utf8Text.Of(element);
        if (!UrlRules.Check(text.Span, "/" + CallbackUrlField, UrlSchemes.Web, MaxCallbackUrl, findings))
        {
            return null;
        }

        var url = text.ToString();
        if ((AddressOf(url) is { } address ? callbacks?.Invoke(address) : "must name a host that there can be: nobody could look this one up.") is { } why)
        {
            // The same request may have been accepted where the settings were others, or by an earlier release.
            findings.Untimely("callback_url.not_public", "/" + CallbackUrlField, $"{CallbackUrlField} {why}");
            return null;
        }

        return url;
    }

    private static Uri? AddressOf(string url)
    {
        try
        {
            return Uri.TryCreate(url, UriKind.Absolute, out var address) && address.IdnHost.Length > 0 ? address : null;
        }
        catch (UriFormatException)
        {
            return null; // A name with letters of other alphabets that has no form in ASCII, which is found out when that is asked for.
        }
    }

    private static Dictionary<string, string>? Metadata(JsonElement element, FindingList findings)
    {
        if (!element.IsGiven())
        {
            return null;
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            findings.Error(
                "metadata.not_an_object",
                "/" + MetadataField,
                $"metadata must be an object of strings, but is {Describe.Kind(element)}.");
            return null;
        }

        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (metadata.Count == MaxMetadataEntries)
            {
                findings.Error(
                    "metadata.too_many",
                    "/" + MetadataField,
                    $"metadata may have at most {MaxMetadataEntries} entries, but has {element.EnumerateObject().Count()}.");
                break;
            }

            var pointer = Pointer.To("/" + MetadataField, property.Name);
            if (Length(property) is var keyLength and (0 or > MaxMetadataKey))
            {
                findings.Error(
                    "metadata.key_length",
                    pointer,
                    $"A key of metadata must have 1 to {MaxMetadataKey} characters, but this one has {keyLength}.");
            }
            else if (property.Value.ValueKind != JsonValueKind.String)
            {
                findings.Error(
                    "metadata.value_not_a_string",
                    pointer,
                    $"The values of metadata must be strings, but this one is {Describe.Kind(property.Value)}.");
            }
            else if (Length(property.Value) is var length and > MaxMetadataValue)
            {
                findings.Error(
                    "metadata.value_too_long",
                    pointer,
                    $"A value of metadata may have at most {MaxMetadataValue} characters, but this one has {length}.");
            }
            else
            {
                metadata[property.Name] = property.Value.GetString()!;
            }
        }

        return metadata;
    }

    private static int Length(JsonElement element)
    {
        using var text = Utf8Text.Of(element);
        return text.Characters;
    }

    private static int Length(JsonProperty property)
    {
        using var name = Utf8Text.Of(property);
        return name.Characters;
    }
}
