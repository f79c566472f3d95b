using System.Globalization;
using System.Text;
using RabbitMQ.Client;

namespace Wan.Intake.DeadLetters;

/// <summary>Properties and headers of messages that nobody handles any more: read, and copied for another place.</summary>
internal static class DeadLetterProperties
{
    /// <summary>Most bytes that are shown of a header or a body.</summary>
    public const int Shown = 4096;

    // The library's and the broker's words about how it failed.
    private static readonly string[] OfFailures = ["MT-Fault-", "MT-Reason", "MT-Host-", "x-death", "x-first-death-", "x-last-death-"];

    // The broker's own about this delivery; and further queues for it, which have had it.
    private static readonly string[] OfDeliveries = ["x-delivery-count", "x-acquired-count", "CC", "BCC"];

    /// <summary>The same properties and headers for the end of the queue in which it lies.</summary>
    public static BasicProperties Same(IReadOnlyBasicProperties properties) => Copy(properties, OfDeliveries);

    /// <summary>The same without what tells of the failure, as it was sent at first.</summary>
    public static BasicProperties Anew(IReadOnlyBasicProperties properties) => Copy(properties, [.. OfDeliveries, .. OfFailures]);

    /// <summary>A header as text, no longer than <see cref="Shown"/>; null where it is missing.</summary>
    public static string? Text(IReadOnlyBasicProperties properties, string header) => (properties.Headers?.TryGetValue(header, out var value) is true ? value : null) switch
    {
        null => null,
        byte[] bytes => Text(bytes),
        AmqpTimestamp time => DateTimeOffset.FromUnixTimeSeconds(time.UnixTime).ToString("O", CultureInfo.InvariantCulture),
        var other => Convert.ToString(other, CultureInfo.InvariantCulture),
    };

    /// <summary>The beginning of bytes as text, no longer than <see cref="Shown"/>; what is no UTF-8 is shown as U+FFFD.</summary>
    public static string Text(ReadOnlySpan<byte> bytes)
    {
        var characters = new char[Shown];
        var cut = bytes.Length > Shown; // Then perhaps within a character.
        return new string(characters, 0, Encoding.UTF8.GetDecoder().GetChars(bytes[..Math.Min(bytes.Length, Shown)], characters, flush: !cut));
    }

    private static BasicProperties Copy(IReadOnlyBasicProperties properties, string[] without)
    {
        var copy = new BasicProperties(properties)
        {
            Headers = properties.Headers?.Where(header => !without.Any(name => name.EndsWith('-') ? header.Key.StartsWith(name, StringComparison.Ordinal) : header.Key == name))
                .ToDictionary(header => header.Key, header => header.Value),
        };
        copy.ClearUserId(); // The broker takes no name but that of whoever is connected.
        return copy;
    }
}
