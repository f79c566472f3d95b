using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Wan.DashScope.Wire;

/// <summary>A text, whatever scalar the vendor made of it; anything else is null.</summary>
internal sealed class LenientText : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A number given as integer, float or text (the vendor's two SDKs do not agree on the types of <c>usage</c>).</summary>
internal sealed class LenientNumber : JsonConverter<decimal?>
{
    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out var number) ? number : null;
            case JsonTokenType.String:
                return decimal.TryParse(reader.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number) ? number : null;
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

/// <summary>
/// A time: <c>2026-04-02 22:53:19.537</c> without a zone, which is UTC+8, in queries; milliseconds since 1970 in lists. Seconds since 1970 are taken
/// too, by their size. Anything else is null.
/// </summary>
internal sealed class LenientTime : JsonConverter<DateTimeOffset?>
{
    private const long MaxMilliseconds = 253_402_300_799_999;

    // The year 2286 in seconds, and April of 1970 in milliseconds.
    private const long MaxSeconds = 9_999_999_999;

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetInt64(out var number) ? FromNumber(number) : null;
            case JsonTokenType.String:
                return FromText(reader.GetString());
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.ToString("O", CultureInfo.InvariantCulture));

    private static DateTimeOffset? FromText(string? text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return FromNumber(number);
        }

        var culture = CultureInfo.InvariantCulture;
        if (DateTime.TryParseExact(text, "yyyy-MM-dd HH:mm:ss.FFFFFFF", culture, DateTimeStyles.None, out var local) && local.Year > 1)
        {
            return VendorClock.FromVendor(local);
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", culture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.ToUniversalTime()
            : null;
    }

    private static DateTimeOffset? FromNumber(long number) => number switch
    {
        <= 0 or > MaxMilliseconds => null,
        <= MaxSeconds => DateTimeOffset.FromUnixTimeSeconds(number),
        _ => DateTimeOffset.FromUnixTimeMilliseconds(number),
    };
}
