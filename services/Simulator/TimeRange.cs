using System.ComponentModel;
using System.Globalization;

namespace Wan.Simulator;

/// <summary>
/// How long something takes: always the same (<c>00:00:02</c>), evenly spread (<c>00:00:02..00:00:10</c>), or log-normal around a
/// median (<c>00:04:00~0.5</c>: half take longer than 4 minutes, two in three between 4 min / e^0.5 and 4 min * e^0.5).
/// </summary>
[TypeConverter(typeof(TimeRangeConverter))]
public readonly record struct TimeRange
{
    /// <summary>The shortest, or the median if <see cref="Sigma"/> is not 0.</summary>
    public TimeSpan From { get; private init; }

    /// <summary>The longest; nothing to a log-normal spread.</summary>
    public TimeSpan To { get; private init; }

    /// <summary>Sigma of the logarithm; 0 unless log-normal.</summary>
    public double Sigma { get; private init; }

    /// <summary>Reads one of the three forms.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static TimeRange Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split("..") is [var from, var to])
            return Checked(new TimeRange { From = Span(from), To = Span(to) }, text);
        if (text.Split('~') is [var median, var sigma])
            return Checked(new TimeRange { From = Span(median), To = Span(median), Sigma = double.Parse(sigma, CultureInfo.InvariantCulture) }, text);
        return Checked(new TimeRange { From = Span(text), To = Span(text) }, text);

        static TimeSpan Span(string part) => TimeSpan.Parse(part.Trim(), CultureInfo.InvariantCulture);
    }

    /// <summary>Log-normal around a median.</summary>
    public static TimeRange Around(TimeSpan median, double sigma) => new() { From = median, To = median, Sigma = sigma };

    /// <summary>The length at a place in the spread.</summary>
    /// <param name="first">Even in 0 to 1.</param>
    /// <param name="second">Even in 0 to 1 and independent of the first.</param>
    public TimeSpan At(double first, double second)
    {
        if (Sigma == 0)
            return From + ((To - From) * first);

        var normal = Math.Sqrt(-2 * Math.Log(1 - first)) * Math.Cos(2 * Math.PI * second);
        return From * Math.Exp(Sigma * normal);
    }

    /// <inheritdoc/>
    public override string ToString() => Sigma != 0
        ? string.Create(CultureInfo.InvariantCulture, $"{From}~{Sigma}")
        : From == To ? $"{From}" : $"{From}..{To}";

    private static TimeRange Checked(TimeRange range, string text) => range.From >= TimeSpan.Zero && range.To >= range.From && range.Sigma is >= 0 and < 10
        ? range
        : throw new FormatException($"'{text}' is not a length of time, a range or a spread such as 00:00:02, 00:00:02..00:00:10 or 00:04:00~0.5.");
}

/// <summary>Lets configuration bind a <see cref="TimeRange"/> from its text.</summary>
internal sealed class TimeRangeConverter : TypeConverter
{
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => TimeRange.Parse((string)value);
}
