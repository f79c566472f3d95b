using System.Buffers;
using System.Globalization;
using System.Text;

namespace Wan.Intake.Usage;

/// <summary>Usage as CSV (RFC 4180), in UTF-8, with names in its first line.</summary>
internal static class UsageCsv
{
    // https://owasp.org/www-community/attacks/CSV_Injection: what spreadsheets take for the beginning of a formula.
    private static readonly SearchValues<char> Formula = SearchValues.Create("=+-@\t\r");
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",\"\r\n");

    public static async Task WriteAsync(Stream stream, UsageQuery query, IReadOnlyList<UsageRow> rows, CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        await writer.WriteLineAsync(string.Join(',', [.. query.GroupBy, "generations", "unfinished", "unknown", "seconds", "settled", "held", "currency"]));
        foreach (var row in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteLineAsync(string.Join(',', [.. query.GroupBy.Select(group => Group(row, group)), .. Figures(row)]));
        }
    }

    /// <summary>A text as a cell that no spreadsheet runs.</summary>
    public static string Cell(string text)
    {
        var safe = text.Length > 0 && Formula.Contains(text[0]) ? $"'{text}" : text;
        return safe.AsSpan().ContainsAny(Quoted) ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }

    private static string Group(UsageRow row, string group) => group switch
    {
        "day" => row.Day!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        "model" => Cell(row.Model!),
        _ => Cell(row.Tenant!),
    };

    private static IEnumerable<string> Figures(UsageRow row) =>
    [
        Text(row.Generations), Text(row.Unfinished), Text(row.Unknown), Text(row.Seconds), row.Settled?.Amount ?? "", row.Held?.Amount ?? "", Cell(row.Group.Currency),
    ];

    private static string Text(IFormattable number) => number.ToString(null, CultureInfo.InvariantCulture);
}
