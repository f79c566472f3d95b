using System.Runtime.InteropServices;
using System.Text.Json;

namespace Wan.DashScope.Requests;

/// <summary>Whether the vendor will be able to fetch what the URLs in <c>input</c> lead to, whichever field they stand in, as far as they show it themselves.</summary>
internal static class FetchChecks
{
    // A request may wait in the line for so long on an ordinary day, and the vendor fetches only when it begins.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    // As for references: what is beyond is far too much anyway.
    private const int MostLookedAt = 50;

    public static void Check(JsonElement input, FindingList findings, DateTimeOffset now)
    {
        if (input.ValueKind != JsonValueKind.Object)
            return;
        foreach (var field in input.EnumerateObject())
        {
            if (MayBeSigned(field.Value))
                CheckUrl(field.Value, Pointer.To(Pointer.Input, field.Name), findings, now);
            else if (field.Value.ValueKind == JsonValueKind.Array)
                CheckItems(field, findings, now);
        }
    }

    private static void CheckItems(JsonProperty list, FindingList findings, DateTimeOffset now)
    {
        var index = -1;
        foreach (var item in list.Value.EnumerateArray())
        {
            if (++index == MostLookedAt)
                return;
            if (MayBeSigned(item))
                CheckUrl(item, new Place(Pointer.To(Pointer.Input, list.Name), index), findings, now);
            else if (item.ValueKind == JsonValueKind.Object)
                CheckFields(list, index, item, findings, now);
        }
    }

    private static void CheckFields(JsonProperty list, int index, JsonElement item, FindingList findings, DateTimeOffset now)
    {
        foreach (var field in item.EnumerateObject())
        {
            if (MayBeSigned(field.Value))
                CheckUrl(field.Value, new Place(Pointer.To(Pointer.Input, list.Name), index, field.Name), findings, now);
        }
    }

    private static bool MayBeSigned(JsonElement value) =>
        value.ValueKind == JsonValueKind.String
        && JsonMarshal.GetRawUtf8Value(value) is var raw
        && (raw.StartsWith("\"http"u8) || raw.StartsWith("\"HTTP"u8))
        && raw.Contains((byte)'?');

    private static void CheckUrl(JsonElement value, in Place place, FindingList findings, DateTimeOffset now)
    {
        using var url = Utf8Text.Of(value);
        if (url.Span.IndexOf("&amp;"u8) >= 0)
        {
            findings.Warning("url.html_escaped", place,
                "The URL has &amp; in it, as if it had been copied out of HTML: it should be & alone, or the vendor can't fetch it.");
        }

        if (SignedUrls.ExpiresAt(url.Span) is not { } end)
            return;
        if (end <= now)
        {
            findings.Warning("url.expired", place,
                $"The URL was signed to be good until {end:u}, which is over: the vendor can't fetch it. Sign it anew, for a day or so.");
        }
        else if (end <= now + Margin)
        {
            findings.Warning("url.expires_soon", place,
                $"The URL is signed to be good until {end:u} only, and the request may wait longer than that before the vendor fetches it. Sign it for a day or so.");
        }
    }
}
